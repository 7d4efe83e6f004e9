import type { OrganizationContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { aliasesOf } from '../contacts/contacts.models'
import {
  findPeople,
  type ImportChanges,
  listConversationsOf,
  listTagsByName,
  type PersonRow,
} from './contact-import.repository'
import type { ImportMapping } from './contact-import.schemas'
import type { Person } from './read-person.usecases'

export type ReadRow = { row: number; cells: readonly (string | null)[]; person: Person | string }
export type Refusal = { row: number; cells: readonly (string | null)[]; reason: string }
type Draft = {
  before: PersonRow | null
  now: PersonRow
  tagIds: Set<string>
  newTagIds: Set<string>
  consent: boolean
}
type Plan = {
  changes: ImportChanges
  conversationIds: string[]
  refusals: Refusal[]
  counts: { created: number; updated: number; unchanged: number; consentKept: number }
}

const MAX_TAGS = 500
const TINTS = 8

/** What a step's rows change, decided by what is there; a later row about the same person goes on where an earlier one was. */
export async function planImport(
  ctx: OrganizationContext,
  rows: readonly ReadRow[],
  { mapping, origin }: { mapping: ImportMapping; origin: { jobId: string; filename: string } },
): Promise<Plan> {
  const people = rows.flatMap(({ person }) => (typeof person === 'string' ? [] : person))
  const known = await findPeople(ctx, {
    ids: [...new Set(people.flatMap(({ id }) => id ?? []))],
    numbers: [...new Set(people.flatMap(({ phone }) => (phone ? [phone.digits, ...aliasesOf(phone.digits)] : [])))],
    emails: [...new Set(people.flatMap(({ email }) => email ?? []))],
  })
  const drafts = openDrafts(known)
  const tagger = await openTags(ctx, people)
  const now = ctx.clock.now()
  const refusals: Refusal[] = []
  const identities: ImportChanges['identities'] = []
  let unchanged = 0
  let consentKept = 0
  for (const { row, cells, person } of rows) {
    const refuse = (reason: string) => refusals.push({ row, cells, reason })
    if (typeof person === 'string') {
      refuse(person)
      continue
    }
    const found = drafts.find(person)
    if (found?.now.deletedAt) {
      refuse('This person is being deleted. Import the row again in a few minutes.')
      continue
    }
    if (!found && !person.phone && person.email === null) {
      refuse('There is nobody with this id, and the row has neither a phone number nor an email address.')
      continue
    }
    if (found && mapping.mode === 'create') {
      unchanged++
      continue
    }
    const named = tagger.idsOf(person.tags)
    if (!named) {
      refuse(`There are ${MAX_TAGS} tags already; this row names a new one.`)
      continue
    }
    const draft = found ?? drafts.add(createId('ctc', now))
    // Whom another form of the number names keeps that one: aliases only find.
    if (person.phone && !drafts.byNumber(person.phone.digits))
      identities.push({ kind: 'phone', value: person.phone.digits, contactId: draft.now.id, createdAt: now })
    drafts.name(draft, person)
    apply(draft, person)
    for (const id of [...mapping.tagIds, ...named]) if (!draft.tagIds.has(id)) draft.newTagIds.add(id)
    const wanted = person.consent ?? (mapping.consent ? true : null)
    if (wanted && draft.now.consent === 'revoked') consentKept++
    else if (wanted !== null && draft.now.consent !== (wanted ? 'granted' : 'revoked')) {
      draft.now = { ...draft.now, consent: wanted ? 'granted' : 'revoked' }
      draft.consent = true
    }
    if (found && !hasChanged(draft)) unchanged++
  }
  const touched = drafts.all().filter(hasChanged)
  const created = touched.filter(({ before }) => before === null)
  const updated = touched.filter(({ before }) => before !== null)
  return {
    changes: toChanges(ctx, { created, updated, identities, tags: tagger.added(), mapping, origin }),
    conversationIds: await listConversationsOf(
      ctx,
      updated.map((draft) => draft.now.id),
    ),
    refusals,
    counts: { created: created.length, updated: updated.length, unchanged, consentKept },
  }
}

function openDrafts({ identities, people, links }: Awaited<ReturnType<typeof findPeople>>) {
  const byId = new Map<string, Draft>()
  const rowById = new Map(people.map((row) => [row.id, row]))
  const open = (id: string | undefined): Draft | undefined => {
    const row = rowById.get(id ?? '')
    if (!row) return undefined
    if (row.mergedInto !== null) return open(row.mergedInto)
    const draft = byId.get(row.id)
    if (draft) return draft
    const tagIds = links.flatMap(({ contactId, tagId }) => (contactId === row.id ? tagId : []))
    return remember({ before: row, now: row, tagIds: new Set(tagIds), newTagIds: new Set(), consent: false })
  }
  const remember = (draft: Draft): Draft => {
    byId.set(draft.now.id, draft)
    return draft
  }
  const ofNumber = new Map<string, string>()
  // What Meta calls them is surer than what somebody typed.
  for (const kind of ['phone', 'wa_id'] as const)
    for (const one of identities) if (one.kind === kind) ofNumber.set(one.value, one.contactId)
  const ofEmail = new Map<string, string>()
  for (const row of people) if (row.email !== null && !ofEmail.has(row.email)) ofEmail.set(row.email, row.id)
  const at = (id: string | undefined) => byId.get(id ?? '') ?? open(id)
  const byNumber = (digits: string): Draft | undefined => {
    for (const value of [digits, ...aliasesOf(digits)]) {
      const draft = at(ofNumber.get(value))
      if (draft) return draft
    }
    return undefined
  }
  return {
    byNumber,
    /** By their id, else by their number; by their email only who has no other number. */
    find({ id, phone, email }: Person): Draft | undefined {
      const named = id === null ? undefined : at(id)
      if (named) return named
      const numbered = phone ? byNumber(phone.digits) : undefined
      if (numbered) return numbered
      const mailed = email === null ? undefined : at(ofEmail.get(email))
      return mailed && (!phone || mailed.now.phone === null) ? mailed : undefined
    },
    add: (id: string): Draft =>
      remember({ before: null, now: { ...nobody, id }, tagIds: new Set(), newTagIds: new Set(), consent: false }),
    name(draft: Draft, { phone, email }: Person) {
      if (phone && !ofNumber.has(phone.digits)) ofNumber.set(phone.digits, draft.now.id)
      if (email !== null && !ofEmail.has(email)) ofEmail.set(email, draft.now.id)
    },
    all: () => [...byId.values()],
  }
}

const nobody: Omit<PersonRow, 'id'> = {
  ...{ name: null, username: null, phone: null, country: null, language: null, email: null, fields: null },
  ...{ consent: 'unknown', mergedInto: null, deletedAt: null },
}

/** An empty cell changes nothing. */
function apply(draft: Draft, person: Person): void {
  const { now } = draft
  const hasPhone = now.phone !== null || person.phone === null
  draft.now = {
    ...now,
    name: person.name ?? now.name,
    username: person.username ?? now.username,
    language: person.language ?? now.language,
    email: person.email ?? now.email,
    phone: hasPhone ? now.phone : `+${person.phone?.digits}`,
    country: hasPhone ? now.country : (person.phone?.country ?? null),
    fields: Object.keys(person.fields).length > 0 ? { ...now.fields, ...person.fields } : now.fields,
  }
}

const plainColumns = ['name', 'username', 'phone', 'country', 'language', 'email', 'consent'] as const
function changesOf({ before, now, newTagIds }: Draft): string[] {
  const changed: string[] = plainColumns.filter((key) => before?.[key] !== now[key])
  const keys = Object.keys(now.fields ?? {}).filter((key) => before?.fields?.[key] !== now.fields?.[key])
  return [...changed, ...keys.map((key) => `fields.${key}`), ...(newTagIds.size > 0 ? ['tags'] : [])]
}
const hasChanged = (draft: Draft): boolean => draft.before === null || changesOf(draft).length > 0

async function openTags(ctx: OrganizationContext, people: readonly Person[]) {
  const ids = new Map<string, string>()
  const added: ImportChanges['tags'] = []
  if (people.every(({ tags }) => tags.length === 0)) return { idsOf: () => [], added: () => added }
  for (const { id, name } of await listTagsByName(ctx)) ids.set(name.toLocaleLowerCase(), id)
  const now = ctx.clock.now()
  return {
    added: () => added,
    /** Null: there are too many. */
    idsOf(names: readonly string[]): string[] | null {
      const unknown = [...new Map(names.map((name) => [name.toLocaleLowerCase(), name]))].filter(
        ([key]) => !ids.has(key),
      )
      if (ids.size + unknown.length > MAX_TAGS && unknown.length > 0) return null
      for (const [key, name] of unknown) {
        const id = createId('tag', now)
        added.push({ id, name, tint: ids.size % TINTS, createdAt: now })
        ids.set(key, id)
      }
      return names.flatMap((name) => ids.get(name.toLocaleLowerCase()) ?? [])
    },
  }
}

function toChanges(
  ctx: OrganizationContext,
  {
    created,
    updated,
    identities,
    tags,
    mapping,
    origin,
  }: {
    created: Draft[]
    updated: Draft[]
    identities: ImportChanges['identities']
    tags: ImportChanges['tags']
    mapping: ImportMapping
    origin: { jobId: string; filename: string }
  },
): ImportChanges {
  const at = ctx.clock.now()
  const all = [...created, ...updated]
  const { actor } = ctx
  return {
    tags,
    identities,
    people: created.map(({ now: { mergedInto: _, deletedAt: __, ...row } }) => ({
      ...row,
      ...{ source: 'import', createdAt: at, updatedAt: at },
    })),
    changed: updated.map(({ now: { mergedInto: _, deletedAt: __, ...row } }) => ({
      ...row,
      fields: row.fields && JSON.stringify(row.fields),
      updatedAt: at,
    })),
    links: all.flatMap(({ now, newTagIds }) =>
      [...newTagIds].map((tagId) => ({ contactId: now.id, tagId, createdAt: at })),
    ),
    consents: all
      .filter(({ consent }) => consent)
      .map(({ now }) => ({
        ...{ id: createId('cns', at), contactId: now.id, source: 'import', actor, occurredAt: at, createdAt: at },
        state: now.consent === 'granted' ? ('granted' as const) : ('revoked' as const),
        wording: mapping.consent
          ? `${mapping.consent.wording} (${mapping.consent.source})`
          : `In the file ${origin.filename}`,
      })),
    events: all.map((draft) => ({
      ...{ id: createId('evt', at), contactId: draft.now.id, actor, occurredAt: at },
      type: draft.before === null ? 'created' : 'imported',
      data: { source: 'import', ...origin, ...(draft.before && { changes: changesOf(draft) }) },
    })),
  }
}
