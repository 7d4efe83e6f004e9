import { Hono } from 'hono'
import type { World } from '../core/world'
import { sendNumberQuality } from '../webhooks/number-fields'
import { type GraphContext, type GraphEnv, numberFor } from './auth'
import { readParameters } from './body'
import { graphError } from './errors'
import { oneOf, requiredText, requireProduct } from './parameters'
import { checkPin, countRegistration, isRegistered, REGIONS, requirePin, requireRegistrable } from './registration'

/** Proving that a number is one's own, and switching it on and off. */
export function registrationRoutes(world: World): Hono<GraphEnv> {
  const numberOf = (c: GraphContext) =>
    numberFor(world, c, { id: c.req.param('id') ?? '', scope: 'whatsapp_business_management' })

  return new Hono<GraphEnv>()
    .post('/:id/request_code', async (c) => {
      const number = numberOf(c)
      const parameters = await readParameters(c)
      oneOf('code_method', requiredText(parameters, 'code_method'), ['SMS', 'VOICE'])
      requiredText(parameters, 'language')
      if (number.codeVerificationStatus === 'VERIFIED') {
        throw graphError(136024, {
          message: 'Request code error',
          details: 'The phone number has already been verified.',
        })
      }
      number.pendingCode = world.digits(9).slice(-6)
      return c.json({ success: true })
    })
    .post('/:id/verify_code', async (c) => {
      const number = numberOf(c)
      const code = requiredText(await readParameters(c), 'code').replace(/\D/g, '')
      if (number.pendingCode === null || code !== number.pendingCode) {
        throw graphError(136025, { message: 'Verify code error', details: 'The code is not the one that was sent.' })
      }
      number.pendingCode = null
      number.codeVerificationStatus = 'VERIFIED'
      if (number.status === 'UNVERIFIED') number.status = 'PENDING'
      return c.json({ success: true })
    })
    .post('/:id/register', async (c) => {
      const number = numberOf(c)
      const parameters = await readParameters(c)
      requireProduct(parameters)
      const pin = requirePin(requiredText(parameters, 'pin'))
      if (parameters.data_localization_region !== undefined) {
        oneOf('data_localization_region', parameters.data_localization_region, REGIONS)
      }
      const now = world.now()
      countRegistration(number, now)
      requireRegistrable(number, now)
      checkPin(number, { pin, now })
      const isNew = !isRegistered(number)
      Object.assign(number, { pin, status: 'CONNECTED', platformType: 'CLOUD_API', onboardedAt: now })
      if (isNew) void sendNumberQuality(world, { number, event: 'ONBOARDING' })
      return c.json({ success: true })
    })
    .post('/:id/deregister', async (c) => {
      const number = numberOf(c)
      countRegistration(number, world.now())
      if (!isRegistered(number)) throw graphError(133010, { details: 'The phone number is not registered.' })
      if (number.isOnBizApp) {
        throw graphError(100, { message: 'A number that is also on the WhatsApp Business app cannot be deregistered.' })
      }
      number.status = 'DISCONNECTED'
      return c.json({ success: true })
    })
}
