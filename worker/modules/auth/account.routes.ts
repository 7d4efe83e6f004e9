import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, empty, errors, internal, json, jsonBody } from '../../shared/http/openapi'
import { clearRefreshCookie } from '../../shared/http/refresh-cookie'
import { rateLimitExceeded } from '../../shared/rate-limit'
import { requireSession, type SessionEnv } from '../../tenancy/require-member'
import { credentialMissing, sessionRequired } from '../../tenancy/tenancy.errors'
import { organizationNotFound } from '../organizations/organizations.errors'
import { disconnectUser } from '../realtime/realtime.usecases'
import {
  invalidCode,
  invalidToken,
  sessionNotFound,
  totpAlreadyEnabled,
  totpNotSetUp,
  wrongPassword,
} from './auth.errors'
import {
  accessTokenSchema,
  changePasswordSchema,
  confirmPasswordSchema,
  enableTotpSchema,
  meSchema,
  recoveryCodesSchema,
  sessionListSchema,
  switchOrganizationSchema,
  totpSetupSchema,
  updateMeSchema,
  verifyEmailSchema,
} from './auth.schemas'
import { changePassword } from './password.usecases'
import { getMe, renameUser, resendVerification, switchOrganization, verifyEmail } from './profile.usecases'
import { endAllSessions, endSessionById, listDevices } from './sessions.usecases'
import { disableTotp, enableTotp, renewRecoveryCodes, setUpTotp } from './two-step.usecases'

const common = { ...internal, middleware: [requireSession] }
const refusals = [credentialMissing, sessionRequired] as const

const me = createRoute({
  ...common,
  method: 'get',
  path: '/me',
  summary: 'Who is signed in, where, and what they may do',
  responses: { 200: json(meSchema, 'The person'), ...errors(...refusals) },
})
const rename = createRoute({
  ...common,
  method: 'patch',
  path: '/me',
  summary: 'Change your name',
  request: jsonBody(updateMeSchema),
  responses: { 200: json(meSchema, 'The person'), ...errors(...refusals) },
})
const verify = createRoute({
  ...common,
  method: 'post',
  path: '/verify-email',
  summary: 'Prove your address with the link that was mailed to it',
  request: jsonBody(verifyEmailSchema),
  responses: { 204: empty('Verified'), ...errors(invalidToken, ...refusals) },
})
const resend = createRoute({
  ...common,
  method: 'post',
  path: '/resend-verification',
  summary: 'Mail another verification link',
  responses: {
    202: empty('On its way, unless the address is verified already'),
    ...errors(rateLimitExceeded, ...refusals),
  },
})
const password = createRoute({
  ...common,
  method: 'post',
  path: '/change-password',
  summary: 'Change your password and sign the other devices out',
  request: jsonBody(changePasswordSchema),
  responses: { 204: empty('Changed'), ...errors(wrongPassword, rateLimitExceeded, ...refusals) },
})
const totpSetup = createRoute({
  ...common,
  method: 'post',
  path: '/totp/setup',
  summary: 'A new secret for an authenticator app',
  request: jsonBody(confirmPasswordSchema),
  responses: {
    200: json(totpSetupSchema, 'The secret'),
    ...errors(wrongPassword, totpAlreadyEnabled, rateLimitExceeded, ...refusals),
  },
})
const totpEnable = createRoute({
  ...common,
  method: 'post',
  path: '/totp/enable',
  summary: 'Switch two-step sign-in on with a first code',
  request: jsonBody(enableTotpSchema),
  responses: {
    200: json(recoveryCodesSchema, 'The recovery codes'),
    ...errors(invalidCode, totpNotSetUp, totpAlreadyEnabled, rateLimitExceeded, ...refusals),
  },
})
const totpDisable = createRoute({
  ...common,
  method: 'post',
  path: '/totp/disable',
  summary: 'Switch two-step sign-in off',
  request: jsonBody(confirmPasswordSchema),
  responses: { 204: empty('Off'), ...errors(wrongPassword, rateLimitExceeded, ...refusals) },
})
const recoveryCodes = createRoute({
  ...common,
  method: 'post',
  path: '/totp/recovery-codes',
  summary: 'Ten new recovery codes instead of the old ones',
  request: jsonBody(confirmPasswordSchema),
  responses: {
    200: json(recoveryCodesSchema, 'The recovery codes'),
    ...errors(wrongPassword, totpNotSetUp, rateLimitExceeded, ...refusals),
  },
})
const sessions = createRoute({
  ...common,
  method: 'get',
  path: '/sessions',
  summary: 'Where you are signed in',
  responses: { 200: json(sessionListSchema, 'Your devices'), ...errors(...refusals) },
})
const revoke = createRoute({
  ...common,
  method: 'delete',
  path: '/sessions/{id}',
  summary: 'Sign one of your devices out',
  request: { params: z.object({ id: z.string().max(60) }) },
  responses: { 204: empty('Signed out'), ...errors(sessionNotFound, ...refusals) },
})
const logoutEverywhere = createRoute({
  ...common,
  method: 'post',
  path: '/logout-everywhere',
  summary: 'Sign every device out, this one too',
  responses: { 204: empty('Signed out'), ...errors(...refusals) },
})
const switchTo = createRoute({
  ...common,
  method: 'post',
  path: '/switch-organization',
  summary: 'Work in another of your organizations',
  request: jsonBody(switchOrganizationSchema),
  responses: { 200: json(accessTokenSchema, 'A token for it'), ...errors(organizationNotFound, ...refusals) },
})

/** What a signed-in person does with their own account. Behind `requireMember`. */
export const accountRoutes = createRouter<SessionEnv>()
  .openapi(me, async (c) => c.json(await getMe(c.var.system, c.var.entry), 200))
  .openapi(rename, async (c) => {
    await renameUser(c.var.system, c.var.entry.session.userId, c.req.valid('json').name)
    return c.json(await getMe(c.var.system, c.var.entry), 200)
  })
  .openapi(verify, async (c) => {
    await verifyEmail(c.var.system, c.var.entry.session.userId, c.req.valid('json').token)
    return c.body(null, 204)
  })
  .openapi(resend, async (c) => {
    await resendVerification(c.var.system, c.var.entry.session.userId)
    return c.body(null, 202)
  })
  .openapi(password, async (c) => {
    await changePassword(c.var.system, c.var.entry.session, c.req.valid('json'))
    return c.body(null, 204)
  })
  .openapi(totpSetup, async (c) =>
    c.json(await setUpTotp(c.var.system, c.var.entry.session.userId, c.req.valid('json').password), 200),
  )
  .openapi(totpEnable, async (c) => {
    const codes = await enableTotp(c.var.system, c.var.entry.session.userId, c.req.valid('json').code)
    return c.json({ recoveryCodes: codes }, 200)
  })
  .openapi(totpDisable, async (c) => {
    await disableTotp(c.var.system, c.var.entry.session.userId, c.req.valid('json').password)
    return c.body(null, 204)
  })
  .openapi(recoveryCodes, async (c) => {
    const codes = await renewRecoveryCodes(c.var.system, c.var.entry.session.userId, c.req.valid('json').password)
    return c.json({ recoveryCodes: codes }, 200)
  })
  .openapi(sessions, async (c) => {
    const { session } = c.var.entry
    return c.json({ items: await listDevices(c.var.system, session.userId, session.id) }, 200)
  })
  .openapi(revoke, async (c) => {
    const { userId } = c.var.entry.session
    const { id } = c.req.valid('param')
    await endSessionById(c.var.system, userId, id)
    await disconnectUser(c.var.system, userId, { onlySessionId: id })
    return c.body(null, 204)
  })
  .openapi(logoutEverywhere, async (c) => {
    const { userId } = c.var.entry.session
    await endAllSessions(c.var.system, userId)
    clearRefreshCookie(c, c.var.system)
    await disconnectUser(c.var.system, userId)
    return c.body(null, 204)
  })
  .openapi(switchTo, async (c) => {
    const { accessToken, expiresAt } = await switchOrganization(
      c.var.system,
      c.var.entry.session,
      c.req.valid('json').organizationId,
    )
    return c.json({ accessToken, expiresAt }, 200)
  })
