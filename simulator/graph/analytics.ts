import { countryOf, digitsOf } from '../core/phone-numbers'
import type { PhoneNumber, StoredMessage } from '../core/state'
import type { World } from '../core/world'
import { type Bucket, bucketsOf, type Granularity, readSpan, type Span } from './analytics-span'
import { oneOf, textsOf } from './parameters'
import { priceOf } from './rates'

/** Counted from what was really sent: nothing is stored for it. */

type Asked = { accountId: string; asked: Record<string, string> }
export type Sent = { message: StoredMessage; number: PhoneNumber; phone: string; country: string }

/** Messages of an account in a span, with the number and the country of the customer. */
export function messagesOf({ state }: World, accountId: string): Sent[] {
  return Object.values(state.messages).flatMap((message) => {
    const number = state.numbers[message.numberId]
    const customer = state.customers[message.customerId]
    if (number?.accountId !== accountId || !customer) return []
    return [{ message, number, phone: digitsOf(number.displayPhoneNumber), country: countryOf(customer.waId) }]
  })
}

/** When a message went out, and when it arrived: being read is having arrived. */
export const sentAt = ({ statusAt }: StoredMessage): number | undefined => statusAt.sent ?? deliveredAt({ statusAt })
export const deliveredAt = ({ statusAt }: Pick<StoredMessage, 'statusAt'>): number | undefined =>
  statusAt.delivered ?? statusAt.read ?? statusAt.played

const isIn = (at: number | undefined, { start, end }: Bucket) => at !== undefined && at >= start && at < end

type Filters = { phones: string[]; countries: string[] }

function filtersOf(asked: Record<string, string>): Filters {
  return { phones: textsOf(asked.phone_numbers).map(digitsOf), countries: textsOf(asked.country_codes) }
}
const passes = ({ phones, countries }: Filters, { phone, country }: Sent) =>
  (phones.length === 0 || phones.includes(phone)) && (countries.length === 0 || countries.includes(country))

const secondsOf = ({ start, end }: Bucket) => ({ start: Math.floor(start / 1000), end: Math.floor(end / 1000) })

/** Templates, other outbound messages, inbound messages. */
const PRODUCTS: Record<string, (message: StoredMessage) => boolean> = {
  0: ({ direction, type }) => direction === 'outbound' && type === 'template',
  2: ({ direction, type }) => direction === 'outbound' && type !== 'template',
  100: ({ direction }) => direction === 'inbound',
}

export function messageAnalytics(world: World, { accountId, asked }: Asked): Record<string, unknown> {
  const span = readSpan(asked, { HALF_HOUR: 'HALF_HOUR', DAY: 'DAY', MONTH: 'MONTH' })
  const filters = filtersOf(asked)
  const products = textsOf(asked.product_types).map((product) => oneOf('product_types', product, Object.keys(PRODUCTS)))
  const all = messagesOf(world, accountId).filter((one) => passes(filters, one))
  const isWanted = ({ message }: Sent) =>
    products.length === 0 ? message.direction === 'outbound' : products.some((one) => PRODUCTS[one]?.(message))
  const wanted = all.filter(isWanted)
  const points = bucketsOf(span).map((bucket) => ({
    ...secondsOf(bucket),
    sent: wanted.filter(({ message }) => isIn(happenedAt(message, sentAt), bucket)).length,
    delivered: wanted.filter(({ message }) => isIn(happenedAt(message, deliveredAt), bucket)).length,
  }))
  return {
    phone_numbers: [...new Set(all.map(({ phone }) => phone))],
    country_codes: [...new Set(all.map(({ country }) => country))],
    granularity: asked.granularity,
    data_points: points.filter(({ sent, delivered }) => sent > 0 || delivered > 0),
  }
}

/** What a customer wrote was sent and delivered when it came. */
const happenedAt = (message: StoredMessage, read: (message: StoredMessage) => number | undefined) =>
  message.direction === 'inbound' ? message.at : read(message)

type Group = { dimensions: Record<string, string>; phone: string; messages: Sent[] }

/** By the asked dimensions, in the order they came first. */
function grouped(messages: Sent[], read: (one: Sent) => Record<string, string>): Group[] {
  const groups = new Map<string, Group>()
  for (const one of messages) {
    const dimensions = read(one)
    const key = JSON.stringify(dimensions)
    const group = groups.get(key) ?? { dimensions, phone: one.phone, messages: [] }
    group.messages.push(one)
    groups.set(key, group)
  }
  return [...groups.values()]
}

const LONG: Record<string, Granularity> = { HALF_HOUR: 'HALF_HOUR', DAILY: 'DAY', MONTHLY: 'MONTH' }

function only(values: Record<string, string>, names: Record<string, string>, asked: string[]): Record<string, string> {
  const wanted = Object.entries(names).filter(([dimension]) => asked.includes(dimension))
  return Object.fromEntries(wanted.map(([, key]) => [key, values[key] ?? '']))
}

const textIn = (pricing: StoredMessage['pricing'], key: string, fallback: string) => {
  const value = pricing?.[key]
  return (typeof value === 'string' ? value : fallback).toUpperCase()
}

/** Delivered messages by category, type, country: what Meta charges, approximately. */
export function pricingAnalytics(world: World, { accountId, asked }: Asked): Record<string, unknown> {
  const span = readSpan(asked, LONG)
  const names = {
    PRICING_CATEGORY: 'pricing_category',
    PRICING_TYPE: 'pricing_type',
    COUNTRY: 'country',
    PHONE: 'phone_number',
    TIER: 'tier',
  }
  const dimensions = textsOf(asked.dimensions).map((one) => oneOf('dimensions', one, Object.keys(names)))
  const metrics = textsOf(asked.metric_types).map((one) => oneOf('metric_types', one, ['COST', 'VOLUME']))
  const has = (metric: string) => metrics.length === 0 || metrics.includes(metric)
  const categories = textsOf(asked.pricing_categories)
  const types = textsOf(asked.pricing_types)
  const valuesOf = ({ message, phone, country }: Sent) => ({
    phone_number: phone,
    country,
    tier: '0:MAX',
    pricing_type: textIn(message.pricing, 'type', 'REGULAR'),
    pricing_category: textIn(message.pricing, 'category', message.category ?? 'SERVICE'),
  })
  const filters = filtersOf(asked)
  const wanted = messagesOf(world, accountId).filter((one) => {
    const { pricing_category: category, pricing_type: type } = valuesOf(one)
    const isAsked =
      (categories.length === 0 || categories.includes(category)) && (types.length === 0 || types.includes(type))
    return one.message.direction === 'outbound' && isAsked && passes(filters, one)
  })
  return dataPoints(span, (bucket) =>
    grouped(
      wanted.filter(({ message }) => isIn(deliveredAt(message), bucket)),
      (one) => only(valuesOf(one), names, dimensions),
    ).map((group) => ({
      ...group.dimensions,
      ...(has('VOLUME') && { volume: group.messages.length }),
      ...(has('COST') && { cost: priceOf(group.messages.map(({ message }) => message)) }),
    })),
  )
}

const dataPoints = (span: Span, read: (bucket: Bucket) => Record<string, unknown>[]) => ({
  data: [
    {
      data_points: bucketsOf(span).flatMap((bucket) =>
        read(bucket).map((point) => ({ ...secondsOf(bucket), ...point })),
      ),
    },
  ],
})

const DAY = 24 * 3600_000

/** Conversations as they were billed until July 2025: one for each customer, category and 24 hours. */
export function conversationAnalytics(world: World, { accountId, asked }: Asked): Record<string, unknown> {
  const span = readSpan(asked, LONG)
  const names = {
    CONVERSATION_CATEGORY: 'conversation_category',
    CONVERSATION_TYPE: 'conversation_type',
    CONVERSATION_DIRECTION: 'conversation_direction',
    COUNTRY: 'country',
    PHONE: 'phone_number',
  }
  const dimensions = textsOf(asked.dimensions).map((one) => oneOf('dimensions', one, Object.keys(names)))
  const metrics = textsOf(asked.metric_types).map((one) => oneOf('metric_types', one, ['COST', 'CONVERSATION']))
  const categories = textsOf(asked.conversation_categories)
  const valuesOf = ({ message, phone, country }: Sent) => ({
    phone_number: phone,
    country,
    conversation_category: textIn(message.pricing, 'category', message.category ?? 'SERVICE'),
    conversation_type: message.pricing?.type === 'free_entry_point' ? 'FREE_ENTRY_POINT' : 'REGULAR',
    conversation_direction: message.type === 'template' ? 'BUSINESS_INITIATED' : 'USER_INITIATED',
  })
  const filters = filtersOf(asked)
  const openUntil = new Map<string, number>()
  const opening = messagesOf(world, accountId)
    .filter((one) => one.message.direction === 'outbound' && sentAt(one.message) !== undefined && passes(filters, one))
    .filter((one) => categories.length === 0 || categories.includes(valuesOf(one).conversation_category))
    .filter((one) => {
      const key = `${one.number.id}:${one.message.customerId}:${valuesOf(one).conversation_category}`
      if ((openUntil.get(key) ?? 0) > one.message.at) return false
      openUntil.set(key, one.message.at + DAY)
      return true
    })
  return dataPoints(span, (bucket) =>
    grouped(
      opening.filter(({ message }) => isIn(sentAt(message), bucket)),
      (one) => only(valuesOf(one), names, dimensions),
    ).map((group) => ({
      ...(metrics.length === 0 || metrics.includes('CONVERSATION') ? { conversation: group.messages.length } : {}),
      ...group.dimensions,
      ...(metrics.includes('COST') && { cost: priceOf(group.messages.map(({ message }) => message)) }),
    })),
  )
}
