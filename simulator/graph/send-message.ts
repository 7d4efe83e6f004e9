import { strikes } from '../core/chaos'
import { userIdOf } from '../core/customers'
import type { Failure } from '../core/pending'
import type { PhoneNumber, StoredMessage, Template } from '../core/state'
import { storeMessage, threadOf } from '../core/threads'
import type { World } from '../core/world'
import { startLifecycle } from '../customer/lifecycle'
import { pricingOf, startFreeEntry } from '../customer/pricing'
import { setReaction } from '../customer/receive'
import { ConnectionClosed } from './connection-closed'
import { graphError } from './errors'
import { type Check, type Fields, isFields } from './message-validation/checks'
import { refuseOtherThanMarketing } from './message-validation/template'
import { validateMessage } from './message-validation/validate-message'
import { findRecipient, type Recipient } from './recipients'
import { judge, refuseNumber, takePairRate, takeThroughput } from './rules'

type Call = { number: PhoneNumber; body: Fields; api: 'messages' | 'marketing_messages'; signal: AbortSignal }

/** A message that hangs is let go after this, should the caller have more patience than anybody has. */
const HANG_MS = 120_000
/** `statusBeforeResponse` doesn't wait for ever for a webhook that doesn't answer. */
const BEFORE_RESPONSE_MS = 3000

/** Validates, applies the rules, accepts. What follows comes by webhook. @returns Meta's answer */
export async function sendMessage(world: World, { number, body, api, signal }: Call): Promise<Fields> {
  const check: Check = { world, number, media: [] }
  refuseNumber(world, number)
  const { type, template } = validateMessage(check, body)
  if (api === 'marketing_messages') checkMarketingApi(body, template)
  const recipient = findRecipient(world, { number, body })
  const { customer } = recipient
  const identityHash = body.recipient_identity_key_hash
  if (identityHash !== undefined && identityHash !== customer.identityHash) throw graphError(137000)
  const injected = number.chaos.nextFailures.shift()
  if (injected && !injected.asStatus) throw graphError(injected.code)
  takeThroughput(world, number)
  takePairRate(world, { number, customer })
  const fate = fateOf(number)
  if (fate === 'refused') throw graphError(131000)

  const thread = threadOf(world, { numberId: number.id, customerId: customer.id })
  const judged = judge(world, { number, customer, thread, template })
  const failure: Failure | null = injected ? { code: injected.code } : judged
  const category = categoryOf(template, api)
  if (!failure) {
    startFreeEntry(world, thread)
    if (template?.category === 'MARKETING') customer.marketingAt.push(world.now())
  }
  thread.typingUntil = null
  // Any service message takes the conversation back from Meta's agent.
  if (!template) thread.isWithAgent = false
  const message = storeMessage(world, {
    id: world.wamid(customer.waId),
    numberId: number.id,
    customerId: customer.id,
    direction: 'outbound',
    type,
    payload: payloadOf(body, type),
    callbackData: typeof body.biz_opaque_callback_data === 'string' ? body.biz_opaque_callback_data : null,
    category,
    templateId: template?.id ?? null,
    pricing: failure || type === 'reaction' ? null : pricingOf(world, { number, thread, category }),
    // Links are fetched while the message is already accepted.
    fate: failure || check.media.length === 0 ? { failure } : { media: check.media },
  })
  if (!failure) react(world, message)
  const told = startLifecycle(world, message)
  await suffer(world, { fate, told, signal, number })
  return answerOf(world, { recipient, message, template, number })
}

function checkMarketingApi(body: Fields, template: Template | null): void {
  if (!template) throw graphError(134100)
  refuseOtherThanMarketing(template)
  const policy = body.product_policy
  if (policy !== undefined && policy !== 'CLOUD_API_FALLBACK' && policy !== 'STRICT') {
    throw graphError(100, { message: 'Param product_policy must be one of {CLOUD_API_FALLBACK, STRICT}.' })
  }
}

function categoryOf(template: Template | null, api: Call['api']): string {
  if (!template) return 'service'
  return api === 'marketing_messages' ? 'marketing_lite' : template.category.toLowerCase()
}

/** What the customer's phone gets to show. */
const payloadOf = (body: Fields, type: string): Fields => ({
  type,
  [type]: body[type],
  ...(isFields(body.context) && { context: body.context }),
})

function react(world: World, { type, payload }: StoredMessage): void {
  if (type !== 'reaction' || !isFields(payload.reaction)) return
  const target = world.state.messages[String(payload.reaction.message_id)]
  if (target) setReaction(target, { from: 'business', emoji: String(payload.reaction.emoji ?? '') })
}

type Fate = 'answered' | 'refused' | 'accepted but 5xx' | 'hangs' | 'closed' | 'status first'

function fateOf({ chaos }: PhoneNumber): Fate {
  if (strikes(chaos, 'failWith5xx')) return strikes(chaos, 'acceptBeforeFailing') ? 'accepted but 5xx' : 'refused'
  if (strikes(chaos, 'hang')) return 'hangs'
  if (strikes(chaos, 'closeConnection')) return 'closed'
  return strikes(chaos, 'statusBeforeResponse') ? 'status first' : 'answered'
}

type Suffering = { fate: Fate; told: Promise<void>; signal: AbortSignal; number: PhoneNumber }

/** What stands between an accepted message and its answer. */
async function suffer(world: World, { fate, told, signal, number }: Suffering): Promise<void> {
  if (fate === 'answered') return
  world.log({
    ...{ way: 'control', kind: 'chaos', summary: `send: ${fate}`, status: null, milliseconds: null, payload: null },
    numberId: number.id,
  })
  if (fate === 'status first') await Promise.race([told, pause(BEFORE_RESPONSE_MS)])
  if (fate === 'accepted but 5xx') throw graphError(131016)
  if (fate === 'closed') throw new ConnectionClosed()
  if (fate !== 'hangs') return
  const aborted = new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }))
  if (!signal.aborted) await Promise.race([aborted, pause(HANG_MS)])
  throw new ConnectionClosed()
}

const pause = (milliseconds: number) =>
  new Promise<void>((done) => {
    setTimeout(done, milliseconds).unref()
  })

type Accepted = { recipient: Recipient; message: StoredMessage; template: Template | null; number: PhoneNumber }

function answerOf(world: World, { recipient, message, template, number }: Accepted): Fields {
  const { customer, input, isByUserId } = recipient
  const portfolioId = world.state.accounts[number.accountId]?.portfolioId ?? ''
  const hasUserId = customer.identityMode !== 'phone-only' && !customer.isUnknown
  const contact = {
    input,
    ...(!isByUserId && { wa_id: customer.waId }),
    ...(hasUserId && { user_id: userIdOf(world, { customer, portfolioId }) }),
  }
  return {
    messaging_product: 'whatsapp',
    contacts: [contact],
    messages: [{ id: message.id, ...(template && { message_status: 'accepted' }) }],
  }
}
