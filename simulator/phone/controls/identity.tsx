import { createSignal } from 'solid-js'
import type { CustomerView } from '../../control/overview'
import { phoneOf } from '../format'
import { usePage } from '../store'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Select, Switch, TextField } from '../ui/fields'

export const identityModes = [
  { value: 'phone-and-id', label: 'Phone number and user id' },
  { value: 'id-only', label: 'User id only (number hidden)' },
  { value: 'phone-only', label: 'Phone number only (as before 2026)' },
] as const satisfies { value: CustomerView['identityMode']; label: string }[]

/** Who the customer is to businesses: number, id, username, and what they want to receive. */
export function Identity(props: { customer: CustomerView; onClose: () => void }) {
  const page = usePage()
  const [username, setUsername] = createSignal(props.customer.username ?? '')
  const [phone, setPhone] = createSignal('')

  return (
    <Dialog title={props.customer.name} isDrawer onClose={props.onClose}>
      <p class="text-ink-2">
        <span dir="ltr">{phoneOf(props.customer.phone)}</span>, to WhatsApp{' '}
        <span class="font-mono">{props.customer.waId}</span>
      </p>
      <Select
        label="What businesses see"
        value={props.customer.identityMode}
        options={identityModes}
        onChange={(value) => {
          const mode = identityModes.find((one) => one.value === value)?.value
          if (mode) void page.act({ type: 'identity', mode })
        }}
      />
      <form
        class="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void page.act({ type: 'username', username: username().trim() || null })
        }}
      >
        <div class="flex-1">
          <TextField label="Username" value={username()} onText={setUsername} maxlength={35} />
        </div>
        <Button type="submit">Save</Button>
      </form>
      <form
        class="flex items-end gap-2"
        onSubmit={async (event) => {
          event.preventDefault()
          if (await page.act({ type: 'change-number', phone: phone() })) setPhone('')
        }}
      >
        <div class="flex-1">
          <TextField label="Another phone number" value={phone()} onText={setPhone} inputmode="tel" required />
        </div>
        <Button type="submit">Change</Button>
      </form>
      <Switch
        label="Wants no marketing messages"
        checked={props.customer.optedOutOfMarketing}
        onChange={(isOut) => void page.act({ type: 'marketing', value: isOut ? 'stop' : 'resume' })}
      />
      <div class="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => void page.act({ type: 'change-user-id' })}>
          New user id, same number
        </Button>
        <Button size="sm" onClick={() => void page.act({ type: 'new-phone' })}>
          New phone, same number
        </Button>
      </div>
      <p class="text-xs text-ink-3">
        Each of these is told to the businesses that {props.customer.name} has written with, as WhatsApp tells it.
      </p>
    </Dialog>
  )
}
