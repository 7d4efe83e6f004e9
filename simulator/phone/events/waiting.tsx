import { CloudOff } from 'lucide-solid'
import { Show } from 'solid-js'
import { api } from '../api'
import { usePage } from '../store'
import { Button } from '../ui/button'

/** What the business has not taken yet: nothing is lost, it is tried again. */
export function Waiting() {
  const page = usePage()
  const waiting = () => page.overview()?.deliveries.waiting ?? 0
  const retry = () =>
    page.attempt(async () => {
      const { retried } = await api.retry()
      page.tell(retried === 1 ? 'One delivery is tried again' : `${retried} deliveries are tried again`)
    })
  return (
    <>
      <Show when={page.number() && !page.number()?.callbackUrl}>
        <p class="flex-none border-warn-line border-b bg-warn-soft px-3.5 py-1.5 text-xs text-warn-ink">
          Nobody listens yet: {page.number()?.verifiedName} has no webhook address, so nothing is told.
        </p>
      </Show>
      <Show when={waiting() > 0 && page.isOnline()}>
        <div class="flex flex-none items-center gap-2 border-warn-line border-b bg-warn-soft px-3.5 py-1.5 text-xs text-warn-ink">
          <CloudOff aria-hidden="true" class="size-3.5!" />
          <span class="min-w-0 flex-1">
            {waiting() === 1 ? 'One delivery waits' : `${waiting()} deliveries wait`}: the dashboard hasn’t taken{' '}
            {waiting() === 1 ? 'it' : 'them'} yet.
          </span>
          <Button size="sm" onClick={retry}>
            Try now
          </Button>
        </div>
      </Show>
    </>
  )
}
