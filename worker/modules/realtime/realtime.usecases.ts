import type { OrganizationContext, SystemContext } from '../../shared/context'
import { organizationObjectName } from '../../shared/names'
import type { Conversation } from '../conversations/conversations.schemas'
import type { Message } from '../messages/messages.schemas'
import { listOrganizationIdsOf } from './realtime.repository'

const HUB = 'inbox'
const hubOf = ({ env }: Pick<OrganizationContext, 'env'>, organizationId: string) =>
  env.INBOX_HUB.getByName(organizationObjectName(organizationId, HUB))

/** Hands a socket that the Worker has authorized to its organization's hub. */
export const openSocket = (ctx: OrganizationContext, request: Request): Promise<Response> =>
  hubOf(ctx, ctx.organizationId).fetch(request)

/** One committed batch, as the hub gets it. */
export type PublishedChange = {
  from: number
  to: number
  conversations: Conversation[]
  messages: Message[]
  /** Conversation → who had it before, where that changed. */
  previousAssignees: Record<string, string | null>
  /** Conversation → the change that touched it before; new ones are not in it. So that a thread's frames form a chain. */
  previousSeqs: Record<string, number>
}

/** Tells everyone who looks on. Never fails: who misses it asks for the changes. */
export async function publishChange(ctx: OrganizationContext, change: PublishedChange): Promise<void> {
  try {
    await hubOf(ctx, ctx.organizationId).publishChange(change)
  } catch (error) {
    ctx.log.warn('a change was not announced, clients will ask for it', { error, to: change.to })
  }
}

/** Closes a member's sockets in this organization. */
export const disconnectMember = (ctx: OrganizationContext, userId: string): Promise<void> =>
  hubOf(ctx, ctx.organizationId).disconnect({ userId })

/**
 * Closes a person's sockets in every organization: after signing out, a new password, or being switched off. A hub that
 * cannot be reached is only logged: the session is over in the directory, and the socket's token runs out in minutes.
 */
export async function disconnectUser(
  system: SystemContext,
  userId: string,
  which: { onlySessionId?: string; exceptSessionId?: string } = {},
): Promise<void> {
  const organizations = await listOrganizationIdsOf(system, userId)
  const closed = await Promise.allSettled(
    organizations.map(({ id }) => hubOf(system, id).disconnect({ userId, ...which })),
  )
  for (const result of closed)
    if (result.status === 'rejected')
      system.log.warn('sockets stay open until their token runs out', { error: result.reason })
}
