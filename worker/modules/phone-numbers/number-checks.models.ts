import type { GraphPhoneNumber } from '../../whatsapp/graph.schemas'
import type { Answered } from './asking-meta.usecases'
import type { CheckId, ConnectionCheck, Fix } from './doctor.schemas'
import type { PhoneNumberRow } from './phone-numbers.repository'

// What the connection doctor says about the number itself: registered, named, trusted, how much it may send.

type Facts = { row: PhoneNumberRow; number: Answered<GraphPhoneNumber> }
type Look = (facts: { row: PhoneNumberRow; number: GraphPhoneNumber }) => Omit<ConnectionCheck, 'id' | 'title'>

const ok = (message: string) => ({ status: 'ok' as const, message, fix: null })
const warning = (message: string, fix: Fix | null = null) => ({ status: 'warning' as const, message, fix })
const failed = (message: string, fix: Fix | null) => ({ status: 'failed' as const, message, fix })
const unknown = (message: string) => ({ status: 'unknown' as const, message, fix: null })
const manual = (label: string, instructions: string): Fix => ({ kind: 'manual', label, instructions, needsPin: false })

const looks: { id: CheckId; title: string; look: Look }[] = [
  { id: 'registration', title: 'Registration', look: registration },
  { id: 'pin', title: 'Two-step verification', look: pin },
  { id: 'display_name', title: 'Display name', look: displayName },
  { id: 'quality', title: 'Quality', look: quality },
  { id: 'messaging_limit', title: 'Messaging limit', look: messagingLimit },
  { id: 'throughput', title: 'Throughput', look: throughput },
  { id: 'account_mode', title: 'Mode', look: accountMode },
  { id: 'health', title: 'Meta’s own health check', look: health },
]

export const numberChecks = ({ row, number }: Facts): ConnectionCheck[] =>
  looks.map(({ id, title, look }) => ({
    id,
    title,
    ...('value' in number ? look({ row, number: number.value }) : unknown('Could not be asked.')),
  }))

function registration({ row, number }: Parameters<Look>[0]) {
  const { status, codeVerificationStatus, isPinEnabled, isOnPhoneApp } = number
  if (status === null) return unknown('Meta did not tell.')
  if (status === 'CONNECTED' || status === 'FLAGGED') return ok('The number is registered for the Cloud API.')
  if (status === 'RESTRICTED')
    return warning(
      'Meta has restricted the number: for a while it starts no conversations.',
      manual('See why', 'Open Meta’s Business Support Home; it says until when, and takes an appeal.'),
    )
  if (status === 'BANNED')
    return failed(
      'Meta has banned the number.',
      manual('Appeal', 'Open Meta’s Business Support Home and ask for a review.'),
    )
  if (isOnPhoneApp)
    return failed(
      `The number is ${status.toLowerCase()}. It is used in the WhatsApp Business app, and only its owner can link it again.`,
      manual('Link it again', 'Disconnect the number here, then connect it again through “Continue with Meta”.'),
    )
  if (codeVerificationStatus === 'NOT_VERIFIED')
    return failed(
      'Nobody has proved yet that the number is yours.',
      manual('Verify it', 'In WhatsApp Manager → Phone numbers have a code sent to it, by SMS or as a call.'),
    )
  const knowsPin = row.pin !== null || isPinEnabled === false
  return failed(`The number is not registered for the Cloud API (${status.toLowerCase()}).`, {
    kind: 'automatic',
    label: 'Register it',
    instructions: knowsPin
      ? 'We register it at Meta.'
      : 'Give the PIN of its two-step verification, and we register it at Meta. Who does not know the PIN switches it off in WhatsApp Manager → Phone numbers → Two-step verification.',
    needsPin: !knowsPin,
  })
}

function pin({ row, number }: Parameters<Look>[0]) {
  if (number.isOnPhoneApp) return ok('Its owner keeps the PIN in the WhatsApp Business app.')
  if (number.isPinEnabled === null) return unknown('Meta did not tell.')
  if (!number.isPinEnabled)
    return warning('Without a PIN, somebody who gets at your number can register it elsewhere.', {
      kind: 'automatic',
      label: 'Set a PIN',
      instructions: 'Choose six digits, or leave them out and we make some up. We keep them sealed.',
      needsPin: false,
    })
  if (row.pin !== null) return ok('On, and we know the PIN.')
  return warning('On, but we do not know the PIN: we could not register the number again by ourselves.', {
    kind: 'automatic',
    label: 'Give it a new PIN',
    instructions: 'Type the six digits that it should have from now on. The old ones stop working.',
    needsPin: true,
  })
}

function displayName({ number: { nameStatus, verifiedName } }: Parameters<Look>[0]) {
  switch (nameStatus) {
    case null:
      return unknown('Meta did not tell.')
    case 'APPROVED':
    case 'AVAILABLE_WITHOUT_REVIEW':
      return ok(`Customers see “${verifiedName}”.`)
    case 'PENDING_REVIEW':
      return warning(`Meta is still reviewing the name “${verifiedName}”. Until then the number’s limit stays low.`)
    case 'DECLINED':
    case 'EXPIRED':
      return failed(
        `Meta has ${nameStatus === 'DECLINED' ? 'declined' : 'let expire'} the name “${verifiedName}”: customers see the number only.`,
        manual('Choose another name', 'In WhatsApp Manager → Phone numbers → Profile edit the display name.'),
      )
    default:
      return warning(`The name “${verifiedName}” has the status ${nameStatus}.`)
  }
}

function quality({ number: { qualityRating, status } }: Parameters<Look>[0]) {
  const less = manual(
    'Get better ratings',
    'Write to people who agreed to it only, less often, and let them opt out easily. The rating counts the last seven days.',
  )
  if (qualityRating === 'RED' || status === 'FLAGGED')
    return failed('Low: many people blocked or reported the number. Its limit cannot grow.', less)
  if (qualityRating === 'YELLOW') return warning('Medium: some people blocked or reported the number.', less)
  if (qualityRating === 'GREEN') return ok('High.')
  return ok('Not rated yet: too few messages.')
}

function messagingLimit({ number: { messagingLimit: limit } }: Parameters<Look>[0]) {
  if (limit === null) return unknown('Meta did not tell.')
  const most = /^TIER_(\w+)$/.exec(limit)?.[1] ?? limit
  if (most === 'UNLIMITED') return ok('It may start any number of conversations.')
  if (most === 'NOT_SET') return warning('Meta has not set a limit yet: send a first template.')
  const people = `${most.replace('K', ',000')} people`
  return ok(`It may start conversations with ${people} in 24 hours, counted over all numbers of the business.`)
}

function throughput({ number: { throughputLevel, isOnPhoneApp } }: Parameters<Look>[0]) {
  if (isOnPhoneApp) return ok('20 messages a second, because it is used in the phone app too.')
  if (throughputLevel === 'HIGH') return ok('1,000 messages a second.')
  if (throughputLevel === 'STANDARD') return ok('80 messages a second.')
  return unknown('Meta did not tell.')
}

function accountMode({ number: { accountMode: mode } }: Parameters<Look>[0]) {
  if (mode === null) return unknown('Meta did not tell.')
  if (mode !== 'SANDBOX') return ok('Live.')
  return warning(
    'This is a test number: it writes to at most five people, whose numbers are listed at Meta.',
    manual('Use a real number', 'Add one in WhatsApp Manager → Phone numbers, and connect it.'),
  )
}

function health({ number: { health: answered } }: Parameters<Look>[0]) {
  if (!answered || answered.canSend === null) return unknown('Meta did not tell.')
  if (answered.canSend === 'AVAILABLE') return ok('Meta says that messages can be sent.')
  const problems = answered.problems.map(({ description }) => description).filter((text) => text !== null)
  const solutions = answered.problems.map(({ solution }) => solution).filter((text) => text !== null)
  const fix = solutions.length > 0 ? manual('What Meta advises', solutions.join(' ')) : null
  if (answered.canSend === 'LIMITED') return warning(`Meta limits what is sent. ${problems.join(' ')}`.trim(), fix)
  return failed(`Meta lets nothing be sent. ${problems.join(' ')}`.trim(), fix)
}
