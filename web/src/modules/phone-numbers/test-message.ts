import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { MessageStatus } from '@worker/modules/messages/messages.schemas'
import type { Template } from '@worker/modules/templates/templates.schemas'

/** What somebody wrote while they were still reading the step before counts too. */
const BEFORE_MS = 10 * 60_000

/** The person's own message, once it is there. @param openedAt when the step was opened, in milliseconds */
export function arrivedSince(newest: Conversation | undefined, openedAt: number): Conversation | null {
  if (!newest?.lastInboundAt) return null
  return new Date(newest.lastInboundAt).getTime() >= openedAt - BEFORE_MS ? newest : null
}

export type Outcome = 'waiting' | 'sent' | 'delivered' | 'read' | 'failed'
export function outcomeOf(status: MessageStatus): Outcome {
  if (status === 'read' || status === 'played') return 'read'
  if (status === 'sent' || status === 'delivered') return status
  return status === 'failed' || status === 'cancelled' ? 'failed' : 'waiting'
}
export const isSettled = (outcome: Outcome): boolean => outcome === 'read' || outcome === 'failed'

const simpleParts = ['BODY', 'FOOTER', 'HEADER', 'BUTTONS']
const simpleButtons = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER']

/** Whether a template can go out as it is: approved, nothing to fill in, no file. */
export function needsNothing({ status, category, components }: Pick<Template, 'status' | 'category' | 'components'>) {
  if (status !== 'APPROVED' || category === 'AUTHENTICATION') return false
  if (JSON.stringify(components).includes('{{')) return false
  return components.every((part) => {
    const type = String(part.type).toUpperCase()
    if (!simpleParts.includes(type)) return false
    if (type === 'HEADER') return part.format === undefined || part.format === 'TEXT'
    if (type !== 'BUTTONS' || !Array.isArray(part.buttons)) return true
    return part.buttons.every((button: unknown) => {
      if (typeof button !== 'object' || button === null || !('type' in button)) return false
      return simpleButtons.includes(String(button.type).toUpperCase())
    })
  })
}

/** `https://wa.me/31205550117`: opens the chat with the number. */
export const chatLink = (displayPhoneNumber: string): string => `https://wa.me/${displayPhoneNumber.replace(/\D/g, '')}`
