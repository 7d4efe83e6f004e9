import { Hono } from 'hono'
import { customerByPhone, customerByUserId } from '../core/customers'
import { digitsOf } from '../core/phone-numbers'
import { type Customer, type PhoneNumber, threadKey } from '../core/state'
import type { World } from '../core/world'
import { identityOf } from '../webhooks/identity'
import { type GraphContext, type GraphEnv, numberFor } from './auth'
import { readBody } from './body'
import { graphError, parameterRequired } from './errors'
import { pageOf } from './paging'
import { recordsOf, requireProduct, textOf } from './parameters'

const MOST = 64_000
const DAY = 24 * 3600_000

/** `key`: what the list holds of a user. */
type Asked = { input: string; customer: Customer | undefined; key: string | undefined }
type Failed = { input: string; wa_id?: string; errors: Record<string, unknown>[] }

/** The block list of a number: by `wa_id`, or by user id where there is nothing else. */
export function blockUsersRoutes(world: World): Hono<GraphEnv> {
  const numberOf = (c: GraphContext) =>
    numberFor(world, c, { id: c.req.param('id') ?? '', scope: 'whatsapp_business_messaging' })

  return new Hono<GraphEnv>()
    .get('/:id/block_users', (c) => {
      const number = numberOf(c)
      const { data, paging } = pageOf(c, { items: number.blocked, keyOf: (user) => user, parameters: c.req.query() })
      const users = data.map((user) => ({
        messaging_product: 'whatsapp',
        ...(user.includes('.') ? { user_id: user } : { wa_id: user }),
      }))
      return c.json({ data: users.length > 0 ? [{ block_users: users }] : [], paging })
    })
    .post('/:id/block_users', async (c) => {
      const number = numberOf(c)
      const asked = await askedUsers(world, { c, number })
      const failed: Failed[] = []
      const added = asked.filter((one) => {
        const problem = problemOf(world, { number, customer: one.customer })
        if (problem) failed.push({ ...userOf(one), errors: [problem] })
        return problem === undefined
      })
      const before = number.blocked.length
      number.blocked = [...new Set([...number.blocked, ...added.flatMap(({ key }) => key ?? [])])]
      if (number.blocked.length > MOST) {
        number.blocked.length = before
        throw graphError(139101, { details: `The blocklist holds at most ${MOST} users.` })
      }
      return answer(c, { key: 'added_users', done: added, failed })
    })
    .delete('/:id/block_users', async (c) => {
      const number = numberOf(c)
      const asked = await askedUsers(world, { c, number })
      const removed = asked.filter(({ key }) => key !== undefined && number.blocked.includes(key))
      const failed = asked
        .filter((one) => !removed.includes(one))
        .map((one) => ({ ...userOf(one), errors: [failure('The user is not on the blocklist.')] }))
      const keys = removed.map(({ key }) => key)
      number.blocked = number.blocked.filter((user) => !keys.includes(user))
      return answer(c, { key: 'removed_users', done: removed, failed })
    })
}

async function askedUsers(world: World, { c, number }: { c: GraphContext; number: PhoneNumber }): Promise<Asked[]> {
  const body = await readBody(c)
  requireProduct(body)
  const users = recordsOf(body.block_users)
  if (users.length === 0) throw parameterRequired('block_users')
  return users.map(({ user, user_id: userId }) => {
    const input = textOf(user) ?? textOf(userId)
    if (!input) throw parameterRequired('block_users[user]')
    const customer = customerByUserId(world, input) ?? customerByPhone(world, digitsOf(input))
    return { input, customer, key: customer && keyOf(world, { number, customer }) }
  })
}

/** Only who wrote within the last 24 hours can be blocked. */
function problemOf(
  { state, now }: World,
  { number, customer }: { number: PhoneNumber; customer: Customer | undefined },
) {
  if (!customer || customer.isUnknown) return failure('The user is not a valid WhatsApp user.')
  const thread = state.threads[threadKey(number.id, customer.id)]
  const isRecent = thread?.lastInboundAt != null && now() - thread.lastInboundAt < DAY
  return isRecent ? undefined : failure('The user has not messaged the business in the last 24 hours.', 131047)
}

const failure = (details: string, code = 139103) => ({
  message: code === 131047 ? 'Re-engagement required' : 'Internal error',
  code,
  error_data: { details },
})

const userOf = ({ input, customer }: Asked) => ({ input, ...(customer && { wa_id: customer.waId }) })

function keyOf(world: World, between: { number: PhoneNumber; customer: Customer }): string | undefined {
  const { waId, userId } = identityOf(world, between)
  return waId ?? userId
}

/** With one that failed it is HTTP 400, and both lists are beside the error. */
function answer(c: GraphContext, { key, done, failed }: { key: string; done: Asked[]; failed: Failed[] }): Response {
  const users = {
    ...(done.length > 0 && { [key]: done.map(userOf) }),
    ...(failed.length > 0 && { failed_users: failed }),
  }
  const beside = { messaging_product: 'whatsapp', block_users: users }
  if (failed.length === 0) return c.json(beside)
  throw graphError(139100, {
    details: 'Failed to block some users, see the block_users response list for details',
    beside,
  })
}
