import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { contactIdentities, contacts } from '../modules/contacts/contacts.tables'
import { conversations } from '../modules/conversations/conversations.tables'
import { messages } from '../modules/messages/messages.tables'
import { loadConfig } from '../shared/config'
import { phoneNumbers } from '../shared/db/directory.tables'
import { openShard } from '../shared/db/shards'
import { createId } from '../shared/ids'
import { seal } from '../shared/sealing'
import { testClock } from './clock'

type Organization = { id: string; shard: string }
let numbers = 0

/** A connected number, as connecting would leave it. `accessToken` is what Graph is called with. */
export async function createPhoneNumber(
  organization: Organization,
  { accessToken = 'EAA-test', ...values }: Partial<typeof phoneNumbers.$inferInsert> = {},
) {
  const now = testClock.now()
  const id = createId('num', now)
  const serial = String(++numbers).padStart(4, '0')
  const row = {
    id,
    organizationId: organization.id,
    metaPhoneNumberId: `10654034224${serial}`,
    wabaId: `10229012934${serial}`,
    appKey: null,
    displayPhoneNumber: `+1 555 078 ${serial}`,
    verifiedName: 'Kiln & Loom',
    name: 'Kiln & Loom',
    status: 'connected' as const,
    createdAt: now,
    ...values,
    accessToken: await seal(loadConfig(env), accessToken, {
      purpose: 'phone-number-token',
      organizationId: organization.id,
      rowId: id,
    }),
  }
  await drizzle(env.DIRECTORY).insert(phoneNumbers).values(row)
  return row
}

let people = 0
/** A person with a number of their own. */
export async function createContact(organization: Organization, values: Partial<typeof contacts.$inferInsert> = {}) {
  const now = testClock.now()
  const waId = `49170${String(++people).padStart(7, '0')}`
  const row = {
    organizationId: organization.id,
    id: createId('ctc', now),
    profileName: 'Amara Diallo',
    phone: `+${waId}`,
    source: 'inbound',
    createdAt: now,
    updatedAt: now,
    ...values,
  }
  const shard = openShard(env, organization.shard)
  await shard.insert(contacts).values(row)
  await shard
    .insert(contactIdentities)
    .values({ organizationId: organization.id, kind: 'wa_id', value: waId, contactId: row.id, createdAt: now })
  return { ...row, waId }
}

/** An open conversation whose customer wrote a minute ago. Makes the contact and the number it is not given. */
export async function createConversation(
  organization: Organization,
  values: Partial<typeof conversations.$inferInsert> = {},
) {
  const now = testClock.now()
  const row = {
    organizationId: organization.id,
    id: createId('con', now),
    phoneNumberId: values.phoneNumberId ?? (await createPhoneNumber(organization)).id,
    contactId: values.contactId ?? (await createContact(organization)).id,
    status: 'open' as const,
    lastMessageAt: now - 60_000,
    lastInboundAt: now - 60_000,
    changeSeq: 0,
    createdAt: now - 60_000,
    ...values,
  }
  await openShard(env, organization.shard).insert(conversations).values(row)
  return row
}

/** A text the customer wrote, unless told otherwise. */
export async function createMessage(
  organization: Organization,
  conversation: { id: string; phoneNumberId: string },
  values: Partial<typeof messages.$inferInsert> = {},
) {
  const now = testClock.now()
  const id = createId('msg', now)
  const row = {
    organizationId: organization.id,
    id,
    conversationId: conversation.id,
    phoneNumberId: conversation.phoneNumberId,
    direction: 'inbound' as const,
    type: 'text',
    content: { type: 'text' as const, body: 'Hello' },
    text: 'Hello',
    wamid: `wamid.${id}`,
    occurredAt: Math.floor(now / 1000) * 1000,
    parserVersion: 1,
    createdAt: now,
    ...values,
  }
  await openShard(env, organization.shard).insert(messages).values(row)
  return row
}
