import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { and, asc, eq } from 'drizzle-orm'
import { contactIdentities, contacts } from '../modules/contacts/contacts.tables'
import { conversationEpisodes, conversations } from '../modules/conversations/conversations.tables'
import { media } from '../modules/media/media.tables'
import { messages, parkedStatuses } from '../modules/messages/messages.tables'
import { loadConfig } from '../shared/config'
import { shardOutbox } from '../shared/db/shard.tables'
import type { InboxEvent } from '../shared/domain-events.schemas'
import { testClock } from './clock'
import { createOrganization } from './factories'
import { type Answer, send } from './harness'
import { holdQueues } from './held-queues'
import { createPhoneNumber } from './inbox-factories'
import { organizationContext } from './system'

// Meta's deliveries written by hand, for what the simulator would never do.

type Json = Record<string, unknown>
export type Person = { waId?: string; userId?: string; name?: string; username?: string }
export type Change = { field: string; value: Json; wabaId?: string }
type Number = { metaPhoneNumberId: string; wabaId: string; displayPhoneNumber: string }

let serial = 0
export const newWamid = (): string => `wamid.HBgL${String(++serial).padStart(8, '0')}`
const seconds = (at: number) => String(Math.floor(at / 1000))

/** As Meta names somebody: what is not known is not there. */
const fromOf = ({ waId, userId }: Person) => ({
  ...(waId !== undefined && { from: waId }),
  ...(userId !== undefined && { from_user_id: userId }),
})
const contactOf = ({ waId, userId, name, username }: Person) => ({
  profile: { ...(name !== undefined && { name }), ...(username !== undefined && { username }) },
  ...(waId !== undefined && { wa_id: waId }),
  ...(userId !== undefined && { user_id: userId }),
})

type Said = { id?: string; at?: number } & Json
/** A message of Meta's: `content` is what stands under its type, beside it whatever else. */
export const say = (
  person: Person,
  type: string,
  content: unknown,
  { id = newWamid(), at = testClock.now(), ...rest }: Said = {},
) => ({
  person,
  message: { ...fromOf(person), id, timestamp: seconds(at), type, [type]: content, ...rest },
})
export const text = (person: Person, body: string, said?: Said) => say(person, 'text', { body }, said)
export const revoke = (person: Person, wamid: string, said?: Said) =>
  say(person, 'revoke', { original_message_id: wamid }, said)
export const edit = (person: Person, wamid: string, body: string, said?: Said) =>
  say(person, 'edit', { original_message_id: wamid, message: { type: 'text', text: { body } } }, said)
export const react = (person: Person, wamid: string, emoji: string, said?: Said) =>
  say(person, 'reaction', { message_id: wamid, emoji }, said)
export const status = (
  wamid: string,
  state: string,
  { at = testClock.now(), ...rest }: { at?: number } & Json = {},
) => ({
  id: wamid,
  status: state,
  timestamp: seconds(at),
  recipient_id: '16505551234',
  ...rest,
})

const metadataOf = (number: Number) => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.metaPhoneNumberId },
})
/** A change about a number. */
export const changeOf = (number: Number, field: string, value: Json): Change => ({
  field,
  value: { ...metadataOf(number), ...value },
  wabaId: number.wabaId,
})
export const saidTo = (number: Number, ...said: ReturnType<typeof say>[]): Change =>
  changeOf(number, 'messages', {
    contacts: said.map(({ person }) => contactOf(person)),
    messages: said.map(({ message }) => message),
  })
export const statusesOf = (number: Number, ...statuses: Json[]): Change => changeOf(number, 'messages', { statuses })

/** Several changes in one delivery, as it stands on the wire. */
export const bodyOf = (...changes: Change[]): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: changes.map(({ wabaId = '0', field, value }) => ({ id: wabaId, changes: [{ field, value }] })),
  })
export const sign = (body: string, secret = loadConfig(env).meta.appSecret?.reveal() ?? ''): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

/** An organization with a connected number, and the queue of deliveries in the test's hands. */
export async function createReceiver(
  options: Parameters<typeof holdQueues>[0] = {},
  values: Parameters<typeof createPhoneNumber>[1] = {},
) {
  const organization = await createOrganization({ shard: 'SHARD_1' })
  const number = await createPhoneNumber(organization, values)
  const ctx = await organizationContext(organization)
  const queues = holdQueues(options)

  /** POSTs a delivery to the edge. */
  const post = (body: string, { appKey, secret }: { appKey?: string; secret?: string } = {}): Promise<Answer> =>
    send('POST', appKey === undefined ? '/api/webhook' : `/api/webhook/${appKey}`, {
      rawBody: body,
      headers: { 'x-hub-signature-256': sign(body, secret) },
      env: queues.bindings,
    })

  return {
    organization,
    number,
    ctx,
    queues,
    post,
    /** Everything that waits, each group of changes a delivery of its own, in one batch of the queue. */
    take: async (...deliveries: Change[][]) => {
      for (const changes of deliveries) await post(bodyOf(...changes))
      return queues.deliverBatch('wharf-inbound')
    },
    /** Each delivery in a batch of its own. */
    takeEach: async (...deliveries: Change[][]) => {
      for (const changes of deliveries) {
        await post(bodyOf(...changes))
        await queues.deliverBatch('wharf-inbound')
      }
    },
    messages: () => ctx.db.select(messages).orderBy(asc(messages.occurredAt), asc(messages.id)),
    message: async (wamid: string) => (await ctx.db.select(messages, eq(messages.wamid, wamid)))[0],
    conversations: () => ctx.db.select(conversations).orderBy(asc(conversations.id)),
    contacts: () => ctx.db.select(contacts).orderBy(asc(contacts.id)),
    identities: async () =>
      (await ctx.db.select(contactIdentities).orderBy(asc(contactIdentities.kind), asc(contactIdentities.value))).map(
        ({ kind, value, contactId }) => ({ kind, value, contactId }),
      ),
    episodes: () => ctx.db.select(conversationEpisodes),
    media: () => ctx.db.select(media),
    parked: () => ctx.db.select(parkedStatuses),
    /** Domain events that wait in the outbox, in their order. */
    events: async (type?: InboxEvent['type']): Promise<InboxEvent[]> => {
      const rows = await ctx.db.select(shardOutbox).orderBy(asc(shardOutbox.id))
      const events = rows.flatMap(({ event }) => (event as unknown as { events: InboxEvent[] }).events)
      return events.filter((event) => type === undefined || event.type === type)
    },
    identity: (kind: 'bsuid' | 'wa_id' | 'phone', value: string) =>
      ctx.db.select(contactIdentities, and(eq(contactIdentities.kind, kind), eq(contactIdentities.value, value))),
  }
}
export type Receiver = Awaited<ReturnType<typeof createReceiver>>
