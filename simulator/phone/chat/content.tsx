import { ImageOff, MapPin, ShoppingCart, UserRound } from 'lucide-solid'
import { createSignal, For, Show } from 'solid-js'
import type { Content, MessageView } from '../../control/message-view'
import { money } from '../format'
import { cx } from '../ui/cx'
import { Time } from './message-parts'

type Of<Kind extends Content['kind']> = { message: MessageView; content: Extract<Content, { kind: Kind }> }

/** From the simulator only; what it cannot fetch is shown as missing, never asked for elsewhere. */
export function Picture(props: { src: string; label: string; class: string }) {
  const [isBroken, setBroken] = createSignal(false)
  return (
    <Show when={!isBroken()} fallback={<Missing text={`${props.label} could not be loaded`} />}>
      <img
        src={props.src}
        alt={props.label}
        loading="lazy"
        onError={() => setBroken(true)}
        class={cx('rounded-[10px] rounded-b-[5px] bg-(--phone-ink)/5 object-cover', props.class)}
      />
    </Show>
  )
}

export function Missing(props: { text: string }) {
  return (
    <div class="flex h-[104px] flex-col items-center justify-center gap-1.5 rounded-[10px] rounded-b-[5px] bg-(--phone-ink)/7 px-3 text-center text-xs text-(--phone-meta)">
      <ImageOff aria-hidden="true" />
      {props.text}
    </div>
  )
}

/** No map from anywhere: a piece of paper with a pin. */
export function LocationPart(props: Of<'location'>) {
  return (
    <>
      <div class="relative grid h-[104px] place-items-center overflow-hidden rounded-[10px] rounded-b-[5px] bg-(--phone-ink)/6">
        <svg
          aria-hidden="true"
          viewBox="0 0 232 104"
          class="absolute inset-0 size-full text-(--phone-ink)/12"
          fill="none"
          stroke="currentColor"
          stroke-width="7"
        >
          <path d="M-10 78 C60 60 90 96 250 40M52-10 78 120M160-10 136 120M-10 24 250 8" />
        </svg>
        <MapPin aria-hidden="true" class="relative size-7! fill-buoy text-(--phone-in)" />
      </div>
      <span class="pb-text block">
        <b dir="auto" class="block">
          {props.content.name || 'Location'}
        </b>
        <span dir="auto" class="text-[12px] text-(--phone-meta)">
          {props.content.address || `${props.content.latitude.toFixed(4)}, ${props.content.longitude.toFixed(4)}`}
        </span>
        <Time message={props.message} />
      </span>
    </>
  )
}

export function ContactsPart(props: Of<'contacts'>) {
  return (
    <>
      <ul>
        <For each={props.content.contacts}>
          {(contact) => (
            <li class="flex min-w-[180px] items-center gap-2 py-0.5">
              <span class="grid size-8 place-items-center rounded-full bg-(--phone-ink)/8">
                <UserRound aria-hidden="true" />
              </span>
              <span class="min-w-0">
                <b dir="auto" class="block truncate">
                  {contact.name || 'Phone number'}
                </b>
                <span dir="ltr" class="block truncate text-[12px] text-(--phone-meta)">
                  {contact.phone}
                </span>
              </span>
            </li>
          )}
        </For>
      </ul>
      <Time message={props.message} />
    </>
  )
}

export function OrderPart(props: Of<'order'>) {
  return (
    <>
      <span class="flex items-center gap-2">
        <ShoppingCart aria-hidden="true" />
        <span>
          <b class="block">{props.content.items === 1 ? 'One item' : `${props.content.items} items`}</b>
          <span class="text-[12px] text-(--phone-meta)">
            {money(props.content.total, props.content.currency)} (estimated)
          </span>
        </span>
      </span>
      <Show when={props.content.text}>
        <span dir="auto" class="mt-1 block">
          {props.content.text}
        </span>
      </Show>
      <Time message={props.message} />
    </>
  )
}
