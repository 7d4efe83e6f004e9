import { Check, Copy } from 'lucide-solid'
import { createResource, createSignal, Show } from 'solid-js'
import type { Delivery, LogEvent } from '../../core/state'
import { api } from '../api'
import { duration, secondsOf } from '../format'
import { usePage } from '../store'
import { kindOf } from './reading'
import { Way } from './way'

const MOST_SHOWN = 20_000

/** One event whole: what was sent, what was answered, and how the delivery fares. */
export function JsonBlock(props: { event: LogEvent }) {
  const text = () => JSON.stringify(props.event.payload, null, 2)
  const answer = () => (props.event.answer === undefined ? '' : JSON.stringify(props.event.answer, null, 2))
  return (
    <article class="overflow-hidden rounded-md border border-line bg-surface-2">
      <header class="flex items-center gap-2 border-line-soft border-b py-1 ps-2.5 pe-1 text-xs">
        <Way way={props.event.way} />
        <span class="min-w-0 flex-1 truncate font-mono">{kindOf(props.event)}</span>
        <time class="text-ink-3 tabular-nums">{secondsOf(props.event.at)}</time>
        <CopyButton text={() => (answer() ? `${text()}\n\n${answer()}` : text())} />
      </header>
      <Show when={props.event.deliveryId}>{(id) => <DeliveryState id={id()} event={props.event} />}</Show>
      <Code label="Payload" text={text()} />
      <Show when={answer()}>
        <p class="border-line-soft border-t px-2.5 pt-1.5 text-2xs font-medium text-ink-3">Answered</p>
        <Code label="Answer" text={answer()} />
      </Show>
    </article>
  )
}

function Code(props: { label: string; text: string }) {
  return (
    <section
      tabindex="0"
      aria-label={props.label}
      class="max-h-[340px] overflow-auto px-2.5 py-2 whitespace-pre font-mono text-[11.5px]/[17px]"
    >
      {props.text.length > MOST_SHOWN ? `${props.text.slice(0, MOST_SHOWN)}\n…` : props.text}
    </section>
  )
}

function CopyButton(props: { text: () => string }) {
  const page = usePage()
  const [isDone, setDone] = createSignal(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text())
      setDone(true)
      setTimeout(() => setDone(false), 1500)
    } catch {
      page.tell('This browser does not let the page copy. Mark the text instead.', true)
    }
  }
  return (
    <button
      type="button"
      onClick={copy}
      class="inline-flex h-7 items-center gap-1 rounded-sm px-2 text-ink-2 hover:bg-surface-3 hover:text-ink max-sm:h-11"
    >
      <Show when={isDone()} fallback={<Copy aria-hidden="true" class="size-3.5!" />}>
        <Check aria-hidden="true" class="size-3.5!" />
      </Show>
      {isDone() ? 'Copied' : 'Copy'}
    </button>
  )
}

/** Attempts so far, and when the next one is. */
function DeliveryState(props: { id: string; event: LogEvent }) {
  const page = usePage()
  // Read again with each event that arrives: the next attempt may have been made.
  const [delivery] = createResource(
    () => ({ id: props.id, seen: page.events().length }),
    ({ id }) => api.delivery(id).catch(() => null),
  )
  return (
    <Show when={delivery.latest}>
      {(known) => (
        <p class="border-line-soft border-b px-2.5 py-1.5 text-xs text-ink-2">
          <span class="font-mono break-all text-ink-3">{known().url}</span>
          <br />
          {sentenceOf(known(), page.now())}
        </p>
      )}
    </Show>
  )
}

function sentenceOf({ attempts, state, dueAt }: Delivery, now: number): string {
  const times = attempts.length === 1 ? 'once' : `${attempts.length} times`
  const last = attempts.at(-1)
  const why = last?.error ?? (last?.status ? `answered ${last.status}` : '')
  if (state === 'delivered')
    return attempts.length > 1 ? `Delivered at the ${attempts.length}th attempt.` : 'Delivered.'
  if (state === 'dropped') return 'Lost on purpose: never sent.'
  if (state === 'given-up') return `Given up after ${attempts.length} attempts. The last: ${why}.`
  return `Tried ${times}: ${why}. Next attempt in ${duration(dueAt - now)}, with the same bytes.`
}
