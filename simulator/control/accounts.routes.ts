import { Hono } from 'hono'
import { z } from 'zod'
import type { World } from '../core/world'
import { issueSignupCode } from '../graph/signup-codes'
import {
  banAccount,
  decideAccountReview,
  reportViolation,
  restrictAccount,
  sendAlert,
  sendField,
  sendPartnerEvent,
  setMessagingLimit,
} from '../webhooks/account-fields'
import { businessChanges, isBusinessChange, tellOfBusiness } from './account-events'
import { type Control, ControlError, findIn, note, readJson } from './request'

const DAY = 24 * 3600_000

const change = z.discriminatedUnion(
  'do',
  [
    z.strictObject({ do: z.literal('ban'), state: z.enum(['DISABLE', 'REINSTATE', 'SCHEDULE_FOR_DISABLE']) }),
    z.strictObject({ do: z.literal('violation'), violation: z.string().default('SPAM') }),
    z.strictObject({ do: z.literal('restrict'), days: z.number().positive().default(3) }),
    z.strictObject({ do: z.literal('review'), decision: z.enum(['APPROVED', 'REJECTED', 'PENDING', 'DEFERRED']) }),
    z.strictObject({
      do: z.literal('limit'),
      tier: z.enum(['TIER_250', 'TIER_2K', 'TIER_10K', 'TIER_100K', 'TIER_UNLIMITED']),
    }),
    z.strictObject({
      do: z.literal('alert'),
      type: z.string().min(1),
      description: z.string().default(''),
      severity: z.enum(['INFORMATIONAL', 'WARNING', 'CRITICAL']).default('WARNING'),
    }),
    z.strictObject({
      do: z.literal('partner'),
      event: z.enum(['PARTNER_ADDED', 'PARTNER_REMOVED', 'PARTNER_APP_INSTALLED', 'PARTNER_APP_UNINSTALLED']),
    }),
    ...businessChanges,
    /** Any field with any value, as it is: also ones that nobody has heard of. */
    z.strictObject({ do: z.literal('field'), field: z.string().min(1), value: z.record(z.string(), z.unknown()) }),
  ],
  'do is one of ban, violation, restrict, review, limit, alert, partner, payment, solution, flow, flow-errors, tracking, country, volume-tier, international-rates, field.',
)

const signup = z.strictObject({
  appId: z.string().min(1),
  scopes: z.array(z.string()).optional(),
  /** Of the token that the code is exchanged for; null never. */
  expiresInSeconds: z.number().int().positive().nullable().default(null),
})

/** Business accounts: what happens to them, and codes of Embedded Signup. */
export function accountRoutes(control: Control): Hono {
  const { world } = control
  return new Hono()
    .get('/accounts/:id', (c) => c.json(findIn(world.state.accounts, c.req.param('id'), 'business account')))
    .patch('/accounts/:id', async (c) => {
      const account = findIn(world.state.accounts, c.req.param('id'), 'business account')
      const wanted = await readJson(c, change)
      void carryOut(world, account, wanted)
      note(control, 'account', `${account.name}: ${wanted.do}`, { payload: wanted })
      return c.json(account)
    })
    .post('/accounts/:id/signup-code', async (c) => {
      const account = findIn(world.state.accounts, c.req.param('id'), 'business account')
      const { appId, scopes, expiresInSeconds } = await readJson(c, signup)
      if (!world.state.apps[appId]) throw new ControlError(404, `There is no app ${appId}.`)
      const code = issueSignupCode(world, {
        ...{ appId, accountIds: [account.id] },
        expiresAt: expiresInSeconds === null ? null : world.now() + expiresInSeconds * 1000,
        ...(scopes && { scopes }),
      })
      const numbers = Object.values(world.state.numbers).filter(({ accountId }) => accountId === account.id)
      return c.json(
        { code, accountId: account.id, portfolioId: account.portfolioId, phoneNumberIds: numbers.map(({ id }) => id) },
        201,
      )
    })
}

type Account = { id: string; portfolioId: string }

function carryOut(
  world: World,
  { id: accountId, portfolioId }: Account,
  wanted: z.infer<typeof change>,
): Promise<void> {
  if (isBusinessChange(wanted)) return tellOfBusiness(world, accountId, wanted)
  switch (wanted.do) {
    case 'ban':
      return banAccount(world, { accountId, state: wanted.state })
    case 'violation':
      return reportViolation(world, { accountId, violation: wanted.violation })
    case 'restrict':
      return restrictAccount(world, {
        accountId,
        kinds: ['RESTRICTED_BIZ_INITIATED_MESSAGING'],
        until: world.now() + wanted.days * DAY,
      })
    case 'review':
      return decideAccountReview(world, { accountId, decision: wanted.decision })
    case 'limit':
      return setMessagingLimit(world, { portfolioId, tier: wanted.tier })
    case 'alert': {
      const { type, description, severity } = wanted
      return sendAlert(world, { accountId, entity: 'WABA', entityId: accountId, severity, type, description })
    }
    case 'partner':
      return sendPartnerEvent(world, { accountId, event: wanted.event })
    case 'field':
      return sendField(world, { accountId, field: wanted.field, value: wanted.value })
  }
}
