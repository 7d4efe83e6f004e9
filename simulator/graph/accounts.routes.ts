import { Hono } from 'hono'
import { addNumber } from '../core/entities'
import type { BusinessAccount } from '../core/state'
import type { World } from '../core/world'
import { accountNode } from './account-node'
import { linkOf } from './apps.routes'
import { accountFor, type GraphContext, type GraphEnv } from './auth'
import { readParameters } from './body'
import { graphError, parameterRequired } from './errors'
import { answerNode, askedFields } from './fields'
import { verifyCallback } from './handshake'
import { mostNumbers } from './numbers.routes'
import { pageOf } from './paging'
import { flagOf, requiredText, textOf, textsOf } from './parameters'

const TASKS = [
  'MANAGE',
  'DEVELOP',
  'MANAGE_TEMPLATES',
  'MANAGE_PHONE',
  'VIEW_COST',
  'MANAGE_EXTENSIONS',
  'VIEW_PHONE_ASSETS',
  'MANAGE_PHONE_ASSETS',
  'VIEW_TEMPLATES',
  'MESSAGING',
  'FULL_CONTROL',
]

/** Business accounts: their fields, who listens to them, who works on them. */
export function accountsRoutes(world: World): Hono<GraphEnv> {
  const accountOf = (c: GraphContext) =>
    accountFor(world, c, { id: c.req.param('id') ?? '', scope: 'whatsapp_business_management' })
  const isAccount = (c: GraphContext) => Object.hasOwn(world.state.accounts, c.req.param('id') ?? '')

  return new Hono<GraphEnv>()
    .get('/:id', (c, next) => {
      if (!isAccount(c)) return next()
      const node = accountNode(world, { account: accountOf(c), appId: c.get('token').appId })
      return c.json(answerNode(node, askedFields(c.req.query())))
    })
    .post('/:id', async (c, next) => {
      if (!isAccount(c)) return next()
      const account = accountOf(c)
      const parameters = await readParameters(c)
      const wanted = flagOf(parameters.is_enabled_for_insights)
      if (wanted === undefined) throw parameterRequired('is_enabled_for_insights')
      if (!wanted && account.hasTemplateInsights) throw graphError(200006)
      account.hasTemplateInsights ||= wanted
      return c.json({ id: account.id })
    })
    .post('/:id/phone_numbers', async (c, next) => {
      if (!isAccount(c)) return next()
      return c.json({ id: await addOwnNumber(world, { c, account: accountOf(c) }) })
    })
    .get('/:id/subscribed_apps', (c) => c.json({ data: subscriptionsOf(world, accountOf(c)) }))
    .post('/:id/subscribed_apps', async (c) => {
      const account = accountOf(c)
      const { override_callback_uri: uri, verify_token: token } = await readParameters(c)
      const url = textOf(uri)
      const verifyToken = textOf(token)
      if (url && !verifyToken) throw parameterRequired('verify_token')
      if (url && verifyToken) await verifyCallback(world, { url, verifyToken })
      // Without a body it is a subscription without an override, whatever there was before.
      const override = { overrideCallbackUrl: url || null, verifyToken: (url && verifyToken) || null }
      account.subscribedApps[c.get('token').appId] = override
      return c.json({ success: true })
    })
    .delete('/:id/subscribed_apps', (c) => {
      delete accountOf(c).subscribedApps[c.get('token').appId]
      return c.json({ success: true })
    })
    .get('/:id/assigned_users', (c) => {
      const account = accountOf(c)
      const parameters = c.req.query()
      requiredText(parameters, 'business')
      const items = Object.entries(account.assignedUsers)
      const { data, paging } = pageOf(c, { items, keyOf: ([id]) => id, parameters })
      return c.json({ data: data.map(([id, tasks]) => ({ id, name: `User ${id.slice(-4)}`, tasks })), paging })
    })
    .post('/:id/assigned_users', async (c) => {
      const account = accountOf(c)
      const parameters = await readParameters(c)
      const user = requiredText(parameters, 'user')
      const tasks = textsOf(parameters.tasks)
      const unknown = tasks.find((task) => !TASKS.includes(task))
      if (unknown || tasks.length === 0) {
        throw graphError(100, { message: `Param tasks[0] must be one of {${TASKS.join(', ')}}` })
      }
      account.assignedUsers[user] = tasks
      return c.json({ success: true })
    })
    .delete('/:id/assigned_users', async (c) => {
      const account = accountOf(c)
      delete account.assignedUsers[requiredText(await readParameters(c), 'user')]
      return c.json({ success: true })
    })
}

function subscriptionsOf({ state }: World, account: BusinessAccount) {
  return Object.entries(account.subscribedApps).flatMap(([appId, { overrideCallbackUrl }]) => {
    const app = state.apps[appId]
    if (!app) return []
    const data = { id: app.id, link: linkOf(app), name: app.name }
    return [
      { whatsapp_business_api_data: data, ...(overrideCallbackUrl && { override_callback_uri: overrideCallbackUrl }) },
    ]
  })
}

/** A number of one's own, to be verified by a code and then registered. @throws 100, 2388012 */
async function addOwnNumber(
  world: World,
  { c, account }: { c: GraphContext; account: BusinessAccount },
): Promise<string> {
  const parameters = await readParameters(c)
  const code = requiredText(parameters, 'cc').replace(/\D/g, '')
  const local = requiredText(parameters, 'phone_number').replace(/\D/g, '')
  const verifiedName = requiredText(parameters, 'verified_name')
  const { accounts, numbers, portfolios } = world.state
  const digits = (text: string) => text.replace(/\D/g, '')
  if (Object.values(numbers).some(({ displayPhoneNumber }) => digits(displayPhoneNumber) === code + local)) {
    throw graphError(100, { subcode: 2388012, message: 'The number already exists in your list of phone numbers.' })
  }
  const portfolio = portfolios[account.portfolioId]
  const own = Object.values(numbers).filter((one) => accounts[one.accountId]?.portfolioId === account.portfolioId)
  if (portfolio && own.length >= mostNumbers(portfolio)) {
    throw graphError(100, { message: `The business has reached its limit of ${mostNumbers(portfolio)} phone numbers.` })
  }
  const number = addNumber(world, {
    accountId: account.id,
    displayPhoneNumber: `+${code} ${local}`,
    verifiedName,
    nameStatus: 'PENDING_REVIEW',
    qualityRating: 'UNKNOWN',
    status: 'UNVERIFIED',
    codeVerificationStatus: 'NOT_VERIFIED',
    platformType: 'NOT_APPLICABLE',
    onboardedAt: null,
  })
  return number.id
}
