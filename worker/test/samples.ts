import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { issueSignupCode } from '../../simulator/graph/signup-codes'
import { jobWorks } from '../job-kinds'
import { cannedReplies } from '../modules/canned-replies/canned-replies.tables'
import { importMappingSchema } from '../modules/contact-import/contact-import.schemas'
import {
  createImport,
  inspectImport,
  mapImport,
  uploadImportPart,
} from '../modules/contact-import/prepare-import.usecases'
import { contactNotes } from '../modules/contacts/contacts.tables'
import { mergeContacts } from '../modules/contacts/merges.usecases'
import { jobs } from '../modules/jobs/jobs.tables'
import { runJob } from '../modules/jobs/run-jobs.usecases'
import { startExport } from '../modules/privacy/export.usecases'
import { segments } from '../modules/segments/segments.tables'
import { deadLetters } from '../shared/db/directory.tables'
import { openShard } from '../shared/db/shards'
import { createId } from '../shared/ids'
import { testClock } from './clock'
import type { createMember } from './factories'
import { createApiKey, createMember as newMember } from './factories'
import { createContact, createConversation, createMessage, createPhoneNumber } from './inbox-factories'
import { createMedia, startUpload } from './media'
import { createMeta } from './meta'
import { contactSamples } from './samples-contacts'
import { organizationContext } from './system'

type Member = Awaited<ReturnType<typeof createMember>>

/** Who may call a route at all: the isolation matrix tries the rest. */
export type Door =
  /** No credential. */
  | 'open'
  /** A session of any organization; an API key is refused. About the caller's own account. */
  | 'session'
  /** A session or an API key of the organization. */
  | 'member'
  /** The operator's session. */
  | 'operator'

export type Sample = {
  door: Door
  /** Values of the path's parameters, of things that belong to this member's organization. */
  params?: (member: Member) => Promise<Record<string, string>>
  /** A promise of one, where it names things that have to be made first. */
  query?: string | ((member: Member) => Promise<string>)
  /** A promise of one, where it names things that have to be made first. */
  body?: (member: Member) => unknown
  headers?: Record<string, string>
}

const PASSWORD = 'correct horse battery'
const someToken = 'A'.repeat(43)
const colleague = async ({ organization }: Member) => ({
  userId: (await newMember({ organization, role: 'agent' })).user.id,
})

/** A connected number, with Meta behind it. */
const phoneNumber = async ({ organization }: Member) => ({ id: (await createMeta().phoneNumber(organization)).id })

const conversation = async ({ organization }: Member) => ({ id: (await createConversation(organization)).id })

/** A conversation that can be answered in, with Meta behind its number. */
async function answerable({ organization }: Member) {
  const meta = createMeta()
  const { id: phoneNumberId } = await meta.phoneNumber(organization)
  const contact = await createContact(organization)
  meta.openWindow(meta.addCustomer({ waId: contact.waId }))
  const { id } = await createConversation(organization, { phoneNumberId, contactId: contact.id })
  return { id, phoneNumberId, to: contact.waId, contactId: contact.id }
}
/** A message of ours in such a conversation. */
const ownMessage =
  (values: Parameters<typeof createMessage>[2] = {}) =>
  async (member: Member) => {
    const conversation = await answerable(member)
    const { id } = await createMessage(member.organization, conversation, {
      direction: 'outbound',
      sentBy: 'agent',
      wamid: null,
      ...values,
    })
    return { id }
  }
/** An import of a file of twelve bytes, as far as told. */
const csvImport =
  (state: 'announced' | 'uploaded' | 'mapped') =>
  async ({ organization }: Member) => {
    const ctx = await organizationContext(organization)
    const { id } = await createImport(ctx, { filename: 'people.csv', size: 12 })
    if (state !== 'announced') {
      await uploadImportPart(ctx, { id, part: 1, length: 12 }, new Blob(['email\na@b.co\n'.slice(0, 12)]).stream())
      await inspectImport(ctx, id)
    }
    if (state === 'mapped') await mapImport(ctx, id, importMappingSchema.parse(emailMapping))
    return { id, part: '1' }
  }
const emailMapping = { columns: [{ index: 0, target: 'email' }] }

/** A job of the member's own. */
const job =
  (state: 'waiting' | 'running' | 'paused') =>
  async ({ organization, user }: Member) => {
    const id = createId('job', testClock.now())
    const startedBy = { type: 'user', id: user.id, name: user.name }
    await openShard(env, organization.shard)
      .insert(jobs)
      .values({
        ...{ organizationId: organization.id, id, kind: 'contact_bulk', state, input: {}, counts: {}, startedBy },
        createdAt: testClock.now(),
      })
    return { id }
  }
const later = () => new Date(testClock.now() + 3_600_000).toISOString()
const scheduledMessage = (member: Member) =>
  ownMessage({ sendState: 'scheduled', dueAt: testClock.now() + 60_000 })(member)
const toTheirPerson = async (member: Member) => {
  const { phoneNumberId, to } = await answerable(member)
  return { phoneNumberId, to }
}

const contact = async (member: Member) => ({ id: (await answerable(member)).contactId })
const personExport: Sample['params'] = async (member) => {
  const ctx = await organizationContext(member.organization)
  const { id } = await startExport(ctx, (await contact(member)).id)
  await runJob(ctx, id, jobWorks)
  return { jobId: id }
}
/** A note that a program has written: those of people are their own. */
const twoPeople = async ({ organization }: Member) => ({
  ids: [(await createContact(organization)).id, (await createContact(organization)).id],
})
const merge = async (member: Member) => {
  const [one, other] = [await createContact(member.organization), await createContact(member.organization)]
  const ctx = await organizationContext(member.organization)
  return { mergeId: (await mergeContacts(ctx, one.id, { contactId: other.id })).mergeId }
}

const contactNote = async (member: Member) => {
  const { id: contactId } = await contact(member)
  const id = createId('cnt', testClock.now())
  const author = { type: 'api-key', id: 'key_shop', name: 'Shop' }
  await openShard(env, member.organization.shard)
    .insert(contactNotes)
    .values({ organizationId: member.organization.id, id, contactId, body: 'Rings twice', author, createdAt: 0 })
  return { id: contactId, noteId: id }
}

let shortcuts = 0
const freshShortcut = () => `reply-${++shortcuts}`
const everyone = { match: 'all' as const, conditions: [] }
const segment = async ({ organization }: Member) => {
  const id = createId('seg', testClock.now())
  await openShard(env, organization.shard).insert(segments).values({
    organizationId: organization.id,
    id,
    name: id,
    definition: everyone,
    position: 0,
    createdAt: 0,
    updatedAt: 0,
  })
  return { id }
}
const cannedReply = async ({ organization }: Member) => {
  const id = createId('can', testClock.now())
  const values = { shortcut: freshShortcut(), body: 'Hello', ownerId: '', createdAt: 0, updatedAt: 0 }
  await openShard(env, organization.shard)
    .insert(cannedReplies)
    .values({ ...values, id, organizationId: organization.id })
  return { id }
}

/**
 * One valid request for each route of the API. A route without a sample fails the suite, so that nobody can add one that
 * the isolation matrix does not try.
 */
const deadLetter = async () => {
  const id = createId('dead', testClock.now())
  const message = { queue: 'mail', payload: { type: 'deliver', mailId: 'mail_none' } }
  const row = { id, queue: 'mail', message, reason: 'test', createdAt: testClock.now() }
  await drizzle(env.DIRECTORY).insert(deadLetters).values(row)
  return { id }
}

export const samples: Record<string, Sample> = {
  'GET /api/health': { door: 'open' },
  'GET /api/docs': { door: 'open' },
  'GET /api/openapi.json': { door: 'open' },
  'GET /api/webhook': {
    door: 'open',
    query: '?hub.mode=subscribe&hub.verify_token=test-verify-token&hub.challenge=1158201444',
  },
  'POST /api/webhook': { door: 'open', body: () => ({}) },
  'GET /api/webhook/:appKey': { door: 'open', params: async () => ({ appKey: 'nobody' }) },
  'POST /api/webhook/:appKey': { door: 'open', params: async () => ({ appKey: 'nobody' }), body: () => ({}) },
  'POST /api/dev/clock': { door: 'open', body: () => ({ offsetMs: 0 }) },
  'GET /api/dev/mail': { door: 'open' },
  'GET /api/dev/mail/:id/html': { door: 'open', params: async () => ({ id: 'mail_none' }) },
  'GET /api/inbox/socket': { door: 'session', headers: { upgrade: 'websocket' } },
  'GET /api/conversations/:id/socket': {
    door: 'session',
    headers: { upgrade: 'websocket' },
    params: async ({ organization }) => ({ id: (await createConversation(organization)).id }),
  },

  'POST /api/auth/register': {
    door: 'open',
    body: () => ({
      organizationName: 'New',
      name: 'N',
      email: `${createId('usr', testClock.now())}@example.test`,
      password: PASSWORD,
      acceptTerms: true,
    }),
  },
  'POST /api/auth/login': { door: 'open', body: () => ({ email: 'nobody@example.test', password: 'x' }) },
  'POST /api/auth/login/totp': { door: 'open', body: () => ({ challengeToken: 'x', code: '123456' }) },
  'POST /api/auth/refresh': { door: 'open' },
  'POST /api/auth/logout': { door: 'open' },
  'POST /api/auth/forgot-password': { door: 'open', body: () => ({ email: 'nobody@example.test' }) },
  'POST /api/auth/reset-password': { door: 'open', body: () => ({ token: someToken, password: PASSWORD }) },
  'POST /api/auth/verify-email': { door: 'session', body: () => ({ token: someToken }) },

  'GET /api/auth/me': { door: 'session' },
  'PATCH /api/auth/me': { door: 'session', body: () => ({ name: 'Renamed' }) },
  'POST /api/auth/resend-verification': { door: 'session' },
  'POST /api/auth/change-password': {
    door: 'session',
    body: () => ({ currentPassword: PASSWORD, newPassword: PASSWORD }),
  },
  'POST /api/auth/totp/setup': { door: 'session', body: () => ({ password: PASSWORD }) },
  'POST /api/auth/totp/enable': { door: 'session', body: () => ({ code: '123456' }) },
  'POST /api/auth/totp/disable': { door: 'session', body: () => ({ password: PASSWORD }) },
  'POST /api/auth/totp/recovery-codes': { door: 'session', body: () => ({ password: PASSWORD }) },
  'GET /api/auth/sessions': { door: 'session' },
  'DELETE /api/auth/sessions/:id': { door: 'session', params: async ({ session }) => ({ id: session.id }) },
  'POST /api/auth/logout-everywhere': { door: 'session' },
  'POST /api/auth/switch-organization': {
    door: 'session',
    body: ({ organization }) => ({ organizationId: organization.id }),
  },

  'GET /api/organizations/current': { door: 'member' },
  'PATCH /api/organizations/current': { door: 'member', body: () => ({ name: 'Renamed' }) },
  'POST /api/organizations': { door: 'session', body: () => ({ name: 'Second' }) },

  'GET /api/team/members': { door: 'member' },
  'PATCH /api/team/:userId/role': { door: 'member', params: colleague, body: () => ({ role: 'manager' }) },
  'PATCH /api/team/:userId': { door: 'member', params: colleague, body: () => ({ isActive: false }) },
  'DELETE /api/team/:userId': { door: 'member', params: colleague },

  'GET /api/api-keys': { door: 'member' },
  'POST /api/api-keys': { door: 'session', body: () => ({ name: 'Shop', role: 'agent' }) },
  'DELETE /api/api-keys/:id': {
    door: 'session',
    params: async ({ organization, user }) => ({ id: (await createApiKey(organization.id, user.id)).id }),
  },

  'GET /api/audit-log': { door: 'member' },

  'GET /api/inbox/changes': { door: 'member', query: '?since=0' },
  ...contactSamples,
  'GET /api/contacts/tags': { door: 'member' },
  'POST /api/contacts/tags': { door: 'member', body: () => ({ name: createId('tag', testClock.now()) }) },
  'GET /api/contacts/:id': { door: 'member', params: contact },
  'PATCH /api/contacts/:id': { door: 'member', params: contact, body: () => ({ name: 'Amara' }) },
  'GET /api/contacts/:id/consent-log': { door: 'member', params: contact },
  'PUT /api/contacts/:id/consent': { door: 'member', params: contact, body: () => ({ state: 'granted' }) },
  'GET /api/contacts/duplicates': { door: 'member' },
  'GET /api/contacts/duplicates/count': { door: 'member' },
  'POST /api/contacts/duplicates/dismiss': { door: 'member', body: twoPeople },
  'DELETE /api/contacts/duplicates/dismiss': { door: 'member', body: twoPeople },
  'GET /api/contacts/:id/timeline': { door: 'member', params: contact },
  'GET /api/contacts/:id/merge': {
    door: 'member',
    params: contact,
    query: async ({ organization }) => `?with=${(await createContact(organization)).id}`,
  },
  'POST /api/contacts/:id/merge': {
    door: 'member',
    params: contact,
    body: async ({ organization }: Member) => ({ contactId: (await createContact(organization)).id }),
  },
  'POST /api/contacts/merges/:mergeId/undo': { door: 'member', params: merge },
  'POST /api/contacts/:id/block': { door: 'member', params: contact },
  'DELETE /api/contacts/:id/block': { door: 'member', params: contact },
  'GET /api/contacts/export': { door: 'member', query: '?format=csv' },
  'POST /api/contacts/export': { door: 'member', body: () => ({ selection: { filter: {} } }) },
  'POST /api/contacts/:id/erasure': { door: 'member', params: contact },
  'POST /api/contacts/:id/export': { door: 'member', params: contact },
  'GET /api/contacts/exports/:jobId': { door: 'member', params: personExport },
  'GET /api/contacts/:id/conversations': { door: 'member', params: contact },
  'GET /api/contacts/:id/media': { door: 'member', params: contact },
  'GET /api/contacts/:id/notes': { door: 'member', params: contact },
  'POST /api/contacts/:id/notes': { door: 'member', params: contact, body: () => ({ body: 'Rings twice' }) },
  'PATCH /api/contacts/:id/notes/:noteId': {
    door: 'member',
    params: contactNote,
    body: () => ({ body: 'Rings once' }),
  },
  'DELETE /api/contacts/:id/notes/:noteId': { door: 'member', params: contactNote },
  'GET /api/conversations': { door: 'member', query: '?search=hello' },
  'GET /api/conversations/counts': { door: 'member' },
  'POST /api/conversations': {
    door: 'member',
    body: async ({ organization }) => ({
      phoneNumberId: (await createPhoneNumber(organization)).id,
      phone: '+49 30 901820',
    }),
  },
  'POST /api/conversations/bulk': {
    door: 'member',
    body: async (member) => ({
      ids: [(await conversation(member)).id],
      action: { type: 'status', status: 'closed' },
    }),
  },
  'GET /api/conversations/:id': { door: 'member', params: conversation },
  'GET /api/conversations/:id/messages': { door: 'member', params: conversation },
  'GET /api/conversations/:id/episodes': { door: 'member', params: conversation },
  'PATCH /api/conversations/:id/assign': {
    door: 'member',
    params: conversation,
    body: ({ user }) => ({ assigneeId: user.id }),
  },
  'PATCH /api/conversations/:id/status': {
    door: 'member',
    params: conversation,
    body: () => ({ status: 'closed' }),
  },
  'PATCH /api/conversations/:id/snooze': {
    door: 'member',
    params: conversation,
    body: () => ({ until: new Date(testClock.now() + 3_600_000).toISOString() }),
  },
  'PATCH /api/conversations/:id/read': { door: 'member', params: conversation, body: () => ({ isRead: false }) },
  'POST /api/conversations/:id/typing': { door: 'member', params: conversation },
  'PUT /api/conversations/:id/tags': { door: 'member', params: conversation, body: () => ({ tagIds: [] }) },

  'POST /api/conversations/:id/messages': {
    door: 'member',
    params: async (member) => ({ id: (await answerable(member)).id }),
    body: () => ({ content: { type: 'text', body: 'Hello' } }),
  },
  'DELETE /api/conversations/:id/messages/by-client/:clientId': {
    door: 'member',
    params: async (member) => ({ ...(await conversation(member)), clientId: 'client-0001' }),
  },
  'POST /api/messages/send': {
    door: 'member',
    body: async (member: Member) => ({ ...(await toTheirPerson(member)), content: { type: 'text', body: 'Hello' } }),
  },
  'POST /api/messages/template': {
    door: 'member',
    body: async (member: Member) => ({ ...(await toTheirPerson(member)), name: 'hello', language: 'en_US' }),
  },
  'GET /api/messages/scheduled': { door: 'member' },
  'GET /api/messages/:id': { door: 'member', params: ownMessage() },
  'PATCH /api/messages/:id': {
    door: 'member',
    params: scheduledMessage,
    body: () => ({ scheduledFor: later() }),
  },
  'DELETE /api/messages/:id': { door: 'member', params: scheduledMessage },
  'POST /api/messages/:id/send-again': {
    door: 'member',
    params: (member) => ownMessage({ sendState: 'failed', failedAt: testClock.now() })(member),
  },
  'GET /api/conversations/:id/media': {
    door: 'member',
    params: async ({ organization }) => ({ id: (await createConversation(organization)).id }),
  },
  'POST /api/media': {
    door: 'member',
    query: '?filename=notes.txt',
    headers: { 'content-type': 'text/plain' },
    body: () => 'hello',
  },
  'GET /api/media/:id': {
    door: 'member',
    params: async ({ organization }) => ({ id: (await createMedia(organization)).id }),
  },
  // Its address is signed: media.test.ts tries it without, and a neighbour's.
  'GET /api/media/:id/content': { door: 'open', params: async () => ({ id: 'med_none' }) },
  'POST /api/media/uploads': {
    door: 'member',
    body: () => ({ filename: 'a.txt', mimeType: 'text/plain', kind: 'document', size: 7 }),
  },
  'GET /api/media/uploads/:id': { door: 'member', params: startUpload },
  'PUT /api/media/uploads/:id/parts/:partNumber': {
    door: 'member',
    params: async (member) => ({ ...(await startUpload(member)), partNumber: '1' }),
    headers: { 'content-type': 'application/octet-stream' },
    // In JSON, with its quotes: seven bytes.
    body: () => 'hello',
  },
  'POST /api/media/uploads/:id/complete': { door: 'member', params: (member) => startUpload(member, 'arrived') },
  'DELETE /api/media/uploads/:id': { door: 'member', params: startUpload },

  'GET /api/phone-numbers': { door: 'member' },
  'GET /api/phone-numbers/:id': { door: 'member', params: phoneNumber },
  'PATCH /api/phone-numbers/:id': { door: 'member', params: phoneNumber, body: () => ({ name: 'Studio' }) },
  'DELETE /api/phone-numbers/:id': { door: 'member', params: phoneNumber },
  'POST /api/phone-numbers/:id/verify': { door: 'member', params: phoneNumber },
  'POST /api/phone-numbers/:id/fix': {
    door: 'member',
    params: phoneNumber,
    body: () => ({ check: 'subscription' }),
  },
  'GET /api/phone-numbers/:id/profile': { door: 'member', params: phoneNumber },
  'PUT /api/phone-numbers/:id/profile': {
    door: 'member',
    params: phoneNumber,
    body: () => ({ about: 'We make pots.' }),
  },
  'POST /api/phone-numbers/check': { door: 'member', body: () => ({ app: 'platform' }) },
  'POST /api/phone-numbers/connect': {
    door: 'member',
    body: () => {
      const { account, number, token } = createMeta()
      return { app: 'platform', wabaId: account.id, metaPhoneNumberId: number.id, accessToken: token }
    },
  },
  'GET /api/phone-numbers/embedded-signup': { door: 'member' },
  'POST /api/phone-numbers/embedded-signup': {
    door: 'member',
    body: () => {
      const { world, app, account } = createMeta()
      return { code: issueSignupCode(world, { appId: app.id, accountIds: [account.id] }) }
    },
  },
  'GET /api/phone-numbers/meta-apps': { door: 'member' },
  'POST /api/phone-numbers/meta-apps': {
    door: 'member',
    body: () => {
      const { app } = createMeta({ appKey: 'own', appSecret: 'f'.repeat(32) })
      return { metaAppId: app.id, appSecret: app.secret }
    },
  },

  'GET /api/analytics/overview': { door: 'member' },
  'GET /api/analytics/today': { door: 'member' },
  'GET /api/segments': { door: 'member' },
  'POST /api/segments': { door: 'member', body: () => ({ name: createId('seg', 0), definition: everyone }) },
  'GET /api/segments/counts': { door: 'member' },
  'POST /api/segments/count': { door: 'member', body: () => ({ definition: everyone }) },
  'PATCH /api/segments/:id': { door: 'member', params: segment, body: () => ({ position: 0 }) },
  'DELETE /api/segments/:id': { door: 'member', params: segment },
  'POST /api/contacts/import': { door: 'member', body: () => ({ filename: 'people.csv', size: 12 }) },
  'GET /api/contacts/import/:id': { door: 'member', params: csvImport('uploaded') },
  'PUT /api/contacts/import/:id/parts/:part': {
    door: 'member',
    params: csvImport('announced'),
    headers: { 'content-type': 'application/octet-stream' },
    // In JSON, with its quotes: twelve bytes.
    body: () => 'emailemail',
  },
  'POST /api/contacts/import/:id/uploaded': { door: 'member', params: csvImport('uploaded') },
  'PUT /api/contacts/import/:id/mapping': { door: 'member', params: csvImport('uploaded'), body: () => emailMapping },
  'POST /api/contacts/import/:id/start': { door: 'member', params: csvImport('mapped') },
  'GET /api/contacts/import/:id/refused': { door: 'member', params: csvImport('mapped') },
  'DELETE /api/contacts/import/:id': { door: 'member', params: csvImport('uploaded') },

  'GET /api/jobs': { door: 'member' },
  'GET /api/jobs/:id': { door: 'member', params: job('running') },
  'POST /api/jobs/:id/pause': { door: 'member', params: job('running') },
  'POST /api/jobs/:id/resume': { door: 'member', params: job('paused') },
  'POST /api/jobs/:id/cancel': { door: 'member', params: job('running') },

  'GET /api/canned-replies': { door: 'member' },
  'POST /api/canned-replies': { door: 'member', body: () => ({ shortcut: freshShortcut(), body: 'Hello' }) },
  'PATCH /api/canned-replies/:id': { door: 'member', params: cannedReply, body: () => ({ body: 'Hi' }) },
  'DELETE /api/canned-replies/:id': { door: 'member', params: cannedReply },

  'GET /api/templates': { door: 'member' },
  'POST /api/templates/sync': { door: 'member', body: () => ({}) },

  'GET /api/platform/organizations': { door: 'operator' },
  'PATCH /api/platform/organizations/:id': {
    door: 'operator',
    params: async () => ({ id: (await newMember()).organization.id }),
    body: () => ({ isActive: false }),
  },
  'GET /api/platform/users': { door: 'operator', query: '?email=nobody@example.test' },
  'PATCH /api/platform/users/:id': {
    door: 'operator',
    params: async () => ({ id: (await newMember()).user.id }),
    body: () => ({ isActive: false }),
  },
  'POST /api/platform/organizations/:id/replay': {
    door: 'operator',
    params: async () => ({ id: (await newMember()).organization.id }),
    body: () => ({ from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }),
  },
  'GET /api/platform/organizations/:id/replay': {
    door: 'operator',
    params: async () => ({ id: (await newMember()).organization.id }),
  },
  'GET /api/platform/webhook-refusals': { door: 'operator' },
  'GET /api/platform/jobs': { door: 'operator' },
  'GET /api/platform/dead-letters': { door: 'operator' },
  'POST /api/platform/dead-letters/:id/replay': { door: 'operator', params: deadLetter },
  'DELETE /api/platform/dead-letters/:id': { door: 'operator', params: deadLetter },
}
