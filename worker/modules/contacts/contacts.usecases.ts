import type { OrganizationContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { parsePhone } from '../../shared/phone'
import { announceInboxEvents, inboxEventsIfChanged } from '../../tenancy/inbox-events'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { contactNotFound, invalidPhone, invalidUserId } from './contacts.errors'
import { identitiesOf, type PersonName } from './contacts.models'
import {
  type ContactRow,
  consentStatements,
  findContact,
  findIdentities,
  findSurvivors,
  insertIdentity,
  listConversationIdsOf,
  listIdentitiesOf,
} from './contacts.repository'
import type { ContactIdentity, ContactSource } from './contacts.schemas'

/** @throws `contacts.not_found` */
export async function requireContact(ctx: OrganizationContext, id: string): Promise<ContactRow> {
  const contact = await findContact(ctx, id)
  if (!contact) throw contactNotFound()
  return contact
}

/** How WhatsApp names people beside their numbers. */
export const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/

/** Whom a developer means by `to`. @throws `contacts.invalid_phone`, `contacts.invalid_user_id` */
export function parseRecipient(to: string): { phone: string } | { userId: string } {
  // Whoever begins like a number has meant one, whatever slipped in behind.
  if (!/[A-Za-z]/.test(to) || /^\s*[+\d(]/.test(to)) return { phone: requirePhone(to).digits }
  if (!USER_ID.test(to)) throw invalidUserId()
  return { userId: to }
}

function requirePhone(text: string) {
  const phone = parsePhone(text)
  if (!phone) throw invalidPhone({ details: { phone: text.slice(0, 50) } })
  return phone
}

/**
 * The contact of a person, made if there is none. A number finds a contact that WhatsApp names by another form of it; it
 * is never changed to that form.
 * @returns the contact's id, after merges
 * @throws `contacts.invalid_phone`
 */
export async function findOrCreateContact(
  ctx: OrganizationContext,
  name: PersonName,
  source: ContactSource,
): Promise<string> {
  const { identity, phone } = toIdentity(name)
  const found = await findContactBy(ctx, identity)
  // What Meta calls somebody is remembered; a number that somebody typed stays a way to find them.
  if (found && (identity.kind !== 'wa_id' || found.isExact)) return found.contactId
  if (found) return insertIdentity(ctx, { identity, contactId: found.contactId })
  return createContact(ctx, { identity, phone, source })
}

/** The contact of a person, after merges; null when there is none. @throws `contacts.invalid_phone` */
export const findContactId = async (ctx: OrganizationContext, name: PersonName): Promise<string | null> =>
  (await findContactBy(ctx, toIdentity(name).identity))?.contactId ?? null

function toIdentity(name: PersonName): { identity: ContactIdentity; phone: ReturnType<typeof parsePhone> } {
  if ('userId' in name) return { identity: { kind: 'bsuid', value: name.userId }, phone: null }
  if ('waId' in name) return { identity: { kind: 'wa_id', value: name.waId }, phone: parsePhone(name.waId) }
  const phone = requirePhone(name.phone)
  return { identity: { kind: 'phone', value: phone.digits }, phone }
}

type Found = { contactId: string; isExact: boolean }
async function findContactBy(ctx: OrganizationContext, identity: ContactIdentity): Promise<Found | null> {
  const exact = identity.kind === 'bsuid' ? [identity] : identitiesOf(identity.value, { withAliases: false })
  const aliases = identity.kind === 'bsuid' ? [] : identitiesOf(identity.value, { withAliases: true })
  const rows = await findIdentities(ctx, [...exact, ...aliases])
  const survivors = await findSurvivors(
    ctx,
    rows.map(({ contactId }) => contactId),
  )
  const contactOf = ({ kind, value }: ContactIdentity) => {
    const row = rows.find((one) => one.kind === kind && one.value === value)
    return survivors.find(({ id }) => id === row?.contactId)?.survivorId
  }
  for (const candidate of [identity, ...exact, ...aliases]) {
    const contactId = contactOf(candidate)
    if (contactId) return { contactId, isExact: candidate.kind === identity.kind && candidate.value === identity.value }
  }
  return null
}

async function createContact(
  ctx: OrganizationContext,
  { identity, phone, source }: ReturnType<typeof toIdentity> & { source: ContactSource },
): Promise<string> {
  const now = ctx.clock.now()
  const id = createId('ctc', now)
  const event = inboxEventsIfChanged(ctx, [
    { type: 'contact.created', version: 1, at: now, data: { contactId: id, source } },
  ])
  const contactId = await insertIdentity(ctx, {
    identity,
    contactId: id,
    contact: {
      id,
      phone: phone && `+${phone.digits}`,
      country: phone?.country ?? null,
      source,
      createdAt: now,
      updatedAt: now,
    },
    event: event.statement,
  })
  if (contactId === id) await announceInboxEvents(ctx, [event.row])
  return contactId
}

/** What Graph is told to send to. Exactly as it was received or typed; the newest of each kind. */
export type Recipient = { waId: string | null; userId: string | null; phone: string | null }

export async function findRecipient(ctx: OrganizationContext, contactId: string): Promise<Recipient> {
  const identities = await listIdentitiesOf(ctx, contactId)
  const newest = (kind: ContactIdentity['kind']) => identities.findLast((one) => one.kind === kind)?.value ?? null
  return { waId: newest('wa_id'), userId: newest('bsuid'), phone: newest('phone') }
}

export type Consent = {
  contactId: string
  state: 'granted' | 'revoked'
  /** `whatsapp` (the person's own setting), `keyword`, `agent`, `api`, `import`. */
  source: string
  wording: string | null
  occurredAt: number
  /** Derived from what caused it: the same cause twice is one entry. */
  id?: string
}

/** Writes an opt-in or opt-out. The latest one by time holds, in whatever order they come. */
export async function recordConsent(ctx: OrganizationContext, consent: Consent): Promise<void> {
  const now = ctx.clock.now()
  const { contactId } = consent
  await commitInboxChange(ctx, {
    statements: consentStatements(ctx, {
      ...consent,
      id: consent.id ?? createId('cns', now),
      actor: ctx.actor,
      createdAt: now,
    }),
    conversationIds: await listConversationIdsOf(ctx, contactId),
    events: [{ type: 'contact.updated', version: 1, at: now, data: { contactId, changes: ['consent'] } }],
  })
}
