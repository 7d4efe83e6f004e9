import { createSignal, For, Show } from 'solid-js'
import type { Card } from '../../customer/card-parts'
import { money } from '../format'
import { usePage } from '../store'
import { Sheet, SheetButton } from './sheet'

const PRICE = 30
const examples = ['vase-cream', 'bowl-blue', 'mug-linen'].map((id) => ({ id, catalogId: '', section: '' }))

/** A cart from the products that were offered, or from a made-up catalogue. */
export function OrderSheet(props: { products: Card['products']; messageId?: string; onClose: () => void }) {
  const page = usePage()
  const products = () => (props.products.length > 0 ? props.products : examples)
  const [quantities, setQuantities] = createSignal<Record<string, number>>({})
  const [text, setText] = createSignal('')
  const count = () => Object.values(quantities()).reduce((sum, quantity) => sum + quantity, 0)
  const change = (id: string, by: number) =>
    setQuantities((all) => ({ ...all, [id]: Math.max(0, (all[id] ?? 0) + by) }))

  const order = async (shut: () => void) => {
    const items = Object.entries(quantities())
      .filter(([, quantity]) => quantity > 0)
      .map(([product_retailer_id, quantity]) => ({ product_retailer_id, quantity, item_price: PRICE, currency: 'USD' }))
    const catalogId = products()[0]?.catalogId
    const done = await page.act({
      ...{ type: 'order', items },
      ...(catalogId && { catalogId }),
      ...(text().trim() && { text: text().trim() }),
      ...(props.messageId && { replyTo: props.messageId }),
    })
    if (done) shut()
  }

  return (
    <Sheet title="Catalogue" onClose={props.onClose}>
      {(shut) => (
        <form
          class="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            void order(shut)
          }}
        >
          <ul class="overflow-hidden rounded-lg bg-(--phone-in)">
            <For each={products()}>
              {({ id }) => (
                <li class="phone-line flex min-h-12 items-center gap-1 border-b ps-3 pe-1">
                  <span class="min-w-0 flex-1">
                    <span class="block truncate font-medium">{id}</span>
                    <span class="text-xs text-(--phone-meta)">{money(PRICE, 'USD')}</span>
                  </span>
                  <button
                    type="button"
                    class="size-9 max-sm:size-11"
                    aria-label={`One ${id} less`}
                    onClick={() => change(id, -1)}
                  >
                    −
                  </button>
                  <output class="w-5 text-center tabular-nums">{quantities()[id] ?? 0}</output>
                  <button
                    type="button"
                    class="size-9 max-sm:size-11"
                    aria-label={`One ${id} more`}
                    onClick={() => change(id, 1)}
                  >
                    +
                  </button>
                </li>
              )}
            </For>
          </ul>
          <input
            aria-label="A note with the order"
            placeholder="A note with the order"
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
            class="h-10 rounded-lg bg-(--phone-in) px-3 max-sm:h-11 max-sm:text-lg"
          />
          <SheetButton type="submit" disabled={count() === 0}>
            <Show when={count() > 0} fallback="Choose something">
              Order {count()} for {money(count() * PRICE, 'USD')}
            </Show>
          </SheetButton>
        </form>
      )}
    </Sheet>
  )
}
