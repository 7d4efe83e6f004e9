import { tz } from '@date-fns/tz'
import { startOfDay, subDays } from 'date-fns'
import { DAY, HOUR, toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { countConversationViews } from '../conversations/conversation-list.usecases'
import { statusOf } from '../inbox/inbox.models'
import { loadConversations } from '../inbox/inbox.usecases'
import { toPhoneNumber } from '../phone-numbers/phone-numbers.models'
import { listConnectedNumbers } from '../phone-numbers/phone-numbers.usecases'
import {
  closingAmong,
  countMessages,
  firstReplies,
  type Looked,
  longestWaiting,
  troubledAmong,
  waitingAmong,
} from './analytics.models'
import {
  countAssigned,
  listCandidates,
  listMemberIds,
  listMessagesSince,
  listOpenings,
  readFirsts,
  readLastWords,
} from './analytics.repository'
import type { Asking, Overview, Today } from './analytics.schemas'

const MOST_LOOKED_AT = 200
const MOST_CLOSED = 50
const MOST_CLOSING = 50
/** A failure in a conversation that is closed is worth a look for so long. */
const CLOSED_SINCE = 2 * DAY
const MOST_MEMBERS = 50
const COUNT_LIMIT = 100
const MOST_SHOWN = 6
const MOST_OPENINGS = 200
const MOST_MESSAGES = 2000

/** The first page of the day, as far as the actor sees the inbox. */
export async function readOverview(ctx: OrganizationContext): Promise<Overview> {
  const [counts, numbers, firsts, asking, team] = await Promise.all([
    countConversationViews(ctx),
    listConnectedNumbers(ctx),
    readFirsts(ctx),
    readAsking(ctx),
    readTeam(ctx),
  ])
  return {
    open: counts.all,
    unassigned: counts.unassigned,
    unread: counts.unread,
    ...asking,
    numbers: numbers.map(toPhoneNumber),
    team,
    checklist: {
      numberConnected: numbers.length > 0,
      messageReceived: numbers.some(({ lastMessageAt }) => lastMessageAt !== null),
      ...firsts,
    },
  }
}

async function readAsking(ctx: OrganizationContext) {
  const now = ctx.clock.now()
  const candidates = await listCandidates(ctx, {
    active: MOST_LOOKED_AT + 1,
    closed: { since: now - CLOSED_SINCE, limit: MOST_CLOSED },
    closing: { since: now - DAY, until: now - DAY + 2 * HOUR, limit: MOST_CLOSING + 1 },
  })
  const active = new Set(candidates.active.slice(0, MOST_LOOKED_AT))
  const closing = new Set(candidates.closing.slice(0, MOST_CLOSING))
  const ids = [...new Set([...active, ...candidates.closed, ...closing])]
  const looked = ids.length === 0 ? [] : (await readLastWords(ctx, ids)).map(toLooked)
  const among = (set: ReadonlySet<string>) => looked.filter(({ conversationId }) => set.has(conversationId))
  const found = {
    waiting: waitingAmong(among(active)),
    failed: troubledAmong(looked, 'failed'),
    unconfirmed: troubledAmong(looked, 'unconfirmed'),
    windowClosing: closingAmong(among(closing), now),
  }
  const longest = longestWaiting(among(active), MOST_SHOWN)
  const firsts = Object.values(found).flatMap(({ first }) => first?.conversationId ?? [])
  const shown = await loadConversations(ctx, [...new Set([...longest, ...firsts])])
  const toAsking = ({ count, first }: (typeof found)['waiting'], isMore: boolean): Asking => {
    const conversation = shown.find(({ id }) => id === first?.conversationId)
    return {
      count,
      isMore,
      first:
        first && conversation
          ? { conversationId: first.conversationId, contactName: conversation.contact.displayName, at: toIso(first.at) }
          : null,
    }
  }
  const hasMore = candidates.active.length > MOST_LOOKED_AT
  return {
    waiting: toAsking(found.waiting, hasMore),
    waitingLongest: shown.filter(({ id }) => longest.includes(id)),
    failed: toAsking(found.failed, hasMore),
    unconfirmed: toAsking(found.unconfirmed, hasMore),
    windowClosing: toAsking(found.windowClosing, candidates.closing.length > MOST_CLOSING),
  }
}

const toLooked = ({ last, ...row }: Awaited<ReturnType<typeof readLastWords>>[number]): Looked => ({
  ...row,
  last: last && { status: statusOf(last), at: last.at },
})

/** Who sees their own conversations only is not told how many others have. */
async function readTeam(ctx: OrganizationContext): Promise<Overview['team']> {
  const members = await listMemberIds(ctx, MOST_MEMBERS)
  const shown = ctx.visibility === 'all' ? members : members.filter((id) => id === ctx.actor.id)
  const counts = await countAssigned(ctx, shown, COUNT_LIMIT)
  return shown.map((userId) => ({ userId, open: counts.get(userId) ?? 0 }))
}

/** The day's figures. @param timeZone of the organization: where its day begins */
export async function readToday(ctx: OrganizationContext, timeZone: string): Promise<Today> {
  const now = ctx.clock.now()
  const zone = { in: tz(timeZone) }
  const midnight = startOfDay(now, zone)
  const since = midnight.getTime()
  const [today, yesterday, rows] = await Promise.all([
    listOpenings(ctx, { since, until: now + 1, limit: MOST_OPENINGS + 1 }),
    listOpenings(ctx, { since: subDays(midnight, 1, zone).getTime(), until: since, limit: MOST_OPENINGS + 1 }),
    ctx.visibility === 'all' ? listMessagesSince(ctx, since, MOST_MESSAGES + 1) : null,
  ])
  const counted = (rows ?? [])
    .slice(0, MOST_MESSAGES)
    // Reactions, edits and deletions are about messages.
    .filter(({ targetWamid }) => targetWamid === null)
    .map((row) => ({ status: statusOf(row), type: row.type, occurredAt: row.occurredAt }))
  return {
    firstReply: { today: firstReplies(today, MOST_OPENINGS), yesterday: firstReplies(yesterday, MOST_OPENINGS) },
    messages: rows && { ...countMessages(counted, since), isMore: rows.length > MOST_MESSAGES },
  }
}
