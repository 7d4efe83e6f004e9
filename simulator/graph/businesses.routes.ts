import { Hono } from 'hono'
import type { Portfolio } from '../core/state'
import type { World } from '../core/world'
import { accountNode } from './account-node'
import { accountFor, type GraphContext, type GraphEnv, maySee, requireScope } from './auth'
import { readParameters } from './body'
import { noSuchObject } from './errors'
import { answerNode, askedFields } from './fields'
import { pageOf } from './paging'
import { requiredText } from './parameters'

/** Business portfolios: which accounts are theirs, and who pays. */
export function businessesRoutes(world: World): Hono<GraphEnv> {
  const accounts = (c: GraphContext, isWanted: (portfolioId: string, id: string) => boolean) => {
    const id = c.req.param('id') ?? ''
    requireScope(c, 'whatsapp_business_management')
    if (!Object.hasOwn(world.state.portfolios, id)) throw noSuchObject({ verb: 'GET', id })
    const items = Object.values(world.state.accounts).filter(
      (account) => isWanted(account.portfolioId, id) && maySee(c.get('token'), account.id),
    )
    const parameters = c.req.query()
    const { data, paging } = pageOf(c, { items, keyOf: (account) => account.id, parameters })
    const { appId } = c.get('token')
    const fields = askedFields(parameters)
    return c.json({ data: data.map((account) => answerNode(accountNode(world, { account, appId }), fields)), paging })
  }

  return (
    new Hono<GraphEnv>()
      .get('/:id/owned_whatsapp_business_accounts', (c) => accounts(c, (portfolioId, id) => portfolioId === id))
      // Accounts of other portfolios that this token was given.
      .get('/:id/client_whatsapp_business_accounts', (c) => accounts(c, (portfolioId, id) => portfolioId !== id))
      .get('/:id/extendedcredits', (c) => {
        const portfolio = portfolioFor(world, c)
        const { id, name } = portfolio
        return c.json({ data: [{ id: creditLineOf(id), legal_entity_name: name }] })
      })
      .post('/:id/whatsapp_credit_sharing_and_attach', async (c) => {
        const id = c.req.param('id')
        requireScope(c, 'business_management')
        if (!Object.keys(world.state.portfolios).some((one) => creditLineOf(one) === id)) {
          throw noSuchObject({ verb: 'POST', id })
        }
        const parameters = await readParameters(c)
        requiredText(parameters, 'waba_currency')
        const asked = requiredText(parameters, 'waba_id')
        const account = accountFor(world, c, { id: asked, scope: 'whatsapp_business_management' })
        return c.json({ allocation_config_id: world.digits(15), waba_id: account.id })
      })
      .get('/:id', (c, next) => {
        if (!Object.hasOwn(world.state.portfolios, c.req.param('id'))) return next()
        const portfolio = portfolioFor(world, c)
        return c.json(answerNode(portfolioNode(portfolio), askedFields(c.req.query())))
      })
  )
}

/** A credit line has an id of its own. */
const creditLineOf = (portfolioId: string) => `${portfolioId.slice(0, -1)}9`

function portfolioFor({ state }: World, c: GraphContext): Portfolio {
  const id = c.req.param('id') ?? ''
  const portfolio = state.portfolios[id]
  const own = Object.values(state.accounts).filter(({ portfolioId }) => portfolioId === id)
  const isSeen = own.length === 0 || own.some((account) => maySee(c.get('token'), account.id))
  if (!portfolio || !isSeen) throw noSuchObject({ verb: c.req.method, id })
  requireScope(c, 'business_management')
  return portfolio
}

const portfolioNode = (portfolio: Portfolio) => ({
  id: portfolio.id,
  type: 'Business',
  defaults: ['name'],
  readers: {
    name: () => portfolio.name,
    verification_status: () => (portfolio.isVerified ? 'verified' : 'not_verified'),
    whatsapp_business_manager_messaging_limit: () => portfolio.messagingLimit,
  },
})
