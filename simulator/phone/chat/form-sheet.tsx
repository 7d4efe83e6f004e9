import { createSignal, Index } from 'solid-js'
import type { Button } from '../../customer/card-parts'
import { usePage } from '../store'
import { Sheet, SheetButton } from './sheet'

type Field = { key: string; value: string }
const address: Field[] = [
  { key: 'address', value: 'Wing A, Cello Triumph' },
  { key: 'city', value: 'Mumbai' },
  { key: 'in_pin_code', value: '400063' },
]
const answers: Field[] = [
  { key: 'name', value: '' },
  { key: 'date', value: '' },
  { key: 'notes', value: '' },
]

/** A flow's screens live with Meta; here its answers are written by hand, field by field. */
export function FormSheet(props: { button: Button; messageId: string; onClose: () => void }) {
  const page = usePage()
  const isAddress = () => props.button.kind === 'address'
  const [fields, setFields] = createSignal<Field[]>(isAddress() ? address : answers)
  const change = (at: number, part: Partial<Field>) =>
    setFields((all) => all.map((field, index) => (index === at ? { ...field, ...part } : field)))

  const send = async (shut: () => void) => {
    const filled = Object.fromEntries(fields().flatMap(({ key, value }) => (key && value ? [[key, value]] : [])))
    const done = isAddress()
      ? await page.act({ type: 'address', messageId: props.messageId, values: filled })
      : await page.act({ type: 'flow', messageId: props.messageId, response: filled })
    if (done) shut()
  }
  const input = 'h-10 min-w-0 rounded-lg bg-(--phone-in) px-3 max-sm:h-11 max-sm:text-lg'

  return (
    <Sheet title={props.button.title} onClose={props.onClose}>
      {(shut) => (
        <form
          class="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            void send(shut)
          }}
        >
          <p class="text-xs text-(--phone-meta)">
            {isAddress()
              ? 'The address for the delivery.'
              : 'The form’s screens are with Meta. Its answers, field by field:'}
          </p>
          <Index each={fields()}>
            {(field, index) => (
              <div class="grid grid-cols-[110px_1fr] gap-2">
                <input
                  aria-label={`Name of field ${index + 1}`}
                  value={field().key}
                  onInput={(event) => change(index, { key: event.currentTarget.value })}
                  class={`${input} font-mono text-xs`}
                />
                <input
                  dir="auto"
                  aria-label={`Answer to ${field().key || `field ${index + 1}`}`}
                  value={field().value}
                  onInput={(event) => change(index, { value: event.currentTarget.value })}
                  class={input}
                />
              </div>
            )}
          </Index>
          <button
            type="button"
            class="min-h-9 self-start text-(--phone-link)"
            onClick={() => setFields((all) => [...all, { key: `field_${all.length + 1}`, value: '' }])}
          >
            One more field
          </button>
          <SheetButton type="submit">Send</SheetButton>
        </form>
      )}
    </Sheet>
  )
}
