import type { InboxEvent } from '../../shared/domain-events.schemas'
import type { ContactSyncedEvent, IdentityChangedEvent, Person } from '../../whatsapp/webhook-events'
import type { NewContactRow } from './ingestion.repository'
import type { ContactRow, IdentityRow } from './known.repository'

type Kind = IdentityRow['kind']
export type NewIdentity = IdentityRow
/**
 * What deliveries decide about a contact. Null is what they leave as it is: others write these columns too, and what was
 * read of them may be old by now.
 */
export type ContactChange = { id: string; addedConversations: number } & { [F in Shown]: ContactRow[F] | null }

export type PeopleTools = {
  now: number
  newId(): string
  /** Other forms of the same number: only to find somebody. */
  aliasesOf(digits: string): string[]
  /** For people to read. */
  describeNumber(digits: string): { phone: string | null; country: string | null }
}
type Meeting = {
  /** Meta's time. */
  at: number
  source: 'inbound' | 'phone_app'
  /** Not from the past: what they are called now. */
  isLive: boolean
}

const keyOf = (kind: Kind, value: string) => `${kind}:${value}`
const MAX_MERGES = 20

/**
 * Whom the events of a batch are about. Begins with what the database knows, and keeps what has to be written: new
 * contacts and identities, changes, merges. Meta's business-scoped id counts first, the number second, the username never.
 * Received ids stay exactly as they were received.
 */
export function createPeople(known: { identities: IdentityRow[]; contacts: ContactRow[] }, tools: PeopleTools) {
  const identities = new Map<string, NewIdentity>(known.identities.map((row) => [keyOf(row.kind, row.value), row]))
  const contacts = new Map<string, ContactRow>(known.contacts.map((row) => [row.id, { ...row }]))
  const knownIdentities = new Set<NewIdentity>(known.identities)
  const before = new Map(known.contacts.map((row) => [row.id, row]))
  const added = new Map<string, number>()
  const removed = new Map<string, NewIdentity>()
  /** Who left a number in this batch, and when: what they said before is theirs, and does not give it back to them. */
  const departures = new Map<string, { contactId: string; at: number }>()
  const merges: { contactId: string; into: string }[] = []
  const quiet = new Set<string>()
  let hasMerged = known.contacts.some(({ mergedInto }) => mergedInto !== null)

  const rootOf = (contactId: string | undefined): ContactRow | undefined => {
    let contact = contacts.get(contactId ?? '')
    for (let step = 0; contact?.mergedInto && step < MAX_MERGES; step++)
      contact = contacts.get(contact.mergedInto) ?? contact
    return contact
  }
  const byUser = (userId: string | null) =>
    userId ? rootOf(identities.get(keyOf('bsuid', userId))?.contactId) : undefined
  const byNumber = (waId: string | null) => {
    if (!waId) return undefined
    for (const digits of [waId, ...tools.aliasesOf(waId)])
      for (const kind of ['wa_id', 'phone'] as const) {
        const contact = rootOf(identities.get(keyOf(kind, digits))?.contactId)
        if (contact) return contact
      }
    return undefined
  }

  function name(contact: ContactRow, { kind, value, at }: { kind: Kind; value: string | null; at: number }): void {
    if (!value || identities.has(keyOf(kind, value)) || at <= (departures.get(keyOf(kind, value))?.at ?? -1)) return
    identities.set(keyOf(kind, value), { kind, value, contactId: contact.id, createdAt: at })
    removed.delete(keyOf(kind, value))
    if (kind !== 'bsuid' && contact.phone === null) Object.assign(contact, tools.describeNumber(value))
  }

  /** One person after all: the older contact stays, with what it lacked. Threads and identities stay where they are. */
  function merge(one: ContactRow, other: ContactRow): ContactRow {
    const [stays, goes] = isOlder(one, other) ? [one, other] : [other, one]
    for (const field of ['name', 'profileName', 'username', 'phone', 'country'] as const) stays[field] ??= goes[field]
    stays.blockedAt ??= goes.blockedAt
    if (goes.consent === 'revoked' || stays.consent === 'unknown') stays.consent = goes.consent
    for (const contact of contacts.values()) if (contact.mergedInto === goes.id) contact.mergedInto = stays.id
    goes.mergedInto = stays.id
    hasMerged = true
    added.set(stays.id, (added.get(stays.id) ?? 0) + goes.conversationCount)
    merges.push({ contactId: goes.id, into: stays.id })
    return stays
  }

  function create({ waId }: Pick<Person, 'waId'>, { source, isLive }: Meeting): ContactRow {
    const contact: ContactRow = {
      id: tools.newId(),
      name: null,
      profileName: null,
      username: null,
      phone: null,
      country: null,
      source,
      consent: 'unknown',
      blockedAt: null,
      conversationCount: 0,
      mergedInto: null,
      createdAt: tools.now,
    }
    if (waId) Object.assign(contact, tools.describeNumber(waId))
    if (!isLive) quiet.add(contact.id)
    contacts.set(contact.id, contact)
    return contact
  }

  /** The contact that this person is, after merges; null if there is none. */
  const find = (person: Pick<Person, 'waId' | 'userId'>): ContactRow | null =>
    byUser(person.userId) ?? byNumber(person.waId) ?? null

  /** The message that tells a new number still bears the old one, which is nobody's by then. */
  function whoLeft(waId: string | null, at: number): ContactRow | undefined {
    const departure = departures.get(keyOf('wa_id', waId ?? ''))
    return departure && at <= departure.at ? rootOf(departure.contactId) : undefined
  }

  /** The contact that this person is, made if there is none. Two ids of two contacts in one message are Meta's proof. */
  function meet(person: Person, meeting: Meeting): ContactRow {
    const user = byUser(person.userId)
    const number = byNumber(person.waId) ?? (user ? undefined : whoLeft(person.waId, meeting.at))
    const contact =
      user && number && user.id !== number.id ? merge(user, number) : (user ?? number ?? create(person, meeting))
    name(contact, { kind: 'bsuid', value: person.userId, at: meeting.at })
    name(contact, { kind: 'wa_id', value: person.waId, at: meeting.at })
    if (meeting.isLive || contact.profileName === null) contact.profileName = person.profileName ?? contact.profileName
    if (meeting.isLive || contact.username === null) contact.username = person.username ?? contact.username
    return contact
  }

  /**
   * Meta says that a person has other ids now. A message with the new ones may have come first: then there are two
   * contacts, and they are one. The number they left is free for somebody else; user ids are nobody else's ever.
   */
  function rename({ previous, current, at }: IdentityChangedEvent): void {
    const left = leftBehind(previous.waId, current.waId)
    // Somebody else has the number since: this is an old story.
    const isOld = (left[0]?.createdAt ?? 0) > at
    const was = byUser(previous.userId) ?? (isOld ? undefined : byNumber(previous.waId))
    if (!was) return
    const is = byUser(current.userId) ?? byNumber(current.waId)
    const contact = is && is.id !== was.id ? merge(was, is) : was
    name(contact, { kind: 'bsuid', value: current.userId, at })
    name(contact, { kind: 'wa_id', value: current.waId, at })
    if (!current.waId) return
    Object.assign(contact, tools.describeNumber(current.waId))
    if (isOld) return
    for (const identity of left.filter(({ contactId }) => rootOf(contactId)?.id === contact.id)) {
      const key = keyOf(identity.kind, identity.value)
      identities.delete(key)
      removed.set(key, identity)
      departures.set(keyOf('wa_id', previous.waId ?? ''), { contactId: contact.id, at })
    }
  }

  /** What a number that somebody leaves is known by, as received and as typed: whoever has it next is somebody else. */
  function leftBehind(waId: string | null, next: string | null): NewIdentity[] {
    if (!waId || waId === next) return []
    const kept = next ? [next, ...tools.aliasesOf(next)] : []
    return [waId, ...tools.aliasesOf(waId).filter((digits) => !kept.includes(digits))].flatMap((digits) =>
      (['wa_id', 'phone'] as const).flatMap((kind) => identities.get(keyOf(kind, digits)) ?? []),
    )
  }

  /** From the phone app's address book. What the team has called somebody itself stays. */
  function sync({ person, name: called, action, at }: ContactSyncedEvent): void {
    if (action === 'remove') return
    const contact = meet(person, { at, source: 'phone_app', isLive: false })
    if (called) contact.name ??= called
  }

  function rows() {
    const all = [...contacts.values()]
    return {
      contacts: all
        .filter(({ id }) => !before.has(id))
        .map((row): NewContactRow => ({ ...row, updatedAt: tools.now, conversationCount: added.get(row.id) ?? 0 })),
      identities: [...identities.values()].filter((row) => !knownIdentities.has(row)),
      removed: [...removed.values()],
      changes: all.flatMap((contact): ContactChange[] => {
        const was = before.get(contact.id)
        const decided = was && differences(was, contact)
        const isChanged = added.has(contact.id) || (decided && shown.some((field) => decided[field] !== null))
        return decided && isChanged
          ? [{ id: contact.id, ...decided, addedConversations: added.get(contact.id) ?? 0 }]
          : []
      }),
      merges,
    }
  }

  /** What subscribers are told. Nothing of an import. */
  function events(): InboxEvent[] {
    const head = { version: 1 as const, at: tools.now }
    const { contacts: created, changes } = rows()
    return [
      ...created
        .filter(({ id }) => !quiet.has(id))
        .map(({ id, source }): InboxEvent => ({ ...head, type: 'contact.created', data: { contactId: id, source } })),
      ...changes.flatMap((contact): InboxEvent[] => {
        const fields = named.filter((field) => contact[field] !== null)
        return fields.length === 0
          ? []
          : [{ ...head, type: 'contact.updated', data: { contactId: contact.id, changes: fields } }]
      }),
      ...merges.map(
        ({ contactId, into }): InboxEvent => ({
          ...head,
          type: 'contact.merged',
          data: { contactId: into, mergedContactId: contactId },
        }),
      ),
    ]
  }

  return {
    find,
    meet,
    rename,
    sync,
    rows,
    events,
    /** Whom the inbox shows otherwise than before. */
    lookingDifferent: (): string[] => {
      const { changes } = rows()
      const isSeen = (change: ContactChange) => shown.some((field) => change[field] !== null)
      return [...changes.filter(isSeen).map(({ id }) => id), ...merges.map(({ into }) => into)]
    },
    /** The contacts that are this one after merges, itself among them. */
    familyOf: (contactId: string): string[] =>
      hasMerged ? [...contacts.keys()].filter((id) => rootOf(id)?.id === contactId) : [contactId],
    /** They have one conversation more. */
    countConversation: (contactId: string): void => void added.set(contactId, (added.get(contactId) ?? 0) + 1),
  }
}
export type People = ReturnType<typeof createPeople>

const named = ['name', 'profileName', 'username', 'phone', 'consent'] as const
const shown = [...named, 'country', 'blockedAt', 'mergedInto'] as const
type Shown = (typeof shown)[number]
/** None of these is ever taken away but the country, which goes with the number. */
function differences(was: ContactRow, is: ContactRow): { [F in Shown]: ContactRow[F] | null } {
  const changed = <F extends Shown>(field: F) => (was[field] === is[field] ? null : is[field])
  return {
    name: changed('name'),
    profileName: changed('profileName'),
    username: changed('username'),
    phone: changed('phone'),
    country: was.phone === is.phone ? changed('country') : is.country,
    consent: changed('consent'),
    blockedAt: changed('blockedAt'),
    mergedInto: changed('mergedInto'),
  }
}
const isOlder = (one: ContactRow, other: ContactRow): boolean =>
  one.createdAt - other.createdAt < 0 || (one.createdAt === other.createdAt && one.id < other.id)
