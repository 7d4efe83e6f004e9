import { Hono } from 'hono'
import type { PhoneNumber } from '../core/state'
import { threadOf } from '../core/threads'
import type { World } from '../core/world'
import { declineHistory, type HistoryMessage, sendContactSync, sendHistory } from '../webhooks/coexistence-fields'
import { sendHandover } from '../webhooks/handover-fields'
import { type GraphContext, type GraphEnv, numberFor } from './auth'
import { readParameters } from './body'
import { graphError, parameterRequired } from './errors'
import { findRecipient } from './recipients'

const DAY = 24 * 3600_000
const ACTIONS = ['pass', 'release', 'take']

/** Who has a conversation, and what the phone app knew before: Meta's agent and coexistence. */
export const conversationsRoutes = (world: World) =>
  new Hono<GraphEnv>()
    .post('/:id/thread_control', async (c) => {
      const { number, body } = await readCall(world, c)
      const { action, metadata } = body
      if (typeof action !== 'string') throw parameterRequired('action')
      if (!ACTIONS.includes(action))
        throw graphError(100, { message: 'Param action must be one of {PASS, RELEASE, TAKE}.' })
      if (typeof metadata === 'string' && metadata.length > 2000)
        throw graphError(131009, { details: 'metadata is too long.' })
      if (action !== 'pass' && body.control_pass !== undefined) {
        throw graphError(131009, { details: 'control_pass is only for the action pass.' })
      }
      if (action === 'take' && !number.isEscalationPartner) throw graphError(2494191)
      const { customer } = findRecipient(world, { number, body })
      const thread = threadOf(world, { numberId: number.id, customerId: customer.id })
      thread.isWithAgent = action !== 'take'
      // A release is silent.
      if (action !== 'release') {
        const [from, to] =
          action === 'take' ? (['ai_agent', 'escalation'] as const) : (['escalation', 'ai_agent'] as const)
        void sendHandover(world, {
          ...{ number, customer, previousRole: from, newRole: to },
          type: action === 'take' ? 'control_taken' : 'control_passed',
          ...(typeof metadata === 'string' && { metadata }),
        })
      }
      return c.json({ messaging_product: 'whatsapp' })
    })
    .post('/:id/smb_app_data', async (c) => {
      const { number, body } = await readCall(world, c)
      const kind =
        body.sync_type === 'smb_app_state_sync' ? 'contacts' : body.sync_type === 'history' ? 'history' : null
      if (!kind) throw graphError(100, { message: 'Param sync_type must be one of {SMB_APP_STATE_SYNC, HISTORY}.' })
      if (!number.isOnBizApp)
        throw graphError(100, { details: 'The number is not used with the WhatsApp Business app.' })
      if (number.synced[kind] !== null) throw graphError(2593107)
      if (world.now() - (number.onboardedAt ?? 0) > DAY) throw graphError(2593108)
      number.synced[kind] = world.now()
      void (kind === 'contacts' ? tellContacts(world, number) : tellHistory(world, number))
      return c.json({ messaging_product: 'whatsapp', request_id: world.digits(16) })
    })

async function readCall(world: World, c: GraphContext) {
  const id = c.req.param('id') ?? ''
  const number = numberFor(world, c, { id, scope: 'whatsapp_business_messaging' })
  const body = await readParameters(c)
  if (body.messaging_product !== 'whatsapp') throw parameterRequired('messaging_product')
  return { number, body }
}

const threadsOf = ({ state }: World, number: PhoneNumber) =>
  Object.values(state.threads).flatMap((thread) => {
    const customer = thread.numberId === number.id ? state.customers[thread.customerId] : undefined
    return customer ? [{ thread, customer }] : []
  })

const tellContacts = (world: World, number: PhoneNumber) =>
  sendContactSync(world, { number, customers: threadsOf(world, number).map(({ customer }) => customer), action: 'add' })

/** What was said before, as one chunk; or the owner's refusal. */
function tellHistory(world: World, number: PhoneNumber): Promise<void> {
  if (number.settings.shares_history === false) return declineHistory(world, number)
  const threads = threadsOf(world, number).map(({ thread, customer }) => ({
    customer,
    messages: thread.messageIds.flatMap((id): HistoryMessage[] => {
      const message = world.state.messages[id]
      if (!message) return []
      const { type, direction, at, payload } = message
      const content = type === 'text' ? { type, text: payload.text } : { type: 'media_placeholder' }
      return [{ from: direction === 'inbound' ? 'customer' : 'business', at, content, id }]
    }),
  }))
  return sendHistory(world, { number, phase: 0, chunkOrder: 1, progress: 100, threads })
}
