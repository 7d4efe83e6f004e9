import type { Me } from '@worker/modules/auth/auth.schemas'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { MemberRole } from '@worker/tenancy/permissions.schemas'

type Organization = Pick<Me['organization'], 'agentVisibility'>

/** Whether somebody of that role sees only what is theirs or nobody's. */
export const seesOwnOnly = (role: MemberRole, { agentVisibility }: Organization): boolean =>
  role === 'agent' && agentVisibility === 'own'

export const ownSight = ({ user, role, organization }: Pick<Me, 'user' | 'role' | 'organization'>) => ({
  isOwn: seesOwnOnly(role, organization),
  userId: user.id,
})

/** Whether a colleague can see a conversation. */
export const canSee = (
  person: { userId: string; role: MemberRole },
  { assigneeId }: Pick<Conversation, 'assigneeId'>,
  organization: Organization,
): boolean => assigneeId === null || assigneeId === person.userId || !seesOwnOnly(person.role, organization)
