import type { JSX } from 'solid-js'
import { Show } from 'solid-js'
import { cx } from './cx'

/** What a customer sees, deliberately not in WhatsApp's own look. One for the picker, the editor and the wizard. */
export function PhoneWall(props: { label: string; children: JSX.Element; class?: string | undefined }) {
  return (
    <section
      aria-label={props.label}
      class={cx('flex flex-col gap-1.5 rounded-md bg-(--phone-wall) p-2.5 text-(--phone-ink)', props.class)}
    >
      {props.children}
    </section>
  )
}

export function PhoneBubble(props: {
  media?: JSX.Element
  title?: JSX.Element
  children: JSX.Element
  footer?: JSX.Element
}) {
  return (
    <div class="max-w-full self-start overflow-hidden rounded-[12px_12px_12px_4px] bg-(--phone-in) text-[12.5px]/[17px] shadow-sm [overflow-wrap:anywhere]">
      <Show when={props.media}>
        <div class="p-[3px] pb-0">{props.media}</div>
      </Show>
      <div class="px-[9px] py-1.5">
        <Show when={props.title}>
          <b class="mb-0.5 block font-bold" dir="auto">
            {props.title}
          </b>
        </Show>
        <div class="whitespace-pre-wrap" dir="auto">
          {props.children}
        </div>
        <Show when={props.footer}>
          <span class="mt-[3px] block text-(--phone-meta) text-[11.5px]/4" dir="auto">
            {props.footer}
          </span>
        </Show>
      </div>
    </div>
  )
}

export function PhoneButton(props: { icon?: JSX.Element; children: JSX.Element }) {
  return (
    <span class="flex min-h-[30px] items-center justify-center gap-1.5 rounded-[10px] bg-(--phone-in) px-2 text-center font-semibold text-(--phone-link) text-[12.5px]/4 shadow-sm [&_.lucide]:size-3.5">
      {props.icon}
      <span class="min-w-0 truncate" dir="auto">
        {props.children}
      </span>
    </span>
  )
}

/** What differs from person to person. */
export function PhoneVariable(props: { children: JSX.Element }) {
  return <span class="rounded-[3px] bg-brand/15 px-0.5">{props.children}</span>
}
