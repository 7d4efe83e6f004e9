import type { OrganizationContext } from '../../shared/context'
import { isConflict } from '../../shared/db/statements'
import { createId } from '../../shared/ids'
import { parsePhone } from '../../shared/phone'
import { displayName } from '../inbox/inbox.models'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { startErasure } from '../privacy/erasure.usecases'
import {
  contactExists,
  invalidPhone,
  invalidUserId,
  ownerNotFound,
  tagNotFound,
  tooManyFields,
} from './contacts.errors'
import type { PersonName } from './contacts.models'
import { consentStatements } from './contacts.repository'
import type { Contact, ContactChange, ContactIdentity, ContactReplacement, NewContact } from './contacts.schemas'
import { FIELDS_MAX } from './contacts.schemas'
import { findContactId, USER_ID } from './contacts.usecases'
import { requireValidFields } from './custom-fields.usecases'
import { changePerson, changePhone, insertEvents, insertPerson, isMember } from './person.repository'
import { commitPersonChange, findContactDetails, type Person, requirePerson, toContact } from './person.usecases'
import { findTagIds } from './tags.repository'
import { changeTags } from './tags.usecases'

type Fields = Record<string, string | number | boolean | null>

/**
 * Somebody new. @throws `contacts.exists` when one of their names is somebody's, `contacts.invalid_phone`,
 * `contacts.invalid_user_id`, `contacts.owner_not_found`, `contacts.tag_not_found`, `contacts.invalid_fields`
 */
export async function createPerson(ctx: OrganizationContext, input: NewContact): Promise<Contact> {
  const phone = readPhone(ctx, input.phone)
  if (input.userId && !USER_ID.test(input.userId)) throw invalidUserId()
  const fields = Object.fromEntries(Object.entries(input.fields ?? {}).filter(([, value]) => value !== null))
  const tagIds = [...new Set(input.tagIds ?? [])]
  await requireParts(ctx, { fields, tagIds, ownerId: input.ownerId ?? null })
  const names: PersonName[] = [
    ...(phone ? [{ phone: `+${phone.digits}` }] : []),
    ...(input.userId ? [{ userId: input.userId }] : []),
  ]
  for (const name of names) await requireNobodys(ctx, name, null)
  const identities: ContactIdentity[] = [
    ...(phone ? [{ kind: 'phone' as const, value: phone.digits }] : []),
    ...(input.userId ? [{ kind: 'bsuid' as const, value: input.userId }] : []),
  ]
  const now = ctx.clock.now()
  const id = createId('ctc', now)
  const source = ctx.actor.type === 'user' ? 'agent' : 'api'
  const row = {
    ...{ id, source, fields, createdAt: now, updatedAt: now },
    ...{ name: input.name || null, username: input.username ?? null, email: input.email ?? null },
    ...{ language: input.language ?? null, ownerId: input.ownerId ?? null },
    ...{ phone: phone && `+${phone.digits}`, country: phone?.country ?? null },
  }
  const consent = input.consent && {
    ...{ id: createId('cns', now), contactId: id, state: input.consent.state, source },
    ...{ wording: input.consent.wording || null, actor: ctx.actor, occurredAt: now, createdAt: now },
  }
  try {
    await commitInboxChange(ctx, {
      statements: [
        ...insertPerson(ctx, row, { identities, tagIds }),
        ...(consent ? consentStatements(ctx, consent) : []),
        ...insertEvents(ctx, [{ contactId: id, type: 'created', data: { source } }]),
      ],
      conversationIds: [],
      events: [{ type: 'contact.created', version: 1, at: now, data: { contactId: id, source } }],
    })
  } catch (error) {
    if (!isConflict(error)) throw error
    for (const name of names) await requireNobodys(ctx, name, null)
    throw error
  }
  // Nobody has talked with them: who sees only their own would not see whom they have just made.
  return findContactDetails({ ...ctx, visibility: 'all' }, id)
}

const readPhone = (ctx: OrganizationContext, text: string | null | undefined) => {
  if (!text) return null
  const phone = parsePhone(text, ctx.defaultCountry)
  if (!phone) throw invalidPhone({ details: { phone: text.slice(0, 50) } })
  return phone
}

async function requireNobodys(ctx: OrganizationContext, name: PersonName, ownId: string | null): Promise<void> {
  const contactId = await findContactId(ctx, name)
  if (contactId === null || contactId === ownId) return
  const { contact } = await requirePerson({ ...ctx, visibility: 'all' }, contactId)
  throw contactExists({ details: { contactId, displayName: displayName(contact) } })
}

async function requireParts(
  ctx: OrganizationContext,
  { fields, tagIds, ownerId }: { fields: Fields; tagIds: readonly string[]; ownerId: string | null },
): Promise<void> {
  await requireValidFields(ctx, fields)
  if (tagIds.length > 0 && (await findTagIds(ctx, tagIds)).length < tagIds.length) throw tagNotFound()
  if (ownerId !== null && !(await isMember(ctx, ownerId))) throw ownerNotFound()
}

/**
 * What is left out stays as it is, each field too.
 * @throws `contacts.not_found`, `contacts.too_many_fields`, `contacts.invalid_fields`, `contacts.invalid_phone`,
 * `contacts.exists`, `contacts.owner_not_found`
 */
export async function changeContact(ctx: OrganizationContext, id: string, changes: ContactChange): Promise<Contact> {
  const person = await requirePerson(ctx, id)
  const { contact } = person
  const fields = changedFields(contact.fields ?? {}, changes.fields ?? {})
  const ownerId = changes.ownerId === contact.ownerId ? undefined : changes.ownerId
  await requireParts(ctx, { fields, tagIds: [], ownerId: ownerId ?? null })
  const name = changes.name === undefined ? undefined : changes.name || null
  const set = {
    ...(name !== undefined && name !== contact.name && { name }),
    ...(changes.language !== undefined && changes.language !== contact.language && { language: changes.language }),
    ...(changes.email !== undefined && changes.email !== contact.email && { email: changes.email }),
    ...(ownerId !== undefined && { ownerId }),
    ...(Object.keys(fields).length > 0 && { fields }),
  }
  const phone = await planPhone(ctx, person, changes.phone)
  const changed = [...Object.keys(set), ...(phone ? ['phone'] : [])]
  if (changed.length === 0) return toContact(person)
  const others = changed.filter((key) => key !== 'ownerId')
  try {
    await commitPersonChange(ctx, person, {
      statements: [
        ...(Object.keys(set).length > 0 ? [changePerson(ctx, person.ids, set)] : []),
        ...(phone ?? []),
        ...insertEvents(ctx, [
          ...(others.length > 0 ? [{ contactId: contact.id, type: 'changed', data: { changes: others } }] : []),
          ...(ownerId === undefined ? [] : [{ contactId: contact.id, type: 'owner', data: { ownerId } }]),
        ]),
      ],
      changes: changed,
    })
  } catch (error) {
    if (isConflict(error) && changes.phone) await requireNobodys(ctx, { phone: changes.phone }, contact.id)
    throw error
  }
  return findContactDetails(ctx, id)
}

/** Undefined when it is their number already. */
async function planPhone(ctx: OrganizationContext, person: Person, text: string | null | undefined) {
  if (text === undefined) return undefined
  const phone = readPhone(ctx, text)
  const { contact, ids, identities } = person
  if ((phone && `+${phone.digits}`) === contact.phone) return undefined
  if (phone) await requireNobodys(ctx, { phone: `+${phone.digits}` }, contact.id)
  const knows = identities.some(({ kind, value }) => kind === 'phone' && value === phone?.digits)
  return changePhone(ctx, { id: contact.id, ids, knows }, phone)
}

/** All that people write of a person; what is not named is emptied. @throws as `changeContact`, `contacts.tag_not_found` */
export async function replaceContact(
  ctx: OrganizationContext,
  id: string,
  { tagIds, fields, ...values }: ContactReplacement,
): Promise<Contact> {
  const { contact } = await requirePerson(ctx, id)
  await requireParts(ctx, { fields: {}, tagIds: [...new Set(tagIds)], ownerId: null })
  const emptied = Object.fromEntries(Object.keys(contact.fields ?? {}).map((key) => [key, null]))
  await changeContact(ctx, id, { ...values, fields: { ...emptied, ...fields } })
  await changeTags(ctx, [contact.id], { set: tagIds })
  return findContactDetails(ctx, id)
}

/** Gone from every list at once; the job erases what is theirs. @throws `contacts.not_found` */
export async function deleteContact(ctx: OrganizationContext, id: string) {
  const { contact } = await requirePerson(ctx, id)
  return startErasure(ctx, contact.id)
}

function changedFields(present: Fields, wanted: Fields): Fields {
  const changed = Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => value !== (Object.hasOwn(present, key) ? present[key] : null)),
  )
  const left = Object.entries({ ...present, ...changed }).filter(([, value]) => value !== null)
  // Who has more of them from before may still change and remove.
  const isAdding = Object.entries(changed).some(([key, value]) => value !== null && !Object.hasOwn(present, key))
  if (left.length > FIELDS_MAX && isAdding) throw tooManyFields()
  return changed
}
