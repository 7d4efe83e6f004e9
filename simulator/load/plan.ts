import { createHash } from 'node:crypto'
import type { LoadRequest } from '../control/control.schemas'
import { addCustomer, customerByPhone } from '../core/customers'
import { countryOf } from '../core/phone-numbers'
import { nextRandom } from '../core/random'
import type { Customer, PhoneNumber } from '../core/state'
import { storeMessage, threadOf } from '../core/threads'
import type { World } from '../core/world'
import { ActionError } from '../customer/action-error'
import { keepMedia } from '../customer/bring-media'
import { sampleOf } from '../customer/samples'
import { type Change, envelope } from '../webhooks/envelope'
import { type InboundContent, mediaObject, messageChange } from '../webhooks/message-payloads'
import { sign, webhookBody } from '../webhooks/sign'
import { statusChange } from '../webhooks/status-payloads'
import { createLedger, type Ledger } from './ledger'
import type { Prepared } from './run'

const WORDS =
  'vase bowl parcel tomorrow please thanks linen glaze refund arrived colour size order Saturday café größer não'.split(
    ' ',
  )
const STATUSES = ['sent', 'delivered', 'read'] as const

type Options = Omit<LoadRequest, 'url' | 'rate' | 'concurrency' | 'timeoutMs' | 'numberIds'> & {
  numbers: PhoneNumber[]
  secret: string
}

/** So many messages of a run are kept, to be seen and answered; more would only weigh. */
export const MOST_KEPT = 2000

/**
 * All bodies, made and signed ahead, and what a business that took them all should hold. The same seed, the same plan.
 * Made in slices: everybody else gets a turn in between. @throws ActionError when a reset comes in between
 */
export async function planLoad(world: World, options: Options): Promise<{ prepared: Prepared[]; ledger: Ledger }> {
  const { numbers, customers: people, count, perDelivery, secret } = options
  const next = randomFrom(options.seed)
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(next() * items.length)]
  const pause = slices()
  const turn = async () => {
    await pause()
    const isGone = numbers.some((number) => world.state.numbers[number.id] !== number)
    if (isGone) throw new ActionError('Everything began anew while the load was prepared.')
  }
  const customers: Customer[] = []
  for (let index = 0; index < people; index++) {
    customers.push(customerAt(world, { index, numbers }))
    await turn()
  }
  const photos = new Map(numbers.map(({ id }) => [id, photoFor(world, id)]))
  const outbound = numbers.map(({ id }) =>
    Object.values(world.state.messages).filter((one) => one.direction === 'outbound' && one.numberId === id),
  )
  const ledger = createLedger(numbers)
  const last = new Map<string, string>()

  const status = (at: number): Change | null => {
    const number = numbers[at]
    const message = pick(outbound[at] ?? [])
    const customer = world.state.customers[message?.customerId ?? '']
    if (!number || !message || !customer) return null
    const value = pick(STATUSES) ?? 'sent'
    ledger.addStatus({ numberId: number.id, wamid: message.id, status: value })
    return statusChange(world, { number, customer, message, status: value, at: world.now(), withPricing: false })
  }

  const message = (at: number, index: number): Change | null => {
    const number = numbers[at]
    const customer = pick(customers)
    if (!number || !customer) return null
    const pair = `${number.id}:${customer.id}`
    const content = contentOf({ next, pick, world, mediaId: photos.get(number.id) ?? '', earlier: last.get(pair) })
    const id = wamidOf({ seed: options.seed, index, waId: customer.waId })
    const change = messageChange(world, { number, customer, id, at: world.now(), content })
    if (content.type !== 'reaction') last.set(pair, id)
    threadOf(world, { numberId: number.id, customerId: customer.id }).lastInboundAt = world.now()
    if (index < MOST_KEPT) keep(world, { number, customer, id, content })
    ledger.addMessage({ numberId: number.id, waId: customer.waId, id, content })
    return change
  }

  const prepared: Prepared[] = []
  let made = 0
  for (let delivery = 0; delivery < count; delivery++) {
    // One delivery speaks for one account; its updates may be of any of its numbers.
    const at = Math.floor(next() * numbers.length)
    const changes: Change[] = []
    for (let update = 0; update < perDelivery; update++) {
      const change = (next() < options.statuses ? status(at) : null) ?? message(at, made++)
      if (change) changes.push(change)
    }
    const body = webhookBody(envelope(changes, world.now()))
    prepared.push({ body: Buffer.from(body, 'latin1'), signature: sign(secret, body), updates: changes.length })
    await turn()
  }
  return { prepared: withRepeats(prepared, options.repeat, next), ledger }
}

const SLICE_MS = 8

/** @returns what is awaited often: only once a slice is over does it wait for a turn of the event loop */
function slices(): () => Promise<void> | undefined {
  let until = performance.now() + SLICE_MS
  return () => {
    if (performance.now() < until) return
    return new Promise((resolve) => {
      setImmediate(() => {
        until = performance.now() + SLICE_MS
        resolve()
      })
    })
  }
}

/** Some a second time, up to fifty deliveries later, with the same bytes. */
function withRepeats(prepared: Prepared[], share: number, next: () => number): Prepared[] {
  if (share === 0) return prepared
  const result = prepared.map((one, index) => ({ one, at: index }))
  for (const [index, one] of prepared.entries()) {
    if (next() < share) result.push({ one, at: index + next() * 50 })
  }
  return result.sort((a, b) => a.at - b.at).map(({ one }) => one)
}

function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    const [value, following] = nextRandom(state)
    state = following
    return value
  }
}

type Choice = {
  next: () => number
  pick: <Item>(items: readonly Item[]) => Item | undefined
  world: World
  mediaId: string
  earlier: string | undefined
}

/** As people write: mostly text, now and then something else. */
function contentOf({ next, pick, world, mediaId, earlier }: Choice): InboundContent {
  const chance = next()
  const words = Array.from({ length: 3 + Math.floor(next() * 9) }, () => pick(WORDS)).join(' ')
  if (chance < 0.05) return { type: 'image', image: mediaObject(world, { mediaId, caption: words }) }
  if (chance < 0.1) {
    const title = pick(['Yes', 'No', 'Later']) ?? 'Yes'
    return {
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: title.toLowerCase(), title } },
    }
  }
  if (chance < 0.13) return { type: 'location', location: { latitude: 38.7223, longitude: -9.1393, name: 'Lisboa' } }
  if (chance < 0.16 && earlier !== undefined)
    return { type: 'reaction', reaction: { message_id: earlier, emoji: '👍' } }
  return { type: 'text', text: { body: words } }
}

function customerAt(world: World, { index, numbers }: { index: number; numbers: PhoneNumber[] }): Customer {
  const phone = `44790${String(index).padStart(7, '0')}`
  const customer = customerByPhone(world, phone) ?? addCustomer(world, { phone, name: `Load ${index + 1}` })
  for (const number of numbers) {
    const portfolioId = world.state.accounts[number.accountId]?.portfolioId ?? ''
    // From number and portfolio alone, so that a second run names the same people.
    customer.userIds[portfolioId] ??=
      `${countryOf(phone)}.${BigInt(`0x${hash(`${portfolioId}:${phone}`).slice(0, 14)}`)}`
  }
  return customer
}

function keep(
  world: World,
  { number, customer, id, content }: { number: PhoneNumber; customer: Customer; id: string; content: InboundContent },
): void {
  const ids = { numberId: number.id, customerId: customer.id }
  if (world.state.messages[id]) return
  storeMessage(world, { ...ids, id, direction: 'inbound', type: content.type, payload: { ...content } })
}

function photoFor(world: World, numberId: string): string {
  const { bytes, mimeType } = sampleOf('image')
  return keepMedia(world, { numberId, bytes, mimeType, filename: null, voice: false })
}

const hash = (text: string) => createHash('sha1').update(text).digest('hex')

/** As Meta's look, made of seed and position alone. */
function wamidOf({ seed, index, waId }: { seed: number; index: number; waId: string }): string {
  const unique = hash(`load:${seed}:${index}`).slice(0, 20).toUpperCase()
  const head = Buffer.from([0x1d, waId.length])
  const tail = Buffer.from([0x15, 2, 0, 0x12, 0x18, 20])
  return `wamid.${Buffer.concat([head, Buffer.from(waId), tail, Buffer.from(unique), Buffer.from([0])]).toString('base64')}`
}
