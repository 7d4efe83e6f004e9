import { createSignal, Show } from 'solid-js'
import { api } from '../api'
import { usePage } from '../store'
import { Button } from '../ui/button'
import { Switch } from '../ui/fields'
import { Identity } from './identity'
import { Section } from './section'

export function PhoneState() {
  const page = usePage()
  const [isOpen, setOpen] = createSignal(false)
  const isBlocking = () => page.customer()?.blockedNumbers.includes(page.number()?.id ?? '') ?? false
  const readsMessages = (reads: boolean) => {
    const id = page.customer()?.id
    if (id) void page.attempt(() => api.changePerson(id, { readsMessages: reads }))
  }
  return (
    <Section title="The phone">
      <Switch
        label="Online, delivers at once"
        checked={page.customer()?.isOnline ?? true}
        onChange={(isOnline) => void page.act({ type: isOnline ? 'online' : 'offline' })}
      />
      <Switch label="Reads messages" checked={page.customer()?.readsMessages ?? false} onChange={readsMessages} />
      <Switch
        label="Blocks this business"
        checked={isBlocking()}
        disabled={!page.number()}
        onChange={(blocks) => void page.act({ type: blocks ? 'block' : 'unblock' })}
      />
      <Button size="sm" class="mt-1.5 w-full" onClick={() => setOpen(true)}>
        Number, username, marketing…
      </Button>
      <Show when={isOpen() && page.customer()}>
        {(customer) => <Identity customer={customer()} onClose={() => setOpen(false)} />}
      </Show>
    </Section>
  )
}
