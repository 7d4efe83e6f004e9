import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { createId } from '../../shared/ids'
import { toPage } from '../../shared/pagination'
import { formatPhone } from '../../shared/phone'
import { auditStatement } from '../audit-log/audit-log.usecases'
import { displayName } from '../inbox/inbox.models'
import { commitInboxChange, isVisible } from '../inbox/inbox.usecases'
import { ask } from '../phone-numbers/asking-meta.usecases'
import { findPhoneNumber, openGraph } from '../phone-numbers/phone-numbers.usecases'
import { contactNotFound } from './contacts.errors'
import { consentStatements } from './contacts.repository'
import type { BlockResult, ConsentChange, Contact, ContactEpisode } from './contacts.schemas'
import {
  changePerson,
  insertEvents,
  listContactEpisodes,
  listPerson,
  type Position,
  readPersonParts,
} from './person.repository'

/**
 * A person whom the actor may see, with all that belongs to them after merges. Who sees only their own conversations sees
 * only the people they talk with. @throws `contacts.not_found`
 */
export async function requirePerson(ctx: OrganizationContext, contactId: string) {
  const rows = await listPerson(ctx, contactId)
  const contact = rows.find(({ mergedInto }) => mergedInto === null)
  if (!contact || contact.deletedAt !== null) throw contactNotFound()
  const ids = rows.map(({ id }) => id)
  const { shown, ...parts } = await readPersonParts(ctx, { id: contact.id, ids })
  const visible = shown.filter(({ assigneeId }) => isVisible(ctx, assigneeId))
  if (ctx.visibility === 'own' && visible.length === 0) throw contactNotFound()
  return { contact, ids, conversations: shown, visible, ...parts }
}
export type Person = Awaited<ReturnType<typeof requirePerson>>

export const findContactDetails = async (ctx: OrganizationContext, id: string): Promise<Contact> =>
  toContact(await requirePerson(ctx, id))

export function toContact({ contact, identities, visible, ownTags, lastConsent }: Person): Contact {
  const { id, name, profileName, username, phone, country, language, email, ownerId, source } = contact
  return {
    ...{ id, name, profileName, username, phone, country, language, email, ownerId, source },
    displayName: displayName(contact),
    displayPhone: phone === null ? null : formatPhone(phone),
    identities: identities.map(({ kind, value }) => ({ kind, value })),
    fields: Object.fromEntries(
      Object.entries(contact.fields ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    ),
    tags: ownTags.map((tag) => ({ id: tag.id, name: tag.name, tint: tag.tint })),
    consent: contact.consent as Contact['consent'],
    lastConsent: lastConsent
      ? {
          state: lastConsent.state,
          source: lastConsent.source,
          wording: lastConsent.wording,
          actor: toActor(lastConsent.actor),
          occurredAt: toIso(lastConsent.occurredAt),
        }
      : null,
    blockedAt: contact.blockedAt === null ? null : toIso(contact.blockedAt),
    conversationCount: visible.length,
    createdAt: toIso(contact.createdAt),
    updatedAt: toIso(contact.updatedAt),
  }
}

/** Written by ingestion, by people and by programs: read with care. */
function toActor(value: unknown): NonNullable<Contact['lastConsent']>['actor'] {
  if (typeof value !== 'object' || value === null) return null
  const { type, id, name } = value as Record<string, unknown>
  const text = (one: unknown) => (typeof one === 'string' ? one : null)
  return typeof type === 'string' ? { type, id: text(id), name: text(name) } : null
}

/** The one way a person changes: with their conversations, so that every browser that shows them hears of it. */
export const commitPersonChange = (
  ctx: OrganizationContext,
  { contact, conversations }: Person,
  { statements, changes }: { statements: Statement[]; changes: string[] },
) =>
  commitInboxChange(ctx, {
    statements,
    conversationIds: conversations.map(({ id }) => id),
    events: [{ type: 'contact.updated', version: 1, at: ctx.clock.now(), data: { contactId: contact.id, changes } }],
  })

/** What somebody of the team, or a program, knows of their wish. */
export async function changeConsent(
  ctx: OrganizationContext,
  id: string,
  { state, wording }: ConsentChange,
): Promise<Contact> {
  const person = await requirePerson(ctx, id)
  const now = ctx.clock.now()
  const entry = {
    state,
    source: ctx.actor.type === 'user' ? 'agent' : 'api',
    wording: wording || null,
    actor: ctx.actor,
    occurredAt: now,
    createdAt: now,
  }
  const action = state === 'granted' ? 'contact.consent_granted' : 'contact.consent_revoked'
  await commitPersonChange(ctx, person, {
    statements: [
      ...person.ids.flatMap((contactId) => consentStatements(ctx, { ...entry, id: createId('cns', now), contactId })),
      auditStatement(ctx, { action, target: targetOf(person) }),
    ],
    changes: ['consent'],
  })
  return findContactDetails(ctx, id)
}

const targetOf = ({ contact }: Person) => ({ type: 'contact', id: contact.id, label: displayName(contact) })

/**
 * Ours is stored first: from then on nothing is sent to them, whatever WhatsApp says. WhatsApp takes only people who wrote
 * within 24 hours, and those it did not take can still write; asking again tries again.
 */
export async function setBlocked(ctx: OrganizationContext, id: string, isBlocked: boolean): Promise<BlockResult> {
  const person = await requirePerson(ctx, id)
  if ((person.contact.blockedAt !== null) !== isBlocked)
    await commitPersonChange(ctx, person, {
      statements: [
        changePerson(ctx, person.ids, { blockedAt: isBlocked ? ctx.clock.now() : null }),
        ...insertEvents(ctx, [{ contactId: person.contact.id, type: isBlocked ? 'blocked' : 'unblocked', data: {} }]),
        auditStatement(ctx, {
          action: isBlocked ? 'contact.blocked' : 'contact.unblocked',
          target: targetOf(person),
        }),
      ],
      changes: ['blocked'],
    })
  const refusals = await tellWhatsApp(ctx, person, isBlocked)
  return { contact: await findContactDetails(ctx, id), refusals }
}

/** Every number of ours that they have talked with. A disconnected one has nobody to tell. */
async function tellWhatsApp(
  ctx: OrganizationContext,
  { identities, conversations }: Person,
  isBlocked: boolean,
): Promise<BlockResult['refusals']> {
  const newest = (kind: string) => identities.findLast((one) => one.kind === kind)?.value
  const [waId, userId] = [newest('wa_id') ?? newest('phone'), newest('bsuid')]
  const target = waId === undefined ? userId && { userId } : { waId }
  if (!target) return []
  const told = await Promise.all(
    [...new Set(conversations.map(({ phoneNumberId }) => phoneNumberId))].map(async (phoneNumberId) => {
      const number = await findPhoneNumber(ctx, phoneNumberId)
      if (!number || number.status === 'disconnected') return []
      const graph = await openGraph(ctx, number)
      const answer = await ask(() =>
        isBlocked
          ? graph.blockUsers(number.metaPhoneNumberId, [target])
          : graph.unblockUsers(number.metaPhoneNumberId, [target]),
      )
      return 'value' in answer ? [] : [{ phoneNumberId, reason: answer.reason }]
    }),
  )
  return told.flat()
}

/** When the person's conversations that the actor sees were opened and closed, newest first. */
export async function listEpisodesOfContact(
  ctx: OrganizationContext,
  id: string,
  { after, limit }: { after: Position | undefined; limit: number },
): Promise<{ items: ContactEpisode[]; nextCursor: string | null }> {
  const { visible } = await requirePerson(ctx, id)
  const rows = await listContactEpisodes(ctx, {
    conversationIds: visible.map((conversation) => conversation.id),
    after,
    limit: limit + 1,
  })
  const { items, nextCursor } = toPage(rows, limit, ({ openedAt, id: episodeId }) => [openedAt, episodeId])
  return {
    items: items.map(({ id: episodeId, conversationId, openedBy, openedAt, closedAt, subject }) => ({
      id: episodeId,
      conversationId,
      phoneNumberId: visible.find((one) => one.id === conversationId)?.phoneNumberId ?? '',
      openedBy,
      openedAt: toIso(openedAt),
      closedAt: closedAt === null ? null : toIso(closedAt),
      subject: subject && { messageId: subject.id, type: subject.type, text: subject.text },
    })),
    nextCursor,
  }
}
