import { tz } from '@date-fns/tz'
import { startOfDay } from 'date-fns'
import type { OrganizationContext } from '../../shared/context'
import { countConversationViews } from '../conversations/conversation-list.usecases'
import { toPhoneNumber } from '../phone-numbers/phone-numbers.models'
import { listConnectedNumbers } from '../phone-numbers/phone-numbers.usecases'
import { firstReplies } from './analytics.models'
import { listOpenings, listReplies, readFirsts } from './analytics.repository'
import type { Overview } from './analytics.schemas'

const MOST_OPENINGS = 500

/** The first page of the day. @param timeZone of the organization: where its day begins */
export async function readOverview(ctx: OrganizationContext, timeZone: string): Promise<Overview> {
  const since = startOfDay(ctx.clock.now(), { in: tz(timeZone) }).getTime()
  const [counts, numbers, opened, firsts] = await Promise.all([
    countConversationViews(ctx),
    listConnectedNumbers(ctx),
    listOpenings(ctx, since, MOST_OPENINGS),
    readFirsts(ctx),
  ])
  const ids = [...new Set(opened.map(({ conversationId }) => conversationId))]
  const replies = ids.length === 0 ? [] : await listReplies(ctx, ids, since)
  return {
    unread: counts.unread,
    unassigned: counts.unassigned,
    open: counts.all,
    windowClosing: counts.window_closing,
    firstReply: firstReplies(opened, replies),
    numbers: numbers.map(toPhoneNumber),
    checklist: {
      numberConnected: numbers.length > 0,
      messageReceived: numbers.some(({ lastMessageAt }) => lastMessageAt !== null),
      ...firsts,
    },
  }
}
