import type { Message } from '@worker/modules/messages/messages.schemas'
import type { MessageContent } from '@worker/whatsapp/message-content.schemas'
import ShoppingBag from 'lucide-solid/icons/shopping-bag'
import { createMemo, For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { BubbleMeta } from './bubble'
import { formatMoney } from './choices'
import { RichText } from './rich-text'

type Order = Extract<MessageContent, { type: 'order' }>

/** What each currency of an order comes to. */
export function orderTotals(items: Order['items']): { currency: string; amount: number }[] {
  const totals = new Map<string, number>()
  for (const { currency, itemPrice, quantity } of items)
    totals.set(currency, (totals.get(currency) ?? 0) + itemPrice * quantity)
  return [...totals].map(([currency, amount]) => ({ currency, amount }))
}

/** A cart that the customer sent: the catalogue is Meta's, so a product is its id here. */
export function OrderContent(props: { message: Message; content: Order }) {
  const count = () => props.content.items.reduce((sum, { quantity }) => sum + quantity, 0)
  const totals = createMemo(() => orderTotals(props.content.items))
  return (
    <div class="w-[282px] max-w-full">
      <b class="flex items-center gap-1.5 font-medium">
        <ShoppingBag aria-hidden="true" />
        {t('thread.order.title', count())}
      </b>
      <ul class="mt-1.5 border-line border-y py-1 text-[13px]/[18px]">
        <For each={props.content.items}>
          {(item) => (
            <li class="flex gap-3 py-0.5">
              <span class="min-w-0 flex-1 [overflow-wrap:anywhere]" dir="auto">
                {t('thread.order.item', { quantity: item.quantity, name: item.productRetailerId })}
              </span>
              <span class="flex-none text-ink-2 tabular-nums">
                {formatMoney(item.itemPrice * item.quantity, item.currency)}
              </span>
            </li>
          )}
        </For>
      </ul>
      <p class="flex justify-between gap-3 pt-1 font-medium text-[13px]/[18px]">
        <span>{t('thread.order.total')}</span>
        <span class="text-end tabular-nums">
          {totals()
            .map(({ amount, currency }) => formatMoney(amount, currency))
            .join(' + ')}
        </span>
      </p>
      <div class="pt-1 after:clear-both after:block">
        <Show when={props.content.text}>{(text) => <RichText text={text()} />}</Show>
        <BubbleMeta message={props.message} />
      </div>
    </div>
  )
}
