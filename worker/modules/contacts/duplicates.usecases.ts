import type { OrganizationContext } from '../../shared/context'
import { encodeCursor } from '../../shared/pagination'
import { contactNotFound } from './contacts.errors'
import { aliasesOf } from './contacts.models'
import {
  type Candidate,
  deleteApart,
  findByEmails,
  findByNames,
  findByNumbers,
  findListed,
  findSeen,
  insertApart,
  listApart,
  listNumbersOf,
  listPeopleBelow,
} from './duplicates.repository'
import { COUNT_MAX, type DuplicatePair } from './duplicates.schemas'
import { isOlder } from './merges.models'
import { readSides } from './merges.repository'
import { toPersonSide } from './merges.usecases'
import { requirePerson } from './person.usecases'

/** People are looked at in chunks, newest first; a request looks at so many. */
const CHUNK = 200
const MAX_CHUNKS = 5
/** How many of the same name or email are taken of a chunk: a shop's own address is not everybody's twin. */
const MATCHES_MAX = 200
/** `Li` is a name of many. */
const NAME_MIN = 3

type Reason = DuplicatePair['reasons'][number]
type Found = { ids: [string, string]; reasons: Reason[] }
type Place = { below: string | null; skip: string | null }

const pairOf = (one: string, other: string): [string, string] => (one < other ? [one, other] : [other, one])

/**
 * Pairs that may be one person, those of the newest people first. Each is found at one of its two people: at the newer
 * one by number and email, at the one without a number by name. Nothing is merged.
 */
export async function listDuplicates(
  ctx: OrganizationContext,
  { place, limit }: { place: Place | undefined; limit: number },
): Promise<{ items: DuplicatePair[]; nextCursor: string | null }> {
  const { found, next } = await findPairs(ctx, place, limit)
  return { items: await showPairs(ctx, found), nextCursor: next && encodeCursor([next.below, next.skip]) }
}

/** For a badge: of as many people as one page looks at. */
export async function countDuplicates(ctx: OrganizationContext): Promise<{ count: number; isMore: boolean }> {
  const { found, next } = await findPairs(ctx, undefined, COUNT_MAX)
  return { count: found.length, isMore: next !== null }
}

async function findPairs(
  ctx: OrganizationContext,
  { below, skip }: Place = { below: null, skip: null },
  limit: number,
): Promise<{ found: Found[]; next: Place | null }> {
  const found: Found[] = []
  let place: Place = { below, skip }
  for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
    const people = await listPeopleBelow(ctx, { below: place.below, limit: CHUNK })
    const pairs = await pairsAmong(ctx, people)
    // The page before ended within this chunk, behind this pair.
    const { skip: seen } = place
    const fresh = seen === null ? pairs : pairs.filter((pair) => keyOf(pair) < seen)
    const room = limit - found.length
    found.push(...fresh.slice(0, room))
    const last = found.at(-1)
    if (fresh.length > room && last) return { found, next: { below: place.below, skip: keyOf(last) } }
    if (people.length < CHUNK) return { found, next: null }
    place = { below: people.at(-1)?.id ?? null, skip: null }
    if (found.length === limit) break
  }
  return { found, next: place }
}

/** Pairs are in the order of these, backwards: those of the newest people first. */
const keyOf = ({ ids: [low, high] }: Found): string => `${high} ${low}`

async function pairsAmong(ctx: OrganizationContext, people: Candidate[]): Promise<Found[]> {
  if (people.length === 0) return []
  const pairs = new Map<string, Found>()
  const add = (one: string, other: string, reason: Reason) => {
    const ids = pairOf(one, other)
    const pair = pairs.get(ids.join(' ')) ?? { ids, reasons: [] }
    if (!pair.reasons.some(({ kind }) => kind === reason.kind)) pair.reasons.push(reason)
    pairs.set(ids.join(' '), pair)
  }
  const [byNumber, byEmail, byName] = await Promise.all([
    sameNumbers(ctx, people),
    sameEmails(ctx, people),
    sameNames(ctx, people),
  ])
  for (const { one, other, reason } of [...byNumber, ...byEmail, ...byName]) add(one, other, reason)
  return withoutKnown(ctx, [...pairs.values()])
}

type Match = { one: string; other: string; reason: Reason }

async function sameNumbers(ctx: OrganizationContext, people: Candidate[]): Promise<Match[]> {
  const own = await listNumbersOf(
    ctx,
    people.map(({ id }) => id),
  )
  const forms = own.flatMap(({ value, contactId }) =>
    [value, ...aliasesOf(value)].map((form) => ({ value, form, contactId })),
  )
  const others = Map.groupBy(
    await findByNumbers(ctx, [...new Set(forms.map(({ form }) => form))]),
    ({ value }) => value,
  )
  return forms.flatMap(({ value, form, contactId }) =>
    (others.get(form) ?? [])
      .filter((other) => other.contactId < contactId)
      .map((other) => ({
        one: contactId,
        other: other.contactId,
        reason: { kind: 'number' as const, values: [...new Set([`+${other.value}`, `+${value}`])] },
      })),
  )
}

async function sameEmails(ctx: OrganizationContext, people: Candidate[]): Promise<Match[]> {
  const withEmail = people.flatMap(({ id, email }) => (email ? [{ id, email }] : []))
  if (withEmail.length === 0) return []
  const asked = withEmail.flatMap(({ email }) => [email, email.toLowerCase()])
  const others = await findByEmails(ctx, [...new Set(asked)], MATCHES_MAX)
  return withEmail.flatMap(({ id, email }) =>
    others
      .filter((other) => other.id < id && other.email?.toLowerCase() === email.toLowerCase())
      .map((other) => ({
        one: id,
        other: other.id,
        reason: { kind: 'email' as const, values: [...new Set([other.email ?? '', email])] },
      })),
  )
}

async function sameNames(ctx: OrganizationContext, people: Candidate[]): Promise<Match[]> {
  const without = people.filter(
    ({ phone, hasName, shownName }) => phone === null && hasName === 1 && shownName.trim().length >= NAME_MIN,
  )
  if (without.length === 0) return []
  const others = await findByNames(ctx, [...new Set(without.map(({ shownName }) => shownName))], MATCHES_MAX)
  return without.flatMap(({ id, shownName }) =>
    others
      .filter((other) => other.id !== id && other.shownName === shownName)
      .map((other) => ({ one: id, other: other.id, reason: { kind: 'name' as const, values: [shownName] } })),
  )
}

/** Without pairs that somebody has held apart, with one who is gone, and with one whom the actor does not see. */
async function withoutKnown(ctx: OrganizationContext, pairs: Found[]): Promise<Found[]> {
  if (pairs.length === 0) return []
  const ids = [...new Set(pairs.flatMap((pair) => pair.ids))]
  const [listed, apart, seen] = await Promise.all([
    findListed(ctx, ids),
    listApart(
      ctx,
      pairs.map(({ ids: [low] }) => low),
    ),
    ctx.visibility === 'own' ? findSeen(ctx, ids, ctx.actor.id ?? '') : null,
  ])
  const isThere = (id: string) => listed.includes(id) && (seen === null || seen.has(id))
  const held = new Set(apart.map(({ lowId, highId }) => `${highId} ${lowId}`))
  return pairs
    .filter((pair) => pair.ids.every(isThere) && !held.has(keyOf(pair)))
    .sort((one, other) => (keyOf(one) < keyOf(other) ? 1 : -1))
}

async function showPairs(ctx: OrganizationContext, found: Found[]): Promise<DuplicatePair[]> {
  if (found.length === 0) return []
  const rows = new Map(
    (await readSides(ctx, [...new Set(found.flatMap(({ ids }) => ids))])).map((row) => [row.id, row]),
  )
  return found.flatMap(({ ids, reasons }): DuplicatePair[] => {
    const [low, high] = [rows.get(ids[0]), rows.get(ids[1])]
    if (!low || !high) return []
    const [older, younger] = isOlder(low, high) ? [low, high] : [high, low]
    return [
      {
        ids,
        people: [toPersonSide(older), toPersonSide(younger)],
        strength: reasons.some(({ kind }) => kind !== 'name') ? 'strong' : 'weak',
        reasons,
      },
    ]
  })
}

/** Two people after all: they are not offered again. @throws `contacts.not_found` */
export async function holdApart(ctx: OrganizationContext, ids: readonly [string, string]): Promise<void> {
  const pair = await requirePair(ctx, ids)
  await insertApart(ctx, pair)
}

/** They are offered again. @throws `contacts.not_found` */
export async function letTogether(ctx: OrganizationContext, ids: readonly [string, string]): Promise<void> {
  const pair = await requirePair(ctx, ids)
  await deleteApart(ctx, pair)
}

async function requirePair(ctx: OrganizationContext, [one, other]: readonly [string, string]) {
  const people = await Promise.all([requirePerson(ctx, one), requirePerson(ctx, other)])
  const [first, second] = people.map(({ contact }) => contact)
  // One person by now: there is nobody to hold apart.
  if (!first || !second || first.id === second.id) throw contactNotFound()
  const [lowId, highId] = pairOf(first.id, second.id)
  return { lowId, highId }
}
