import type { OrganizationContext, SystemContext } from '../../shared/context'
import { changeTags } from '../contacts/tags.usecases'
import { isVisible, loadConversations } from '../inbox/inbox.usecases'
import { assignConversations, type ChangeResult, setStatus, snoozeConversations } from './conversation-changes.usecases'
import { conversationNotFound } from './conversations.errors'
import { findConversations } from './conversations.repository'
import type { BulkAction } from './conversations.schemas'
import { markAllRead } from './customer-signals.usecases'

/** One thing done with many conversations, in one transaction; each has its own result. */
export async function changeMany(
  system: SystemContext,
  ctx: OrganizationContext,
  { ids, action }: { ids: string[]; action: BulkAction },
): Promise<ChangeResult[]> {
  switch (action.type) {
    case 'assign':
      return assignConversations(system, ctx, { ids, assigneeId: action.assigneeId })
    case 'status':
      return setStatus(ctx, { ids, status: action.status })
    case 'snooze':
      return snoozeConversations(ctx, { ids, until: action.until === null ? null : Date.parse(action.until) })
    case 'read':
      return markAllRead(ctx, { ids, isRead: action.isRead, upTo: action.upTo })
    case 'tag':
      return tagMany(ctx, ids, action)
  }
}

async function tagMany(
  ctx: OrganizationContext,
  ids: string[],
  { add, remove }: Extract<BulkAction, { type: 'tag' }>,
): Promise<ChangeResult[]> {
  const rows = (await findConversations(ctx, ids)).filter(({ assigneeId }) => isVisible(ctx, assigneeId))
  const contactIds = [...new Set(rows.map(({ contactId }) => contactId))]
  await changeTags(ctx, contactIds, { add, remove })
  const shown = await loadConversations(
    ctx,
    rows.map(({ id }) => id),
  )
  return [...new Set(ids)].map((id) => {
    const conversation = shown.find((one) => one.id === id)
    return conversation ? { id, conversation } : { id, error: conversationNotFound() }
  })
}
