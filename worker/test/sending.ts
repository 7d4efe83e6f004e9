import { env } from 'cloudflare:workers'
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { contactIdentities, contacts } from '../modules/contacts/contacts.tables'
import { conversations } from '../modules/conversations/conversations.tables'
import { messages } from '../modules/messages/messages.tables'
import { phoneNumbers } from '../shared/db/directory.tables'
import { shardOutbox } from '../shared/db/shard.tables'
import { openShard } from '../shared/db/shards'
import { createMember, createOrganization } from './factories'
import { send } from './harness'
import { holdQueues } from './held-queues'
import { createContact, createConversation } from './inbox-factories'
import { createMeta } from './meta'

type Options = {
  meta?: Parameters<typeof createMeta>[0]
  queues?: Parameters<typeof holdQueues>[0]
  role?: 'admin' | 'agent'
}

/** An organization that can send: a member, Meta with the connected number, queues in the test's hands. */
export async function createSender({ meta: metaOptions, queues: queueOptions, role = 'agent' }: Options = {}) {
  const meta = createMeta(metaOptions)
  const member = await createMember({ role, organization: await createOrganization({ shard: 'SHARD_1' }) })
  const { organization, token } = member
  const number = await meta.phoneNumber(organization)
  const queues = holdQueues(queueOptions)
  const shard = openShard(env, organization.shard)

  /** A person on WhatsApp with a conversation of ours. Their window is open unless they `wroteAt` long ago. */
  async function addPerson({
    wroteAt,
    numberId = number.id,
    number: metaNumber = meta.number,
    ...contactValues
  }: { wroteAt?: number | null; numberId?: string; number?: typeof meta.number } & Partial<
    typeof contacts.$inferInsert
  > = {}) {
    const contact = await createContact(organization, contactValues)
    const customer = meta.addCustomer({ waId: contact.waId })
    const conversation = await createConversation(organization, {
      phoneNumberId: numberId,
      contactId: contact.id,
      ...(wroteAt !== undefined && { lastInboundAt: wroteAt }),
    })
    if (wroteAt === undefined) meta.openWindow(customer, metaNumber)
    return { contact, customer, conversation, id: conversation.id }
  }

  const text = (body: string) => ({ content: { type: 'text', body } })
  return {
    meta,
    member,
    organization,
    token,
    number,
    queues,
    shard,
    addPerson,
    /** POST of a message into a conversation: a text, or a whole body. */
    post: (conversation: { id: string }, message: string | Record<string, unknown>, as = token) =>
      send('POST', `/api/conversations/${conversation.id}/messages`, {
        token: as,
        body: typeof message === 'string' ? text(message) : message,
        env: queues.bindings,
      }),
    /** Any other call, with the same queues. */
    call: (method: string, path: string, body?: unknown, as = token) =>
      send(method, path, { token: as, ...(body !== undefined && { body }), env: queues.bindings }),
    /** The rows of a conversation in reading order. */
    rowsOf: (conversation: { id: string }) =>
      shard
        .select()
        .from(messages)
        .where(and(eq(messages.organizationId, organization.id), eq(messages.conversationId, conversation.id)))
        .orderBy(messages.occurredAt, messages.id),
    rowOf: async (id: string) => (await shard.select().from(messages).where(eq(messages.id, id)))[0],
    conversationRow: async (id: string) => {
      const [row] = await shard.select().from(conversations).where(eq(conversations.id, id))
      if (!row) throw new Error(`no conversation ${id}`)
      return row
    },
    changeRow: (id: string, values: Partial<typeof messages.$inferInsert>) =>
      shard.update(messages).set(values).where(eq(messages.id, id)),
    changeConversation: (id: string, values: Partial<typeof conversations.$inferInsert>) =>
      shard.update(conversations).set(values).where(eq(conversations.id, id)),
    /** What a person is known by, instead of their number. */
    nameContact: async (contactId: string, identities: { kind: 'bsuid' | 'wa_id' | 'phone'; value: string }[]) => {
      await shard.delete(contactIdentities).where(eq(contactIdentities.contactId, contactId))
      for (const [at, identity] of identities.entries())
        await shard
          .insert(contactIdentities)
          .values({ ...identity, organizationId: organization.id, contactId, createdAt: at })
    },
    setNumber: (values: Partial<typeof phoneNumbers.$inferInsert>) =>
      drizzle(env.DIRECTORY).update(phoneNumbers).set(values).where(eq(phoneNumbers.id, number.id)),
    changeContact: (id: string, values: Partial<typeof contacts.$inferInsert>) =>
      shard.update(contacts).set(values).where(eq(contacts.id, id)),
    /** Domain events that nobody has taken yet. */
    events: async () =>
      (await shard.select().from(shardOutbox).where(eq(shardOutbox.organizationId, organization.id))).flatMap(
        ({ event }) => (event as unknown as { events: { type: string; data: Record<string, unknown> }[] }).events,
      ),
    /** What Meta accepted for a customer, oldest first. */
    sentTo: (customer: { id: string }) => meta.sent().filter(({ customerId }) => customerId === customer.id),
  }
}
export type Sender = Awaited<ReturnType<typeof createSender>>

/** The words of what Meta accepted. */
export const bodiesOf = (sent: { payload: Record<string, unknown> }[]) =>
  sent.map(({ payload }) => (payload.text as { body: string } | undefined)?.body)
