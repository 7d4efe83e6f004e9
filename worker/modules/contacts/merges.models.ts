import type { MergeChoices } from './merges.schemas'

export type Fields = Record<string, string | number | boolean | null>
/** What a merge may change on the contact that stays. */
export type MergeColumns = {
  name: string | null
  profileName: string | null
  username: string | null
  phone: string | null
  country: string | null
  language: string | null
  email: string | null
  ownerId: string | null
  fields: Fields | null
  consent: string
  blockedAt: number | null
}
export const chosen = ['name', 'email', 'ownerId', 'language'] as const
const filledIn = ['profileName', 'username'] as const
const plain = [...chosen, ...filledIn, 'phone', 'country', 'consent', 'blockedAt'] as const
type Plain = (typeof plain)[number]

/** Choices by who stays, not by whose address was asked. */
export type Choices = { [K in (typeof chosen)[number]]?: 'kept' | 'merged' } & {
  fields?: Record<string, 'kept' | 'merged'>
}
export function choicesOf(choices: MergeChoices | undefined, kept: 'this' | 'other'): Choices {
  const turn = (side: 'this' | 'other') => (side === kept ? ('kept' as const) : ('merged' as const))
  const { fields = {}, ...own } = choices ?? {}
  return {
    ...Object.fromEntries(Object.entries(own).flatMap(([key, side]) => (side ? [[key, turn(side)]] : []))),
    fields: Object.fromEntries(Object.entries(fields).map(([key, side]) => [key, turn(side)])),
  }
}

/** Ingestion's rule (people.models): the older one. */
export const isOlder = (one: { id: string; createdAt: number }, other: { id: string; createdAt: number }): boolean =>
  one.createdAt < other.createdAt || (one.createdAt === other.createdAt && one.id < other.id)

/** The stricter one holds. Ingestion has the same rule. */
const consents = ['unknown', 'granted', 'revoked']
const stricter = (one: string, other: string): string => (consents.indexOf(other) > consents.indexOf(one) ? other : one)

const present = (fields: Fields | null): [string, string | number | boolean][] =>
  Object.entries(fields ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, value]]))

/** The one who stays, with what they lacked and what was chosen. */
export function mergedColumns(kept: MergeColumns, merged: MergeColumns, choices: Choices = {}): MergeColumns {
  const choose = (field: (typeof chosen)[number]) =>
    (choices[field] === 'merged' ? (merged[field] ?? kept[field]) : (kept[field] ?? merged[field])) || null
  const fields = new Map(present(merged.fields))
  for (const [key, value] of present(kept.fields))
    if (!fields.has(key) || choices.fields?.[key] !== 'merged') fields.set(key, value)
  const phone = kept.phone ?? merged.phone
  return {
    name: choose('name'),
    email: choose('email'),
    ownerId: choose('ownerId'),
    language: choose('language'),
    profileName: kept.profileName ?? merged.profileName,
    username: kept.username ?? merged.username,
    phone,
    country: kept.phone === null && merged.phone !== null ? merged.country : (kept.country ?? merged.country),
    fields: fields.size > 0 ? Object.fromEntries(fields) : kept.fields,
    consent: stricter(kept.consent, merged.consent),
    blockedAt: kept.blockedAt ?? merged.blockedAt,
  }
}

export type Conflict = {
  field: (typeof chosen)[number] | 'fields'
  key: string | null
  this: string | number | boolean
  other: string | number | boolean
}
/** What both have, and not the same. */
export function conflictsOf(one: MergeColumns, other: MergeColumns): Conflict[] {
  const others = new Map(present(other.fields))
  return [
    ...chosen.flatMap((field): Conflict[] => {
      const [mine, theirs] = [one[field], other[field]]
      return mine && theirs && mine !== theirs ? [{ field, key: null, this: mine, other: theirs }] : []
    }),
    ...present(one.fields).flatMap(([key, value]): Conflict[] => {
      const theirs = others.get(key)
      return theirs === undefined || theirs === value ? [] : [{ field: 'fields', key, this: value, other: theirs }]
    }),
  ]
}

/** What undoing puts back: only what is still as the merge left it. Fields one by one. */
export function restored(
  now: MergeColumns,
  { before, after }: { before: MergeColumns; after: MergeColumns },
): Partial<MergeColumns> {
  const back = plain.filter((column) => now[column] === after[column] && before[column] !== after[column])
  const fields = restoredFields(now.fields ?? {}, { before: before.fields ?? {}, after: after.fields ?? {} })
  return {
    ...(Object.fromEntries(back.map((column) => [column, before[column]])) as Partial<Pick<MergeColumns, Plain>>),
    ...(fields && { fields }),
  }
}

function restoredFields(now: Fields, { before, after }: { before: Fields; after: Fields }): Fields | null {
  const result = new Map(Object.entries(now))
  let isChanged = false
  for (const [key, value] of Object.entries(after)) {
    const was = Object.hasOwn(before, key) ? before[key] : null
    if (was === value || result.get(key) !== value) continue
    isChanged = true
    if (was === null || was === undefined) result.delete(key)
    else result.set(key, was)
  }
  return isChanged ? Object.fromEntries(result) : null
}
