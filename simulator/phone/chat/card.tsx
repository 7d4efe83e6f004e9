import { FileText, MapPin, Play, ShoppingBag } from 'lucide-solid'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import type { MessageView } from '../../control/message-view'
import type { Card, Header } from '../../customer/card-parts'
import { mediaUrl } from '../api'
import { cx } from '../ui/cx'
import { CardButton } from './card-button'
import { Picture } from './content'
import { MessageMenu } from './message-menu'
import { QuoteBlock, Time } from './message-parts'
import { FormattedText } from './text'

/** A message with something to tap: interactive, or a template. */
export function CardBubble(props: { message: MessageView; card: Card }) {
  return (
    <>
      <div class={cx('pb w-[86%]', hasPicture(props.card.header) && 'pb-media')}>
        <QuoteBlock message={props.message} />
        <CardHeader header={props.card.header} message={props.message} />
        <Show when={props.card.offer}>
          <p class="mb-1 rounded-[7px] bg-buoy-soft px-2 py-1 text-[12px]/4 font-medium text-buoy-ink">
            {props.card.offer}
          </p>
        </Show>
        <span class={cx('block', hasPicture(props.card.header) && 'pb-text')}>
          <FormattedText text={props.card.body} />
          <Show when={props.card.footer}>
            <span dir="auto" class="mt-[3px] block text-[11.5px]/4 text-(--phone-meta)">
              {props.card.footer}
            </span>
          </Show>
          <Time message={props.message} />
        </span>
        <MessageMenu message={props.message} />
      </div>
      <div class="flex w-[86%] flex-col gap-[3px]">
        <For each={props.card.buttons}>
          {(button, index) => <CardButton message={props.message} card={props.card} button={button} index={index()} />}
        </For>
      </div>
      <Show when={props.card.cards.length > 0}>
        <Carousel message={props.message} cards={props.card.cards} />
      </Show>
    </>
  )
}

const hasPicture = (header: Header | null) =>
  header?.kind === 'image' || header?.kind === 'video' || header?.kind === 'location'

function Carousel(props: { message: MessageView; cards: Card[] }) {
  return (
    <ul
      class="-mx-2.5 flex w-[calc(100%+20px)] snap-x snap-mandatory gap-2 overflow-x-auto px-2.5 pb-1"
      tabindex="0"
      aria-label={`${props.cards.length} cards`}
    >
      <For each={props.cards}>
        {(card, at) => (
          <li class="flex w-[212px] flex-none snap-center flex-col gap-[3px]">
            <div class="pb pb-media w-full max-w-full! flex-1">
              <CardHeader header={card.header} message={props.message} card={at()} />
              <Show when={card.body}>
                <span class="pb-text block">
                  <FormattedText text={card.body} />
                </span>
              </Show>
            </div>
            <For each={card.buttons}>
              {(button, index) => (
                <CardButton message={props.message} card={card} button={button} index={index()} cardIndex={at()} />
              )}
            </For>
          </li>
        )}
      </For>
    </ul>
  )
}

function CardHeader(props: { header: Header | null; message: MessageView; card?: number }) {
  const header = createMemo(() => props.header)
  const of = <Kind extends Header['kind']>(...kinds: Kind[]): Extract<Header, { kind: Kind }> | undefined => {
    const it = header()
    return it && (kinds as string[]).includes(it.kind) ? (it as Extract<Header, { kind: Kind }>) : undefined
  }
  return (
    <Switch>
      <Match when={of('text')}>
        {(it) => (
          <b dir="auto" class="mb-0.5 block">
            {it().text}
          </b>
        )}
      </Match>
      <Match when={of('image')}>
        <Picture src={mediaUrl(props.message.id, props.card)} label="Picture" class="h-[118px] w-full" />
      </Match>
      <Match when={of('video')}>
        <div class="grid h-[118px] place-items-center rounded-[9px] bg-(--phone-ink)/10">
          <Play aria-label="Video" class="size-6!" />
        </div>
      </Match>
      <Match when={of('document')}>
        {(it) => (
          <p class="mb-1 flex items-center gap-2 rounded-[7px] bg-(--phone-ink)/5 px-2 py-2">
            <FileText aria-hidden="true" />
            <span class="truncate">{it().filename ?? 'Document'}</span>
          </p>
        )}
      </Match>
      <Match when={of('location')}>
        {(it) => (
          <p class="flex items-center gap-2 rounded-[9px] bg-(--phone-ink)/5 px-2 py-3">
            <MapPin aria-hidden="true" />
            <span>
              <b class="block">{it().name || 'Location'}</b>
              {it().address}
            </span>
          </p>
        )}
      </Match>
      <Match when={of('product')}>
        {(it) => (
          <p class="flex items-center gap-2 rounded-[9px] bg-(--phone-ink)/5 px-2 py-3">
            <ShoppingBag aria-hidden="true" />
            {it().id}
          </p>
        )}
      </Match>
    </Switch>
  )
}
