import { useNavigate, useSearchParams } from '@solidjs/router'
import type { ContactSort } from '@worker/modules/contacts/contact-list.schemas'
import type { SegmentCondition } from '@worker/modules/segments/segments.schemas'
import { createMemo } from 'solid-js'

/** Not the schema's list: that would bring zod along. */
const contactSorts = ['last_message', 'name', 'created'] as const satisfies readonly ContactSort[]

export type { ContactSort }

/** What the page shows; all of it is in its address, so that a link or Back brings it back. */
export type ListPlace = {
  /** The tab; undefined: everyone. */
  segmentId: string | undefined
  search: string
  conditions: readonly SegmentCondition[]
  sort: ContactSort
}
type Query = Partial<Record<'segment' | 'q' | 'filter' | 'sort', string | string[]>>

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)
const isCondition = (value: unknown): value is SegmentCondition =>
  typeof value === 'object' && value !== null && 'on' in value && typeof value.on === 'string'

/** What somebody typed into the address and is no filter is left out; whether the rest makes sense, the server says. */
function readConditions(text: string | undefined): SegmentCondition[] {
  if (!text) return []
  try {
    const read: unknown = JSON.parse(text)
    return Array.isArray(read) ? read.filter(isCondition) : []
  } catch {
    return []
  }
}

export function readPlace(query: Query): ListPlace {
  const sort = one(query.sort)
  return {
    segmentId: one(query.segment) || undefined,
    search: one(query.q) ?? '',
    conditions: readConditions(one(query.filter)),
    sort: contactSorts.find((known) => known === sort) ?? 'last_message',
  }
}

/** The same as parameters; what is as usual is not written. */
export function writePlace(place: ListPlace): string {
  const query = new URLSearchParams()
  if (place.segmentId) query.set('segment', place.segmentId)
  if (place.search.trim() !== '') query.set('q', place.search)
  if (place.conditions.length > 0) query.set('filter', JSON.stringify(place.conditions))
  if (place.sort !== 'last_message') query.set('sort', place.sort)
  return query.size > 0 ? `?${query}` : ''
}

/** What the API is asked, without the order: the list, the count and the bulk actions mean the same people. */
export function filterOf(place: Omit<ListPlace, 'sort'>): { search?: string; segmentId?: string; filter?: string } {
  const search = place.search.trim()
  return {
    ...(search !== '' && { search }),
    ...(place.segmentId && { segmentId: place.segmentId }),
    ...(place.conditions.length > 0 && { filter: JSON.stringify({ match: 'all', conditions: place.conditions }) }),
  }
}

/** The place in the address, and the way to another. Typing replaces it; choosing a tab is a step to go back from. */
export function createListPlace() {
  const [query] = useSearchParams<Query>()
  const navigate = useNavigate()
  const place = createMemo(() => readPlace(query), undefined, {
    equals: (before, after) => writePlace(before) === writePlace(after),
  })
  const go = (change: Partial<ListPlace>, { isStep = false } = {}) =>
    navigate(`/contacts${writePlace({ ...place(), ...change })}`, { replace: !isStep, scroll: false })
  return { place, go }
}
