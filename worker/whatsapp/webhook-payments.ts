import type { WebhookEvent } from './webhook-events'
import { type Contacts, personOf } from './webhook-people'
import { type Json, numberAt, recordAt, textAt, timeAt } from './webhook-values'

/** Meta's words for how a payment stands. Another one is shown as Meta says it. */
const words: Record<string, string> = {
  new: 'Payment not started yet',
  pending: 'Payment pending',
  captured: 'Payment received',
  success: 'Payment received',
  failed: 'Payment failed',
  canceled: 'Payment cancelled',
}

/**
 * What became of the payment of an `order_details` message (India, Brazil, Singapore). It says nothing about the message
 * itself, so it is a line of its own in the thread: one for each step of each try, which tells the story in order.
 */
export function readPayment(status: Json, contacts: Contacts, isOnly: boolean): WebhookEvent {
  const [id, name] = [textAt(status, 'id'), textAt(status, 'status')]
  const who = {
    waId: textAt(status, 'recipient_id') ?? textAt(status, 'from'),
    userId: textAt(status, 'recipient_user_id'),
  }
  const person = personOf(contacts, who, isOnly)
  const payment = recordAt(status, 'payment')
  const transaction = recordAt(payment, 'transaction')
  const reference = textAt(payment, 'reference_id')
  if (name === null || (id ?? reference) === null || !person)
    return { kind: 'unknown', reason: `the payment ${reference ?? id} is ${name}` }
  const said = [words[name.toLowerCase()] ?? `Payment: ${name}`, amountOf(payment) ?? amountOf(transaction)]
  const error = recordAt(transaction, 'error')
  const body = [
    said.filter((part) => part !== null).join(', '),
    reference && `for order ${reference}`,
    error && `(${textAt(error, 'reason') ?? textAt(error, 'code') ?? 'no reason given'})`,
  ]
  return {
    kind: 'message',
    // Meta gives the steps no id of their own.
    wamid: ['payment', reference ?? id, textAt(transaction, 'id') ?? '', name].join(':'),
    person,
    at: timeAt(status),
    content: { type: 'system', event: 'payment', body: body.filter(Boolean).join(' ') },
    ...{ media: null, replyToWamid: null, targetWamid: null, context: null, error: null },
  }
}

/** Meta counts in parts of the currency: 21000 with an offset of 100 are 210.00. */
function amountOf(of: Json | null): string | null {
  const amount = recordAt(of, 'amount')
  const [value, offset] = [numberAt(amount, 'value'), numberAt(amount, 'offset') ?? 1]
  if (value === null || offset <= 0) return null
  const currency = textAt(of, 'currency')
  return `${(value / offset).toFixed(Math.min(Math.max(Math.round(Math.log10(offset)), 0), 6))}${currency ? ` ${currency}` : ''}`
}
