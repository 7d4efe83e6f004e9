import { expect } from 'vitest'
import { at, statusesIn } from '../../test/business'
import { createMessage, template, withTemplate } from '../messages'
import type { Case } from '../run-cases'
import { differences } from '../shape'
import type { Business, Json, Target } from '../target'
import { SENT, SENT_TEMPLATE } from './sending'
import { promotion } from './template-messages'

const text = { type: 'text', text: { body: 'Hello' } }
const DAY = 24 * 3600_000

/** §6.4: as a failed status arrives. */
const FAILED = {
  ...{ id: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI0QUQ2MjA4NEYyRkExNjMyREUA', status: 'failed', timestamp: '1751142888' },
  recipient_id: '16505551234',
  errors: [
    {
      ...{ code: 131049, title: 'text', message: 'text', error_data: { details: 'text' } },
      href: '/documentation/business-messaging/whatsapp/support/error-codes',
    },
  ],
}

/** Accepted, and then failed by a status with this code. */
const fails = (name: string, code: number, given: (business: Business) => unknown, parts: Json = text): Case => ({
  ...{ name, given },
  request: (target) => createMessage(target, parts),
  expected: { shape: parts.type === 'template' ? SENT_TEMPLATE : SENT },
  afterwards: async ({ business }, { json }) => {
    await business.simulator.whenQuiet()
    const statuses = statusesIn(business.received).filter(({ id }) => id === at(json, 'messages', 0, 'id'))
    expect(statuses.map(({ status, errors }) => [status, at(errors, 0, 'code')])).toEqual([['failed', code]])
    expect(differences(FAILED, statuses[0])).toEqual([])
  },
})

const closed = (business: Business) => {
  business.simulator.moveClock(DAY + 1000)
}
const marketing = template('seasonal_promotion', promotion)
const prepared =
  (change: (business: Business) => unknown) =>
  (business: Business): void => {
    withTemplate('seasonal_promotion')(business)
    change(business)
  }
const mediaAt = (url: string, response: Response) => (business: Business) => business.links.set(url, response)
const link = 'https://www.luckyshrub.com/file'
const image = { type: 'image', image: { link } }
const bytes = (length: number, type: string) =>
  new Response(new Uint8Array(length), { headers: { 'content-type': type } })
const MB = 1024 * 1024

/** §7, §11: what is accepted first. */
export const laterFailures: Case[] = [
  fails('24 hours after the customer wrote', 131047, closed),
  fails('to somebody who never wrote', 131047, ({ world, customer, number }) => {
    delete world.state.threads[`${number.id}:${customer.id}`]
  }),
  fails('to a number without WhatsApp', 131026, ({ customer }) => Object.assign(customer, { isUnknown: true })),
  fails('to somebody who has blocked the business', 131026, ({ customer, number }) =>
    customer.blockedNumbers.push(number.id),
  ),
  fails('to somebody whom the business has blocked', 130403, ({ customer, number }) =>
    number.blocked.push(customer.waId),
  ),
  fails(
    'as marketing to somebody who wants none',
    131050,
    prepared(({ customer }) => Object.assign(customer, { optedOutOfMarketing: true })),
    marketing,
  ),
  fails(
    'as one marketing message too many for this person',
    131049,
    prepared(({ world, customer, simulator }) => {
      simulator.moveClock(2 * DAY)
      customer.marketingAt = Array.from({ length: world.state.settings.marketingPerDay }, () => world.now() - 1000)
    }),
    marketing,
  ),
  fails(
    'as one conversation too many for the portfolio',
    131064,
    prepared(({ world, portfolio, simulator }) => {
      simulator.moveClock(2 * DAY)
      portfolio.messagingLimit = 'TIER_250'
      portfolio.reached = Object.fromEntries(Array.from({ length: 250 }, (_, one) => [`c${one}`, world.now()]))
    }),
    marketing,
  ),
  fails('with a link that nothing answers', 131053, () => {}, image),
  fails('with a link that answers 404', 131053, mediaAt(link, new Response('no', { status: 404 })), image),
  fails('with a link to another kind of file', 131053, mediaAt(link, bytes(10, 'text/html')), image),
  fails('with a picture of more than 5 MB', 131053, mediaAt(link, bytes(5 * MB + 1, 'image/jpeg')), image),
  fails('with a GIF as a picture', 131053, mediaAt(link, bytes(10, 'image/gif')), image),
  fails('with a video of more than 16 MB', 131053, mediaAt(link, bytes(16 * MB + 1, 'video/mp4')), {
    ...{ type: 'video', video: { link } },
  }),
  fails('with audio of more than 16 MB', 131053, mediaAt(link, bytes(16 * MB + 1, 'audio/mpeg')), {
    ...{ type: 'audio', audio: { link } },
  }),
  fails('with a voice note that is no ogg', 131053, mediaAt(link, bytes(10, 'audio/mpeg')), {
    ...{ type: 'audio', audio: { link, voice: true } },
  }),
  fails('with a still sticker of more than 100 KB', 131053, mediaAt(link, bytes(100 * 1024 + 1, 'image/webp')), {
    ...{ type: 'sticker', sticker: { link } },
  }),
  fails('with a picture as a sticker', 131053, mediaAt(link, bytes(10, 'image/png')), {
    ...{ type: 'sticker', sticker: { link } },
  }),
]

const refused = (
  name: string,
  code: number,
  {
    given,
    status = 400,
    request,
  }: { given?: (business: Business) => unknown; status?: number; request?: Case['request'] },
): Case => ({
  name,
  ...(given && { given }),
  request: request ?? ((target) => createMessage(target, text)),
  expected: { status, code },
})
const many = async (target: Target, count: number, to: (index: number) => string) => {
  for (let index = 0; index < count; index++) {
    const { status } = await target.call(createMessage(target, { ...text, to: to(index) }))
    expect(status).toBe(200)
  }
  return createMessage(target, { ...text, to: to(count) })
}

/** §7, §11: what is refused at once. */
export const sendingRefusals: Case[] = [
  refused('24 hours after the customer wrote, where the tester wants it at once', 131047, {
    given: (business) => {
      business.world.state.settings.windowFailure = 'sync'
      closed(business)
    },
  }),
  refused('the 46th message to one person in 6 seconds', 131056, {
    request: (target) => many(target, 45, () => target.recipient),
  }),
  refused('the 81st message in a second', 130429, {
    given: ({ world, number }) => {
      number.sentAt = Array.from({ length: 80 }, () => world.now())
    },
  }),
  refused('the 21st message in a second of a number that is on a phone too', 130429, {
    given: ({ world, number }) => {
      Object.assign(number, { isOnBizApp: true, sentAt: Array.from({ length: 20 }, () => world.now()) })
    },
  }),
  refused('from a number that isn’t registered', 133010, {
    given: ({ number }) => Object.assign(number, { status: 'PENDING', platformType: 'NOT_APPLICABLE' }),
  }),
  refused('from a number that was deregistered', 133010, {
    request: async (target) => {
      await target.call({ path: `/${target.numberId}/deregister`, method: 'POST' })
      return createMessage(target, text)
    },
  }),
  refused('from a banned account', 131031, {
    given: ({ account }) => Object.assign(account, { status: 'DISABLED' }),
    status: 403,
  }),
  refused('from a 555 number whose name was declined', 131037, {
    given: ({ number }) => Object.assign(number, { displayPhoneNumber: '+1 555-078-3881', nameStatus: 'DECLINED' }),
  }),
  refused('from a test number to somebody who isn’t on its list', 131030, {
    given: ({ number }) => Object.assign(number, { allowedRecipients: ['+1 650 555 9999'] }),
  }),
  ...[131031, 131042, 131045, 131057, 131016, 368, 130497].map((code) =>
    refused(`what a tester wants to see: ${code}`, code, {
      given: ({ number }) => number.chaos.nextFailures.push({ code, asStatus: false }),
      status: { 131031: 403, 131045: 500, 131057: 500, 131016: 500, 368: 403, 130497: 403 }[code] ?? 400,
    }),
  ),
]

/** §2.2. */
const read = (name: string, body: (target: Target) => Json, code: number | number[]): Case => ({
  name,
  request: (target) => ({ path: `/${target.numberId}/messages`, body: body(target) }),
  expected: { status: 400, code },
})
const product = { messaging_product: 'whatsapp' }
export const readViolations: Case[] = [
  read('a message that there isn’t', () => ({ ...product, status: 'read', message_id: 'wamid.HBgL' }), [100, 131009]),
  read('no message', () => ({ ...product, status: 'read' }), [100, 131008]),
  read('another status', () => ({ ...product, status: 'delivered', message_id: 'wamid.HBgL' }), [100, 131009]),
  read('no messaging_product', () => ({ status: 'read', message_id: 'wamid.HBgL' }), [100, 131008]),
]
