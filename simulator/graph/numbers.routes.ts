import { Hono } from 'hono'
import type { PhoneNumber } from '../core/state'
import type { World } from '../core/world'
import { sendSecurity } from '../webhooks/number-fields'
import { accountFor, type GraphContext, type GraphEnv, numberFor } from './auth'
import { readParameters } from './body'
import { graphError, parameterRequired } from './errors'
import { answerNode, askedFields } from './fields'
import { verifyCallback } from './handshake'
import { numberNode } from './number-node'
import { pageOf } from './paging'
import { isRecord, type Parameters, recordsOf, requiredText, textOf, textsOf } from './parameters'
import { isRegistered, requirePin } from './registration'

const MANAGE = 'whatsapp_business_management'
/** Numbers of a portfolio before and after verification. */
const MAX_NUMBERS = { unverified: 2, verified: 20 }

/** Phone numbers: reading them, and what is set on the node itself. */
export function numbersRoutes(world: World): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .get('/:id/phone_numbers', (c, next) => {
      const id = c.req.param('id')
      if (!Object.hasOwn(world.state.accounts, id)) return next()
      const account = accountFor(world, c, { id, scope: MANAGE })
      const parameters = c.req.query()
      const own = Object.values(world.state.numbers).filter(({ accountId }) => accountId === account.id)
      const items = sorted(filtered(own, parameters), parameters)
      const { data, paging } = pageOf(c, { items, keyOf: (number) => number.id, parameters })
      const { appId } = c.get('token')
      const fields = askedFields(parameters)
      return c.json({ data: data.map((number) => answerNode(numberNode(world, { number, appId }), fields)), paging })
    })
    .get('/:id', (c, next) => {
      const id = c.req.param('id')
      if (!Object.hasOwn(world.state.numbers, id)) return next()
      const number = numberFor(world, c, { id, scope: MANAGE })
      const node = numberNode(world, { number, appId: c.get('token').appId })
      return c.json(answerNode(node, askedFields(c.req.query())))
    })
    .post('/:id', async (c, next) => {
      const id = c.req.param('id')
      if (!Object.hasOwn(world.state.numbers, id)) return next()
      const number = numberFor(world, c, { id, scope: MANAGE })
      await change(world, c, number)
      return c.json({ success: true })
    })
    .get('/:id/settings', (c) => {
      const number = numberFor(world, c, { id: c.req.param('id'), scope: MANAGE })
      return c.json({ storage_configuration: { status: 'DEFAULT' }, ...number.settings })
    })
    .post('/:id/settings', async (c) => {
      const number = numberFor(world, c, { id: c.req.param('id'), scope: MANAGE })
      const parameters = await readParameters(c)
      const known = SETTINGS.filter((name) => parameters[name] !== undefined)
      if (known.length === 0) throw parameterRequired(SETTINGS.join(' or '))
      for (const name of known) {
        if (!isRecord(parameters[name])) throw graphError(100, { message: `Param ${name} must be an object.` })
        const before = number.settings[name]
        number.settings[name] = { ...(isRecord(before) && before), ...parameters[name] }
      }
      return c.json({ success: true })
    })
}

const SETTINGS = ['user_identity_change', 'calling', 'payload_encryption', 'storage_configuration']

/** PIN, display name, webhook override: one of them, or several at once. */
async function change(world: World, c: GraphContext, number: PhoneNumber): Promise<void> {
  const parameters = await readParameters(c)
  const { pin, new_display_name: name, webhook_configuration: configuration } = parameters
  if (pin === undefined && name === undefined && configuration === undefined) throw parameterRequired('pin')
  if (configuration !== undefined) await override(world, { number, configuration })
  if (name !== undefined) {
    const asked = requiredText(parameters, 'new_display_name').trim()
    if (asked.length < 3 || asked.length > 128) {
      throw graphError(100, { message: 'Param new_display_name must be between 3 and 128 characters long.' })
    }
    number.newDisplayName = asked
  }
  if (pin !== undefined) {
    const digits = requirePin(requiredText(parameters, 'pin'))
    if (!isRegistered(number)) throw graphError(133010, { details: 'The phone number is not registered.' })
    number.pin = digits
    void sendSecurity(world, { number, event: 'PIN_CHANGED', requester: c.get('token').userId })
  }
}

async function override(
  world: World,
  { number, configuration }: { number: PhoneNumber; configuration: unknown },
): Promise<void> {
  const values: Parameters = isRecord(configuration) ? configuration : {}
  const url = textOf(values.override_callback_uri)
  if (url === undefined) throw parameterRequired('webhook_configuration[override_callback_uri]')
  if (url === '') {
    Object.assign(number, { overrideCallbackUrl: null, overrideVerifyToken: null })
    return
  }
  const verifyToken = textOf(values.verify_token)
  if (!verifyToken) throw parameterRequired('webhook_configuration[verify_token]')
  await verifyCallback(world, { url, verifyToken })
  Object.assign(number, { overrideCallbackUrl: url, overrideVerifyToken: verifyToken })
}

/** `filtering=[{"field":"account_mode","operator":"EQUAL","value":"SANDBOX"}]`, or the parameter by its name. */
function filtered(numbers: PhoneNumber[], parameters: Parameters): PhoneNumber[] {
  const mode = textOf(parameters.account_mode) ?? modeOf(textOf(parameters.filtering))
  return mode === undefined ? numbers : numbers.filter(({ accountMode }) => accountMode === mode)
}

function modeOf(filtering: string | undefined): string | undefined {
  if (filtering === undefined) return undefined
  try {
    const filters = recordsOf(JSON.parse(filtering))
    const unknown = filters.find(({ field }) => field !== 'account_mode')
    if (unknown) throw new Error('unknown field')
    return filters.map(({ value }) => textOf(value))[0]
  } catch {
    throw graphError(100, { message: 'Filtering field must be one of {account_mode}' })
  }
}

function sorted(numbers: PhoneNumber[], parameters: Parameters): PhoneNumber[] {
  const [order] = textsOf(parameters.sort)
  if (order === undefined) return numbers
  const direction = order === 'last_onboarded_time_descending' ? -1 : 1
  if (!order.startsWith('last_onboarded_time_')) {
    throw graphError(100, {
      message: 'Param sort must be one of {last_onboarded_time_ascending, last_onboarded_time_descending}',
    })
  }
  return numbers.toSorted((a, b) => direction * ((a.onboardedAt ?? 0) - (b.onboardedAt ?? 0)))
}

/** How many numbers a portfolio may have. */
export const mostNumbers = ({ isVerified, messagingLimit }: { isVerified: boolean; messagingLimit: string }): number =>
  isVerified || messagingLimit !== 'TIER_250' ? MAX_NUMBERS.verified : MAX_NUMBERS.unverified
