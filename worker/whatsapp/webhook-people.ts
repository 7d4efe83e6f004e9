import type { Person } from './webhook-events'
import { type Json, recordAt, recordsAt, textAt } from './webhook-values'

/** How one entry names the person it is about. */
export type Named = { waId: string | null; userId: string | null; parentUserId?: string | null }

/**
 * The `contacts` of a value, for looking up whom an entry is about: names and usernames stand only there, and they are
 * not aligned with the entries.
 */
export type Contacts = { all: Person[]; byUserId: Map<string, Person>; byWaId: Map<string, Person> }

export function readContacts(value: unknown): Contacts {
  const all = recordsAt(value, 'contacts').map(readContact)
  const byUserId = new Map<string, Person>()
  const byWaId = new Map<string, Person>()
  for (const person of all) {
    if (person.userId) byUserId.set(person.userId, person)
    if (person.waId) byWaId.set(person.waId, person)
  }
  return { all, byUserId, byWaId }
}

function readContact(contact: Json): Person {
  const profile = recordAt(contact, 'profile')
  return {
    waId: textAt(contact, 'wa_id'),
    userId: textAt(contact, 'user_id'),
    parentUserId: textAt(contact, 'parent_user_id'),
    username: withoutAt(textAt(profile, 'username') ?? textAt(contact, 'username')),
    profileName: textAt(profile, 'name'),
  }
}
export const withoutAt = (username: string | null) => username?.replace(/^@/, '') || null

/**
 * Whom an entry is about: found by user id, else by WhatsApp id, else the only contact of a value with a single entry,
 * when no id says otherwise.
 * @param isOnly the value has one entry
 * @returns null when nothing says who
 */
export function personOf(contacts: Contacts, named: Named, isOnly: boolean): Person | null {
  const contact = contactOf(contacts, named, isOnly)
  const waId = named.waId ?? contact?.waId ?? null
  const userId = named.userId ?? contact?.userId ?? null
  if (waId === null && userId === null) return null
  return {
    waId,
    userId,
    parentUserId: named.parentUserId ?? contact?.parentUserId ?? null,
    username: contact?.username ?? null,
    profileName: contact?.profileName ?? null,
  }
}

function contactOf({ all, byUserId, byWaId }: Contacts, { waId, userId }: Named, isOnly: boolean): Person | undefined {
  const byUser = userId === null ? undefined : byUserId.get(userId)
  if (byUser) return byUser
  const byNumber = waId === null ? undefined : byWaId.get(waId)
  if (byNumber && agree(byNumber.userId, userId)) return byNumber
  const [only, ...others] = all
  return isOnly && only && others.length === 0 && agree(only.userId, userId) && agree(only.waId, waId)
    ? only
    : undefined
}
const agree = (one: string | null, other: string | null) => one === null || other === null || one === other
