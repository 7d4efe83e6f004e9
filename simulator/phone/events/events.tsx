import { Search, Trash2 } from 'lucide-solid'
import { createMemo, createSignal, For, Show } from 'solid-js'
import type { LogEvent } from '../../core/state'
import { api } from '../api'
import { usePage } from '../store'
import { IconButton } from '../ui/button'
import { Segmented } from '../ui/fields'
import { EventRow } from './event-row'
import { JsonBlock } from './json-block'
import { Waiting } from './waiting'

const SHOWN = 200
const ways = [
  { value: 'all', label: 'All' },
  { value: 'in', label: 'Webhooks' },
  { value: 'out', label: 'Calls' },
  { value: 'control', label: 'You' },
] as const
const views = [
  { value: 'list', label: 'List' },
  { value: 'json', label: 'JSON' },
] as const

/** What goes both ways, with the real payloads; newest first. */
export function Events() {
  const page = usePage()
  const [way, setWay] = createSignal<(typeof ways)[number]['value']>('all')
  const [view, setView] = createSignal<(typeof views)[number]['value']>('list')
  const [text, setText] = createSignal('')
  const [openId, setOpenId] = createSignal<string | null>(null)

  const matches = ({ kind, summary, payload }: LogEvent, wanted: string) =>
    `${kind} ${summary}`.toLowerCase().includes(wanted) || JSON.stringify(payload).toLowerCase().includes(wanted)
  const found = createMemo(() => {
    const wanted = text().trim().toLowerCase()
    return page
      .events()
      .filter((event) => (way() === 'all' || event.way === way()) && (wanted === '' || matches(event, wanted)))
      .slice(-SHOWN)
      .reverse()
  })

  return (
    <>
      <header class="flex min-h-11 flex-none flex-wrap items-center gap-x-2 gap-y-1.5 border-line border-b px-3.5 py-1.5">
        <h2 class="text-sm">Events</h2>
        <span class="text-xs text-ink-3 max-[1560px]:hidden">same payloads as the Cloud API</span>
        <span class="flex-1" />
        <label class="flex h-7 w-36 items-center gap-1.5 rounded-sm bg-surface-3 px-2 text-ink-3 has-focus-visible:outline-2 has-focus-visible:outline-focus max-sm:h-11 max-sm:w-full max-sm:order-last">
          <Search aria-hidden="true" class="size-3.5!" />
          <input
            type="search"
            aria-label="Filter events"
            placeholder="Filter"
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
            class="min-w-0 flex-1 bg-transparent text-ink outline-none"
          />
        </label>
        <Segmented label="Which way" options={ways} value={way()} onChange={setWay} />
        <Segmented label="How it is shown" options={views} value={view()} onChange={setView} />
        <IconButton
          label="Empty the log"
          icon={<Trash2 aria-hidden="true" />}
          onClick={() => void page.attempt(api.clearEvents)}
        />
      </header>
      <Waiting />
      <section class="min-h-0 flex-1 overflow-y-auto py-1" tabindex="0" aria-label="Event log">
        <Show when={found().length > 0} fallback={<Empty isFiltered={text() !== '' || way() !== 'all'} />}>
          <Show
            when={view() === 'list'}
            fallback={
              <div class="flex flex-col gap-2 px-3.5 py-2">
                <For each={found().slice(0, 30)}>{(event) => <JsonBlock event={event} />}</For>
              </div>
            }
          >
            <ul>
              <For each={found()}>
                {(event) => (
                  <EventRow
                    event={event}
                    isOpen={openId() === event.id}
                    onToggle={() => setOpenId((id) => (id === event.id ? null : event.id))}
                  />
                )}
              </For>
            </ul>
          </Show>
        </Show>
      </section>
    </>
  )
}

function Empty(props: { isFiltered: boolean }) {
  return (
    <p class="mx-auto max-w-[300px] px-4 py-12 text-center text-ink-3">
      {props.isFiltered
        ? 'Nothing like that has happened.'
        : 'Nothing has happened yet. Write something on the phone, and what the dashboard is told appears here.'}
    </p>
  )
}
