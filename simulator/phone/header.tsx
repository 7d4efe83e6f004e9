import { ExternalLink, FlaskConical, Inbox, Moon, RotateCcw, Sun } from 'lucide-solid'
import { createSignal, Show } from 'solid-js'
import { api } from './api'
import { usePage } from './store'
import { isDark, toggleTheme } from './theme'
import { Button, IconButton } from './ui/button'
import { cx } from './ui/cx'
import { Dialog } from './ui/dialog'

export function Header(props: { class?: string }) {
  const page = usePage()
  const [isAsking, setAsking] = createSignal(false)
  const dashboard = () => page.overview()?.dashboardUrl

  const openWindow = () => {
    const query = new URLSearchParams({
      view: 'phone',
      customer: page.customer()?.id ?? '',
      number: page.number()?.id ?? '',
    })
    window.open(`/?${query}`, `phone-${page.customer()?.id}`, 'popup,width=390,height=800')
  }
  const reset = async () => {
    setAsking(false)
    if (await page.attempt(api.reset)) page.tell('Everything begins anew')
  }

  return (
    <header
      class={cx(
        'flex min-h-14 flex-none items-center gap-x-3 max-sm:gap-x-1.5 border-line-soft border-b ps-4 pe-3 sm:ps-6 sm:pe-5',
        props.class,
      )}
    >
      <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true" class="flex-none">
        <path
          d="M8.3 1.6h2a6.5 6.5 0 0 1 6.5 6.5v8a.7.7 0 0 1-.7.7h-7.8a6.5 6.5 0 0 1-6.5-6.5v-2.2a6.5 6.5 0 0 1 6.5-6.5Z"
          fill="var(--brand)"
        />
        <path d="M18.1 17.5h1.8a2.5 2.5 0 1 1-2.5 2.5v-1.8a.7.7 0 0 1 .7-.7Z" fill="var(--buoy)" />
      </svg>
      <h1 class="text-[17px]/6 tracking-[-.015em]">Simulator</h1>
      <span class="inline-flex h-5 items-center gap-1 rounded-xs bg-buoy-soft px-[7px] text-[11.5px]/none font-medium text-buoy-ink">
        <FlaskConical aria-hidden="true" class="size-3!" />
        Simulated
      </span>
      <p class="min-w-0 truncate text-ink-3 max-md:hidden">You are the customer. Nothing here reaches WhatsApp.</p>
      <span class="flex-1" />
      <Show when={dashboard()}>
        {(url) => (
          <a
            href={url()}
            target="_blank"
            rel="noreferrer"
            class="inline-flex h-8 items-center gap-1.5 rounded-sm px-3 font-medium text-ink-2 hover:bg-surface-3 hover:text-ink max-sm:h-11"
          >
            <Inbox aria-hidden="true" />
            <span class="max-lg:sr-only">Dashboard</span>
          </a>
        )}
      </Show>
      <Button look="ghost" icon={<RotateCcw aria-hidden="true" />} onClick={() => setAsking(true)}>
        <span class="max-sm:sr-only">Reset</span>
      </Button>
      <Button look="ghost" class="max-sm:hidden" icon={<ExternalLink aria-hidden="true" />} onClick={openWindow}>
        <span class="max-lg:sr-only">Phone in its own window</span>
      </Button>
      <IconButton
        label={isDark() ? 'Light colours' : 'Dark colours'}
        icon={isDark() ? <Sun aria-hidden="true" /> : <Moon aria-hidden="true" />}
        onClick={toggleTheme}
      />
      <Show when={isAsking()}>
        <Dialog
          title="Reset the simulator?"
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button autofocus onClick={() => setAsking(false)}>
                Keep it
              </Button>
              <Button look="danger" onClick={reset}>
                Reset the simulator
              </Button>
            </>
          }
        >
          <p class="text-md">
            All {page.overview()?.totalCustomers ?? 0} customers, their messages and the event log go, and the clock
            returns to the present. The demonstration business is made anew, with other ids and another access token.
          </p>
          <p class="text-ink-2">What the dashboard has received stays there.</p>
        </Dialog>
      </Show>
    </header>
  )
}
