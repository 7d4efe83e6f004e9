import { digitsOf } from '../core/phone-numbers'
import type { World } from '../core/world'
import { deliver } from './deliver'
import { type Between, contactOf, identityOf, metadataOf, seconds } from './identity'
import { about, messageChange } from './message-payloads'

type Message = Parameters<typeof messageChange>[1]

/** What a customer writes while Meta's agent owns the conversation: on `standby`, one level deeper. */
export function sendStandby(world: World, message: Message): Promise<void> {
  const change = messageChange(world, message)
  const { contacts, messages } = change.value
  return deliver(world, {
    ...change,
    field: 'standby',
    value: { ...metadataOf(message.number), standby: { contacts, messages } },
    summary: `standby: ${change.summary}`,
  })
}

/** What the agent answered. */
export function sendStandbyEcho(
  world: World,
  { content, ...between }: Between & { content: { type: string; [key: string]: unknown } },
): Promise<void> {
  const { waId, userId } = identityOf(world, between)
  const echo = {
    id: world.wamid(between.customer.waId),
    timestamp: seconds(world.now()),
    message: {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...(waId !== undefined ? { to: waId } : { recipient: userId }),
      ...content,
    },
  }
  return deliver(world, {
    ...about(between),
    field: 'standby',
    value: {
      ...metadataOf(between.number),
      standby: { contacts: [contactOf(world, between)], message_echoes: [echo] },
    },
    summary: `standby echo ${content.type}`,
  })
}

export type Role = 'customer_service' | 'marketing' | 'utility' | 'ctwa' | 'ai_agent' | 'escalation'
type Handover = Between & {
  type: 'control_passed' | 'control_taken'
  previousRole: Role
  newRole: Role
  metadata?: string
  summary?: string
}

export function sendHandover(world: World, handover: Handover): Promise<void> {
  const { number, customer, type, previousRole, newRole, metadata, summary } = handover
  const { waId, userId } = identityOf(world, { number, customer })
  const [appId = ''] = Object.keys(world.state.accounts[number.accountId]?.subscribedApps ?? {})
  const passed = {
    previous_owner_app_id: world.digits(15),
    previous_owner_role: previousRole,
    new_owner_app_id: appId,
    new_owner_role: newRole,
    ...(metadata !== undefined && { metadata }),
    ...(summary !== undefined && { conversation_context: { type: 'summary', summary: { text: summary } } }),
  }
  return deliver(world, {
    ...about({ number, customer }),
    field: 'messaging_handovers',
    value: {
      messaging_product: 'whatsapp',
      sender: {
        ...(waId !== undefined && { phone_number: waId }),
        ...(userId !== undefined && { user_id: userId }),
      },
      recipient: { phone_number_id: number.id, display_phone_number: digitsOf(number.displayPhoneNumber) },
      type,
      timestamp: seconds(world.now()),
      [type]: passed,
    },
    summary: `${type.replace('_', ' ')} to ${newRole}`,
  })
}
