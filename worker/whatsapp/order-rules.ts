import type { Amount, OrderDetails, OrderStatus } from './order-content.schemas'

/** What Meta would refuse of an order, as sentences for people. */
export function checkOrderDetails({ total_amount: total, order }: OrderDetails): string[] {
  if (!order) return []
  const { items, subtotal, tax, shipping, discount } = order
  const prices = items.map(({ amount, sale_amount: reduced }) => reduced ?? amount)
  const amounts = [total, subtotal, tax, shipping, discount, ...prices].filter((one) => one !== undefined)
  if (new Set(amounts.map(({ offset }) => offset)).size > 1) return ['All amounts of an order need the same offset.']
  const ofItems = items.reduce((sum, { quantity }, at) => sum + worthOf(prices[at]) * quantity, 0)
  const ofAll = subtotal.value + worthOf(tax) + worthOf(shipping) - worthOf(discount)
  return [
    ...(subtotal.value === ofItems ? [] : [`The items come to ${ofItems}, and the subtotal says ${subtotal.value}.`]),
    ...(total.value === ofAll
      ? []
      : [`Subtotal, tax, shipping and discount come to ${ofAll}, and the total says ${total.value}.`]),
  ]
}

const worthOf = (amount: Amount | undefined): number => amount?.value ?? 0

export const checkOrderStatus = ({ order, payment }: OrderStatus): string[] =>
  order || payment ? [] : ['The news of an order needs its status (order), or what was paid (payment).']
