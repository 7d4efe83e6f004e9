import type { OrganizationContext, SystemContext } from '../../shared/context'
import { AppError } from '../../shared/errors'
import { organizationObjectName } from '../../shared/names'
import { enterBySession } from '../../tenancy/organization-context'
import { sessionEnded } from '../../tenancy/tenancy.errors'
import { type PublishedChange, toBundle } from './changes.models'
import type { Selection, SocketMember } from './members.models'
import { findMembership, listOrganizationIdsOf } from './realtime.repository'
import { closeCodes } from './realtime.schemas'

/** The hub's id within its organization. */
export const INBOX = 'inbox'
const hubOf = ({ env }: Pick<OrganizationContext, 'env'>, organizationId: string) =>
  env.INBOX_HUB.getByName(organizationObjectName(organizationId, INBOX))

/** Hands a socket that the Worker has authorized to its organization's hub. */
export const openInboxSocket = (ctx: OrganizationContext, request: Request): Promise<Response> =>
  hubOf(ctx, ctx.organizationId).fetch(request)

/** The same to the room of a conversation that the person may see. */
export const openConversationSocket = (
  ctx: OrganizationContext,
  conversationId: string,
  request: Request,
): Promise<Response> =>
  ctx.env.CONVERSATION_ROOM.getByName(organizationObjectName(ctx.organizationId, conversationId)).fetch(request)

/**
 * Looks once more, when a socket is open, whether its session still holds: one that ended after the Worker had looked may have
 * closed its sockets before this one was among them. Never fails.
 */
export async function closeIfSignedOut(
  system: SystemContext,
  { userId, sessionId, organizationId }: Pick<SocketMember, 'userId' | 'sessionId' | 'organizationId'>,
  accessToken: string,
): Promise<void> {
  try {
    await enterBySession(system, accessToken)
  } catch (error) {
    // A token that has run out, or a directory that cannot be asked, says nothing about the session.
    if (!(error instanceof AppError) || error.code !== sessionEnded.declaration.code) return
    await hubOf(system, organizationId)
      .disconnect({ userId, onlySessionId: sessionId }, closeCodes.signedOut)
      .catch((cause: unknown) => system.log.warn('a socket stays open until its token runs out', { error: cause }))
  }
}

/** Tells everyone who looks on. Never fails: who misses it asks for the changes. */
export async function publishChange(ctx: OrganizationContext, change: PublishedChange): Promise<void> {
  try {
    await hubOf(ctx, ctx.organizationId).publishChange(toBundle(change))
  } catch (error) {
    ctx.log.warn('a change was not announced, clients will ask for it', { error, to: change.to })
  }
}

/** Closes a member's sockets in this organization. */
export const disconnectMember = (ctx: OrganizationContext, userId: string): Promise<void> =>
  hubOf(ctx, ctx.organizationId).disconnect({ userId }, closeCodes.signedOut)

/** Closes those of a member's sockets that were opened in another role than they have now. They come back in the new one. */
export async function reconnectMember(ctx: OrganizationContext, userId: string): Promise<void> {
  const membership = await findMembership(ctx, userId)
  // Who has none is being disconnected.
  if (!membership) return
  await hubOf(ctx, ctx.organizationId).disconnect({ userId, exceptRole: membership.role }, closeCodes.accessRemoved)
}

/** The same for all agents, after the organization has changed what they see. */
export const reconnectAgents = (ctx: Pick<OrganizationContext, 'env'>, organizationId: string): Promise<void> =>
  hubOf(ctx, organizationId).recheckAgents(organizationId)

/**
 * Closes a person's sockets in every organization: after signing out, a new password, or being switched off. A hub that
 * cannot be reached is only logged: the session is over in the directory, and the socket's token runs out in minutes.
 */
export async function disconnectUser(
  system: SystemContext,
  userId: string,
  which: Pick<Selection, 'onlySessionId' | 'exceptSessionId'> = {},
): Promise<void> {
  const organizations = await listOrganizationIdsOf(system, userId)
  const closed = await Promise.allSettled(
    organizations.map(({ id }) => hubOf(system, id).disconnect({ userId, ...which }, closeCodes.signedOut)),
  )
  for (const result of closed)
    if (result.status === 'rejected')
      system.log.warn('sockets stay open until their token runs out', { error: result.reason })
}
