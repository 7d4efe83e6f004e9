import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { isVisible, showConversations } from '../inbox/inbox.usecases'
import {
  type ConversationFilter,
  countLists,
  findByText,
  type Hit,
  listConversations,
  readTexts,
} from './conversation-list.repository'
import {
  comparePositions,
  firstOf,
  isInView,
  numberIn,
  type Position,
  positionOf,
  sortRows,
} from './conversations.models'
import { type ConversationRow, findConversationsOfPerson } from './conversations.repository'
import {
  type Conversation,
  type ConversationCounts,
  conversationCountsSchema,
  conversationViews,
  type ListedConversation,
} from './conversations.schemas'
import { excerptOf } from './excerpts.models'

export type ConversationSearch = ConversationFilter & { contactId?: string | undefined; search?: string | undefined }
type Page = { after: Position | undefined; limit: number }

/** @returns a page's conversations, and the position of the last one if there are more */
export async function findConversationPage(
  ctx: OrganizationContext,
  filter: ConversationSearch,
  page: Page,
): Promise<{ items: ListedConversation[]; next: Position | null }> {
  const now = ctx.clock.now()
  const wanted = { ...page, limit: page.limit + 1 }
  const { rows: found, hits } = await (filter.search === undefined && filter.contactId === undefined
    ? { rows: await listConversations(ctx, filter, { ...wanted, now }), hits: [] }
    : pick(ctx, filter, { ...wanted, now }))
  const rows = found.slice(0, page.limit)
  const last = rows.at(-1)
  return {
    items: await withMatches(ctx, await showConversations(ctx, rows), { hits, search: filter.search ?? '' }),
    next: found.length > page.limit && last ? positionOf(last, filter.view) : null,
  }
}

/** Each conversation with the newest of its messages that the search found. */
async function withMatches(
  ctx: OrganizationContext,
  items: readonly Conversation[],
  { hits, search }: { hits: readonly Hit[]; search: string },
): Promise<ListedConversation[]> {
  const newest = new Map<string, Hit>()
  for (const hit of hits) {
    const other = newest.get(hit.conversationId)
    if (!other || comparePositions([hit.occurredAt, hit.id], [other.occurredAt, other.id], 'newest') < 0)
      newest.set(hit.conversationId, hit)
  }
  const shown = items.flatMap(({ id }) => newest.get(id) ?? [])
  const texts = await readTexts(
    ctx,
    shown.map(({ id }) => id),
  )
  return items.map((item) => {
    const hit = newest.get(item.id)
    const text = texts.get(hit?.id ?? '')
    if (!hit || !text) return { ...item, match: null }
    return { ...item, match: { messageId: hit.id, ...excerptOf(text, search), occurredAt: toIso(hit.occurredAt) } }
  })
}

/**
 * Of what a text or a person finds, which is little, what the filter leaves. The view `all` leaves everything then: who
 * searches looks for what was closed, too.
 */
async function pick(
  ctx: OrganizationContext,
  filter: ConversationSearch,
  { after, limit, now }: Page & { now: number },
): Promise<{ rows: ConversationRow[]; hits: Hit[] }> {
  const { view, status, assigneeId, phoneNumberId, tagId, hasFailed, contactId, search } = filter
  const people = contactId === undefined ? undefined : await findConversationsOfPerson(ctx, contactId, tagId)
  const isFiltered =
    ctx.visibility !== 'all' ||
    view !== 'all' ||
    [status, assigneeId, phoneNumberId, tagId, contactId].some((one) => one !== undefined) ||
    hasFailed === true
  const said =
    search === undefined
      ? undefined
      : await findByText(ctx, { text: search, number: numberIn(search), tagId, isFiltered })
  const inBoth =
    people && said ? said.rows.filter(({ id }) => people.some((row) => row.id === id)) : (said?.rows ?? people ?? [])
  const viewer = { id: ctx.actor.id, now }
  const rows = inBoth.filter(
    (row) =>
      isVisible(ctx, row.assigneeId) &&
      (view === 'all' ? status === undefined || row.status === status : isInView(row, filter, viewer)) &&
      (!hasFailed || row.failedMessageId !== null) &&
      (assigneeId === undefined || row.assigneeId === assigneeId) &&
      (phoneNumberId === undefined || row.phoneNumberId === phoneNumberId) &&
      (after === undefined || comparePositions(positionOf(row, view), after, firstOf(view)) > 0),
  )
  return { rows: sortRows(rows, view).slice(0, limit), hits: said?.hits ?? [] }
}

const failed = ['failed', { view: 'all', hasFailed: true }] as const
/** A hundred means "more than 99". */
const COUNT_LIMIT = 100

export async function countConversationViews(ctx: OrganizationContext): Promise<ConversationCounts> {
  const lists = [...conversationViews.map((view) => [view, { view }] as const), failed]
  const counts = await countLists(ctx, new Map(lists), { limit: COUNT_LIMIT, now: ctx.clock.now() })
  return conversationCountsSchema.parse(Object.fromEntries(counts))
}
