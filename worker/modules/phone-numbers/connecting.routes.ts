import { createRoute, z } from '@hono/zod-openapi'
import type { OrganizationContext } from '../../shared/context'
import { createRouter, errors, json, jsonBody } from '../../shared/http/openapi'
import { idempotencyErrors, idempotencyParameters } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { type Connected, connectPhoneNumber } from './connecting.usecases'
import { inspectCredentials } from './credentials.usecases'
import { signUpPhoneNumber, signupConfiguration } from './embedded-signup.usecases'
import { addMetaApp, listMetaApps, toMetaApp } from './meta-apps.usecases'
import {
  alreadyConnected,
  credentialsRejected,
  metaAppMissing,
  metaRefused,
  metaUnreachable,
  signupCodeExpired,
  signupIncomplete,
  signupUnavailable,
} from './phone-numbers.errors'
import { toPhoneNumber } from './phone-numbers.models'
import {
  checkResultSchema,
  checkSchema,
  connectedSchema,
  connectSchema,
  createMetaAppSchema,
  metaAppSchema,
  signupConfigurationSchema,
  signupSchema,
} from './phone-numbers.schemas'

const tags = ['Phone numbers']

const check = createRoute({
  method: 'post',
  path: '/check',
  tags,
  summary: 'Look at credentials before connecting',
  description: 'As many as are known yet. Nothing is changed or kept.',
  ...requires('phone-numbers:update'),
  request: jsonBody(checkSchema),
  responses: { 200: json(checkResultSchema, 'What Meta says about each'), ...errors(credentialMissing, notAllowed) },
})
const connectErrors = [credentialMissing, notAllowed, alreadyConnected, metaRefused, metaUnreachable] as const
const connect = createRoute({
  method: 'post',
  path: '/connect',
  tags,
  summary: 'Connect a number by its ids and a token',
  description:
    'Through this installation’s Meta app (`platform`) or your own. Everything is looked at first; what is refused changes nothing. A number that this organization had before comes back with its history.',
  ...requires('phone-numbers:update'),
  parameters: idempotencyParameters,
  request: jsonBody(connectSchema),
  responses: {
    201: json(connectedSchema, 'Connected'),
    ...errors(...connectErrors, credentialsRejected, metaAppMissing, ...idempotencyErrors),
  },
})
const signup = createRoute({
  method: 'get',
  path: '/embedded-signup',
  tags,
  summary: 'What opens Meta’s sign-up window',
  ...requires('phone-numbers:update'),
  responses: {
    200: json(signupConfigurationSchema, 'Ids, when it is set up'),
    ...errors(credentialMissing, notAllowed),
  },
})
const finishSignup = createRoute({
  method: 'post',
  path: '/embedded-signup',
  tags,
  summary: 'Connect the number that was chosen in Meta’s window',
  description: 'Send the code at once: it lasts 30 seconds and works once.',
  ...requires('phone-numbers:update'),
  parameters: idempotencyParameters,
  request: jsonBody(signupSchema),
  responses: {
    201: json(connectedSchema, 'Connected'),
    ...errors(
      ...connectErrors,
      credentialsRejected,
      signupUnavailable,
      signupCodeExpired,
      signupIncomplete,
      ...idempotencyErrors,
    ),
  },
})
const listApps = createRoute({
  method: 'get',
  path: '/meta-apps',
  tags,
  summary: 'The organization’s own Meta apps, newest first',
  description: 'With the address and the verify token that Meta’s webhook form asks for.',
  ...requires('phone-numbers:update'),
  responses: {
    200: json(z.object({ items: z.array(metaAppSchema) }), 'All of them'),
    ...errors(credentialMissing, notAllowed),
  },
})
const addApp = createRoute({
  method: 'post',
  path: '/meta-apps',
  tags,
  summary: 'Make an own Meta app known',
  description: 'Its webhook address and verify token stay the same, however often this is called.',
  ...requires('phone-numbers:update'),
  parameters: idempotencyParameters,
  request: jsonBody(createMetaAppSchema),
  responses: {
    201: json(metaAppSchema, 'The app, and what to paste at Meta'),
    ...errors(credentialMissing, notAllowed, credentialsRejected, metaUnreachable, ...idempotencyErrors),
  },
})

const toConnected = async (ctx: OrganizationContext, { row, metaApp, warnings }: Connected) => ({
  phoneNumber: toPhoneNumber(row),
  metaApp: metaApp && (await toMetaApp(ctx, metaApp)),
  warnings,
})

export const connectingRoutes = createRouter<MemberEnv>()
  .openapi(check, async (c) =>
    c.json((await inspectCredentials(c.var.ctx, c.var.system, c.req.valid('json'))).result, 200),
  )
  .openapi(connect, async (c) => {
    const connected = await connectPhoneNumber(c.var.ctx, c.var.system, c.req.valid('json'))
    return c.json(await toConnected(c.var.ctx, connected), 201)
  })
  .openapi(signup, (c) => c.json(signupConfiguration(c.var.ctx), 200))
  .openapi(finishSignup, async (c) => {
    const connected = await signUpPhoneNumber(c.var.ctx, c.var.system, c.req.valid('json'))
    return c.json(await toConnected(c.var.ctx, connected), 201)
  })
  .openapi(listApps, async (c) => c.json({ items: await listMetaApps(c.var.ctx) }, 200))
  .openapi(addApp, async (c) => c.json(await addMetaApp(c.var.ctx, c.req.valid('json')), 201))
