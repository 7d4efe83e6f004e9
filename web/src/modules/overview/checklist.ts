import type { Overview } from '@worker/modules/analytics/analytics.schemas'
import type { Me } from '@worker/modules/auth/auth.schemas'
import type { CurrentMember } from '../auth/current-member'
import { CONNECT_PATH } from '../phone-numbers/connect-paths'

export type StepName = 'connect' | 'receive' | 'reply' | 'canned' | 'email' | 'twoStep'
export type Step = {
  name: StepName
  isDone: boolean
  href: string
  /** Nothing can be done about it yet. */
  isBlocked?: boolean
}

/** What this person can do towards a workspace that works. What the product cannot do yet is no step. */
export function stepsOf(
  { checklist, numbers }: Pick<Overview, 'checklist' | 'numbers'>,
  user: Pick<Me['user'], 'emailVerified' | 'totpEnabled'>,
  can: CurrentMember['can'],
): Step[] {
  const hasNumber = numbers.length > 0
  const steps: (Step | false)[] = [
    can('phone-numbers:update') && { name: 'connect', isDone: checklist.numberConnected, href: CONNECT_PATH },
    { name: 'receive', isDone: checklist.messageReceived, href: '/inbox', isBlocked: !hasNumber },
    can('messages:send') && {
      name: 'reply',
      isDone: checklist.replySent,
      href: '/inbox',
      isBlocked: !checklist.messageReceived,
    },
    can('canned-replies:update') && {
      name: 'canned',
      isDone: checklist.cannedReplyKept,
      href: '/settings/canned-replies',
    },
    { name: 'email', isDone: user.emailVerified, href: '/settings/profile' },
    { name: 'twoStep', isDone: user.totpEnabled, href: '/settings/security' },
  ]
  return steps.filter((step) => step !== false)
}

/** The one to do next. */
export const nextStep = (steps: readonly Step[]): Step | undefined =>
  steps.find(({ isDone, isBlocked }) => !isDone && !isBlocked)

const keyOf = (organizationId: string, userId: string) => `wharf.checklist-hidden.${organizationId}.${userId}`

/** Hidden for good by this person, in this workspace, on this device: the server keeps no settings of a person yet. */
export const isHidden = (storage: Storage, organizationId: string, userId: string): boolean =>
  storage.getItem(keyOf(organizationId, userId)) !== null

export function setHidden(storage: Storage, organizationId: string, userId: string, hidden: boolean): void {
  if (hidden) storage.setItem(keyOf(organizationId, userId), '1')
  else storage.removeItem(keyOf(organizationId, userId))
}
