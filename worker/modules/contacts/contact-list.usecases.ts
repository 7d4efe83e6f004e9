import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { toPage } from '../../shared/pagination'
import { callingCodeOf, formatPhone } from '../../shared/phone'
import { toContactSummary } from '../inbox/inbox.models'
import {
  countPeople,
  type PeopleCondition,
  requireSegment,
  requireValid,
  seenPeople,
  segmentCondition,
} from '../segments/segments.usecases'
import { numbersIn } from './contact-list.models'
import {
  allOf,
  FOUND_MAX,
  foundBy,
  type ListPosition,
  listByCondition,
  listByLastMessage,
  nobody,
  readListed,
} from './contact-list.repository'
import type { ContactListItem, ContactSort, Selection } from './contact-list.schemas'

/** Which people, by whatever a list, a count, an export or a bulk action asks. */
export type PeopleFilter = Extract<Selection, { filter: unknown }>['filter']

/**
 * What a filter asks of rows of `contacts`; undefined: nothing. Whom the actor may see is not in it.
 * @throws `segments.not_found`, `segments.invalid`
 */
export async function filterCondition(
  ctx: OrganizationContext,
  { search, segmentId, definition }: PeopleFilter,
): Promise<PeopleCondition | undefined> {
  const parts: PeopleCondition[] = []
  if (search) {
    const numbers = numbersIn(search, ctx.defaultCountry === null ? null : callingCodeOf(ctx.defaultCountry))
    parts.push(foundBy(ctx, [search, ...numbers]) ?? nobody)
  }
  if (segmentId !== undefined) parts.push(segmentCondition(ctx, (await requireSegment(ctx, segmentId)).definition))
  if (definition !== undefined) {
    await requireValid(ctx, definition)
    parts.push(segmentCondition(ctx, definition))
  }
  return allOf(parts)
}

/** @throws `segments.not_found`, `segments.invalid` */
export async function listContacts(
  ctx: OrganizationContext,
  filter: PeopleFilter,
  page: {
    sort: ContactSort
    isAscending: boolean
    after: ListPosition | undefined
    limit: number
  },
): Promise<{ items: ContactListItem[]; nextCursor: string | null }> {
  const condition = await filterCondition(ctx, filter)
  const wanted = { ...page, limit: page.limit + 1 }
  const found =
    // Who sees their own only asks more of each person than fits into the ranges.
    condition === undefined && page.sort === 'last_message' && ctx.visibility === 'all'
      ? await listByLastMessage(ctx, wanted)
      : await listByCondition(ctx, seenPeople(ctx, condition), wanted)
  const { items, nextCursor } = toPage(found, page.limit, ({ position }) => position)
  return {
    items: await showListed(
      ctx,
      items.map(({ id }) => id),
    ),
    nextCursor,
  }
}

/** @throws `segments.not_found`, `segments.invalid` */
export async function countContacts(
  ctx: OrganizationContext,
  filter: PeopleFilter,
): Promise<{ count: number; isExact: boolean }> {
  const count = await countPeople(ctx, seenPeople(ctx, await filterCondition(ctx, filter)))
  return { count, isExact: !filter.search || count < FOUND_MAX }
}

async function showListed(ctx: OrganizationContext, ids: readonly string[]): Promise<ContactListItem[]> {
  if (ids.length === 0) return []
  const { rows, links, tags } = await readSurvivors(ctx, ids)
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  const tagsOf = Map.groupBy(links, ({ contactId }) => contactId)
  const byName = tags.toSorted((one, two) => one.name.localeCompare(two.name))
  return ids.flatMap((id) => {
    const named = rowOf.get(id)
    const row = named?.mergedInto ? rowOf.get(named.mergedInto) : named
    if (!row) return []
    const theirs = new Set(tagsOf.get(row.id)?.map(({ tagId }) => tagId))
    const shown = byName
      .filter((tag) => theirs.has(tag.id))
      .map(({ id: tagId, name, tint }) => ({ id: tagId, name, tint }))
    return [
      {
        ...toContactSummary(row, shown),
        name: row.name,
        displayPhone: row.phone === null ? null : formatPhone(row.phone),
        email: row.email,
        country: row.country,
        language: row.language,
        ownerId: row.ownerId,
        source: row.source as ContactListItem['source'],
        blockedAt: toIso(row.blockedAt),
        lastMessageAt: toIso(row.lastMessageAt),
        fields: filledFields(row.fields),
        createdAt: toIso(row.createdAt),
      },
    ]
  })
}

/** What is shown of these, and of those into whom some of them were merged. */
async function readSurvivors(ctx: OrganizationContext, ids: readonly string[]) {
  const read = await readListed(ctx, ids)
  const survivorIds = read.rows.flatMap(({ mergedInto }) => mergedInto ?? [])
  if (survivorIds.length === 0) return read
  const more = await readListed(ctx, survivorIds)
  return {
    rows: [...read.rows, ...more.rows],
    links: [...read.links, ...more.links],
    tags: [...new Map([...read.tags, ...more.tags].map((tag) => [tag.id, tag])).values()],
  }
}

type Values = Record<string, string | number | boolean | null>
/** Those that have a value. */
export const filledFields = (fields: Values | null): Record<string, string | number | boolean> =>
  Object.fromEntries(Object.entries(fields ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, value]])))
