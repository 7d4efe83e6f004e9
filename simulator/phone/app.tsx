import { ArrowLeftRight, MessageCircle, SlidersHorizontal } from 'lucide-solid'
import { createSignal, For, Show } from 'solid-js'
import { Phone } from './chat/phone'
import { Controls } from './controls/controls'
import { Events } from './events/events'
import { Header } from './header'
import { Notices } from './notices'
import { createPage, PageProvider } from './store'
import { cx } from './ui/cx'

const tabs = [
  { id: 'phone', label: 'Phone', icon: MessageCircle },
  { id: 'controls', label: 'Controls', icon: SlidersHorizontal },
  { id: 'events', label: 'Events', icon: ArrowLeftRight },
] as const
type Tab = (typeof tabs)[number]['id']

export function App() {
  const page = createPage(new URLSearchParams(location.search))
  return (
    <PageProvider value={page}>
      <Show when={!page.isAlone} fallback={<Alone />}>
        <Whole />
      </Show>
      <Notices />
    </PageProvider>
  )
}

/** The phone in a window of its own: nothing but the phone. */
function Alone() {
  return (
    <main class="h-dvh">
      <h1 class="sr-only">The customer’s phone</h1>
      <Phone isFull />
    </main>
  )
}

function Whole() {
  const [tab, setTab] = createSignal<Tab>('phone')
  return (
    <div class="flex h-dvh flex-col sm:p-2">
      <div class="flex min-h-0 flex-1 flex-col overflow-hidden bg-surface sm:rounded-lg sm:shadow-sheet">
        <Header class={tab() === 'phone' ? 'max-sm:hidden' : ''} />
        <main class="grid min-h-0 flex-1 grid-rows-1 sm:grid-cols-[260px_minmax(0,1fr)] lg:grid-cols-[284px_404px_minmax(0,1fr)]">
          <section
            aria-label="Controls"
            class={cx(
              'min-h-0 overflow-y-auto border-line border-e px-4 py-3.5 max-sm:col-start-1 max-sm:row-start-1',
              tab() !== 'controls' && 'max-sm:hidden',
            )}
          >
            <Controls />
          </section>
          <section
            aria-label="The customer’s phone"
            class={cx(
              'min-h-0 bg-canvas max-sm:col-start-1 max-sm:row-start-1 sm:max-lg:col-start-2 sm:max-lg:row-start-1 lg:border-line lg:border-e',
              tab() === 'controls' && 'max-sm:hidden',
              tab() === 'events' && 'max-lg:hidden',
            )}
          >
            {/* On a small screen the header gives its room to the phone. */}
            <Show when={tab() === 'phone'}>
              <h1 class="sr-only sm:hidden">Simulator</h1>
            </Show>
            <Phone />
          </section>
          <section
            aria-label="Events"
            class={cx(
              'flex min-h-0 min-w-0 flex-col max-sm:col-start-1 max-sm:row-start-1 sm:max-lg:col-start-2 sm:max-lg:row-start-1',
              tab() !== 'events' && 'max-lg:hidden',
            )}
          >
            <Events />
          </section>
        </main>
      </div>
      <nav
        aria-label="Parts of the simulator"
        class="flex flex-none border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
      >
        <For each={tabs}>
          {(one) => (
            <button
              type="button"
              aria-current={tab() === one.id ? 'page' : undefined}
              onClick={() => setTab(one.id)}
              class={cx(
                'flex min-h-13 flex-1 flex-col items-center justify-center gap-0.5 text-2xs font-medium text-ink-2 aria-[current]:text-brand-ink',
                // Beside the phone from here on.
                one.id === 'controls' && 'sm:hidden',
              )}
            >
              <one.icon aria-hidden="true" class="size-5!" />
              {one.label}
            </button>
          )}
        </For>
      </nav>
    </div>
  )
}
