import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { AppError } from '../../shared/errors'
import { clientAddress } from '../../shared/http/client-address'
import type { AppEnv } from '../../shared/http/env'
import { createRouter, empty, errors, internal, json, jsonBody } from '../../shared/http/openapi'
import { isOwnOrigin } from '../../shared/http/origin'
import { clearRefreshCookie, readRefreshCookie, writeRefreshCookie } from '../../shared/http/refresh-cookie'
import { rateLimitExceeded } from '../../shared/rate-limit'
import { sessionEnded } from '../../tenancy/tenancy.errors'
import { disconnectUser } from '../realtime/realtime.usecases'
import {
  accountDeactivated,
  challengeExpired,
  emailTaken,
  foreignOrigin,
  invalidCode,
  invalidCredentials,
  invalidToken,
} from './auth.errors'
import {
  accessTokenSchema,
  forgotPasswordSchema,
  loginResultSchema,
  loginSchema,
  loginTotpSchema,
  registerSchema,
  resetPasswordSchema,
} from './auth.schemas'
import { requestPasswordReset, resetPassword } from './password.usecases'
import { register } from './registration.usecases'
import { type Device, endSession, refreshSession, SESSION_LIFETIME, type SignedIn } from './sessions.usecases'
import { login, loginWithTotp } from './sign-in.usecases'

const registerRoute = createRoute({
  method: 'post',
  path: '/register',
  ...internal,
  summary: 'Create an organization and its first admin',
  request: jsonBody(registerSchema),
  responses: { 201: json(accessTokenSchema, 'Signed in'), ...errors(emailTaken, rateLimitExceeded) },
})
const loginRoute = createRoute({
  method: 'post',
  path: '/login',
  ...internal,
  summary: 'Sign in, or learn that a second step is needed',
  request: jsonBody(loginSchema),
  responses: {
    200: json(loginResultSchema, 'Signed in, or asked for a code'),
    ...errors(invalidCredentials, accountDeactivated, rateLimitExceeded),
  },
})
const loginTotpRoute = createRoute({
  method: 'post',
  path: '/login/totp',
  ...internal,
  summary: 'The second step of signing in',
  request: jsonBody(loginTotpSchema),
  responses: {
    200: json(accessTokenSchema, 'Signed in'),
    ...errors(invalidCode, challengeExpired, accountDeactivated, rateLimitExceeded),
  },
})
const refreshRoute = createRoute({
  method: 'post',
  path: '/refresh',
  ...internal,
  summary: 'Exchange the refresh cookie for an access token',
  responses: { 200: json(accessTokenSchema, 'A new access token'), ...errors(sessionEnded, foreignOrigin) },
})
const logoutRoute = createRoute({
  method: 'post',
  path: '/logout',
  ...internal,
  summary: 'Sign this device out',
  responses: { 204: empty('Signed out'), ...errors(foreignOrigin) },
})
const forgotPasswordRoute = createRoute({
  method: 'post',
  path: '/forgot-password',
  ...internal,
  summary: 'Mail a link to set a new password, if there is such an account',
  request: jsonBody(forgotPasswordSchema),
  responses: { 202: empty('The same answer for every address'), ...errors(rateLimitExceeded) },
})
const resetPasswordRoute = createRoute({
  method: 'post',
  path: '/reset-password',
  ...internal,
  summary: 'Set a new password with a mailed link',
  request: jsonBody(resetPasswordSchema),
  responses: { 204: empty('Changed, and every device is signed out'), ...errors(invalidToken, rateLimitExceeded) },
})
const deviceOf = (c: Context<AppEnv>): Device => ({
  userAgent: c.req.header('user-agent') ?? '',
  ipAddress: clientAddress(c),
})

/** The refresh token goes into the cookie, the rest into the body. */
function giveTokens(c: Context<AppEnv>, { refreshToken, ...body }: SignedIn) {
  if (refreshToken !== undefined) writeRefreshCookie(c, c.var.system, refreshToken, SESSION_LIFETIME)
  return body
}

/** What can be done without being signed in. */
export const signInRoutes = createRouter<AppEnv>()
  .openapi(registerRoute, async (c) =>
    c.json(giveTokens(c, await register(c.var.system, c.req.valid('json'), deviceOf(c))), 201),
  )
  .openapi(loginRoute, async (c) => {
    const outcome = await login(c.var.system, c.req.valid('json'), deviceOf(c))
    if ('status' in outcome) return c.json(outcome, 200)
    return c.json({ status: 'signed_in' as const, ...giveTokens(c, outcome) }, 200)
  })
  .openapi(loginTotpRoute, async (c) =>
    c.json(giveTokens(c, await loginWithTotp(c.var.system, c.req.valid('json'), deviceOf(c))), 200),
  )
  .openapi(refreshRoute, async (c) => {
    if (!isOwnOrigin(c)) throw foreignOrigin()
    const refreshToken = readRefreshCookie(c)
    if (refreshToken === undefined) throw sessionEnded()
    try {
      return c.json(giveTokens(c, await refreshSession(c.var.system, refreshToken)), 200)
    } catch (error) {
      // A fault that passes leaves the cookie: the next refresh may succeed.
      if (error instanceof AppError && error.code === sessionEnded.declaration.code) clearRefreshCookie(c, c.var.system)
      throw error
    }
  })
  .openapi(logoutRoute, async (c) => {
    if (!isOwnOrigin(c)) throw foreignOrigin()
    const ended = await endSession(c.var.system, readRefreshCookie(c) ?? '')
    clearRefreshCookie(c, c.var.system)
    if (ended) await disconnectUser(c.var.system, ended.userId, { onlySessionId: ended.sessionId })
    return c.body(null, 204)
  })
  .openapi(forgotPasswordRoute, async (c) => {
    await requestPasswordReset(c.var.system, c.req.valid('json').email, clientAddress(c))
    return c.body(null, 202)
  })
  .openapi(resetPasswordRoute, async (c) => {
    await resetPassword(c.var.system, c.req.valid('json'), clientAddress(c))
    return c.body(null, 204)
  })
