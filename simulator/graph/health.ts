import type { PhoneNumber, Template } from '../core/state'
import type { World } from '../core/world'

type Health = 'AVAILABLE' | 'LIMITED' | 'BLOCKED'
type Kind = 'PHONE_NUMBER' | 'MESSAGE_TEMPLATE' | 'WABA'
type Problem = { error_code: number; error_description: string; possible_solution: string }
type Entity = {
  entity_type: string
  id: string
  can_send_message: Health
  can_receive_call_sip?: Health
  additional_info?: string[]
  errors?: Problem[]
}

const blocked = (error_code: number, error_description: string, possible_solution: string) => ({
  can_send_message: 'BLOCKED' as const,
  errors: [{ error_code, error_description, possible_solution }],
})
const AVAILABLE = { can_send_message: 'AVAILABLE' as const }

function numberHealth(number: PhoneNumber) {
  if (number.status === 'RESTRICTED') {
    return blocked(141003, 'The phone number is restricted.', 'Wait until the restriction ends, or appeal.')
  }
  if (number.status !== 'CONNECTED' && number.status !== 'FLAGGED') {
    return blocked(141000, 'The phone number is not registered.', 'Register the phone number.')
  }
  if (number.nameStatus !== 'APPROVED' && number.nameStatus !== 'AVAILABLE_WITHOUT_REVIEW') {
    const additional_info = [
      'Your display name has not been approved yet. Your message limit will increase after that.',
    ]
    return { can_send_message: 'LIMITED' as const, additional_info }
  }
  return AVAILABLE
}

const templateHealth = ({ status }: Template) =>
  status === 'APPROVED'
    ? AVAILABLE
    : blocked(
        141002,
        'Message templates can only be sent out if they are approved.',
        'Edit or appeal the message template review decision.',
      )

/** Whether messages can go out, and which part of the chain prevents it: the node, its account, portfolio and app. */
export function healthOf(
  { state }: World,
  { kind, id, appId }: { kind: Kind; id: string; appId: string },
): { can_send_message: Health; entities: Entity[] } {
  const number = kind === 'PHONE_NUMBER' ? state.numbers[id] : undefined
  const template = kind === 'MESSAGE_TEMPLATE' ? state.templates[id] : undefined
  const accountId = number?.accountId ?? template?.accountId ?? id
  const account = state.accounts[accountId]
  const accountHealth =
    account?.status === 'ACTIVE'
      ? AVAILABLE
      : blocked(141010, 'The WhatsApp Business Account is disabled.', 'Appeal in Business Support Home.')
  const entities: Entity[] = [
    ...(number ? [{ entity_type: 'PHONE_NUMBER', id, ...numberHealth(number) }] : []),
    ...(template ? [{ entity_type: 'MESSAGE_TEMPLATE', id, ...templateHealth(template) }] : []),
    { entity_type: 'WABA', id: accountId, ...accountHealth },
    { entity_type: 'BUSINESS', id: account?.portfolioId ?? '', ...AVAILABLE },
    { entity_type: 'APP', id: appId, ...AVAILABLE, can_receive_call_sip: 'AVAILABLE' },
  ]
  const worst = (['BLOCKED', 'LIMITED'] as const).find((one) =>
    entities.some((entity) => entity.can_send_message === one),
  )
  return { can_send_message: worst ?? 'AVAILABLE', entities }
}
