import { createSignal } from 'solid-js'
import { usePage } from '../store'
import { Sheet, SheetButton } from './sheet'

export function ContactSheet(props: { onClose: () => void }) {
  const page = usePage()
  const [name, setName] = createSignal('Oluwaseun Bakare')
  const [phone, setPhone] = createSignal('+234 803 555 0142')
  const send = async (shut: () => void) => {
    const [first = name(), ...rest] = name().trim().split(/\s+/)
    const contact = {
      name: { formatted_name: name().trim(), first_name: first, ...(rest.length > 0 && { last_name: rest.join(' ') }) },
      phones: [{ phone: phone(), wa_id: phone().replace(/\D/g, ''), type: 'CELL' }],
    }
    if (await page.act({ type: 'contacts', contacts: [contact] })) shut()
  }
  const input = 'h-10 w-full rounded-lg bg-(--phone-in) px-3 max-sm:h-11 max-sm:text-lg'
  return (
    <Sheet title="Send a contact" onClose={props.onClose}>
      {(shut) => (
        <form
          class="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            void send(shut)
          }}
        >
          <input
            aria-label="Name"
            dir="auto"
            required
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
            class={input}
          />
          <input
            aria-label="Phone number"
            inputmode="tel"
            required
            value={phone()}
            onInput={(event) => setPhone(event.currentTarget.value)}
            class={input}
          />
          <SheetButton type="submit">Send</SheetButton>
        </form>
      )}
    </Sheet>
  )
}
