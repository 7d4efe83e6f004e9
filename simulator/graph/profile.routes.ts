import { Hono } from 'hono'
import type { World } from '../core/world'
import { type GraphContext, type GraphEnv, numberFor } from './auth'
import { readParameters } from './body'
import { graphError } from './errors'
import { askedFields } from './fields'
import { atMost, oneOf, type Parameters, requireProduct, textOf, textsOf } from './parameters'
import { setPicture } from './pictures'

const VERTICALS = [
  ...['OTHER', 'AUTO', 'BEAUTY', 'APPAREL', 'EDU', 'ENTERTAIN', 'EVENT_PLAN', 'FINANCE', 'GROCERY', 'GOVT', 'HOTEL'],
  ...['HEALTH', 'NONPROFIT', 'PROF_SERVICES', 'RETAIL', 'TRAVEL', 'RESTAURANT', 'ALCOHOL', 'ONLINE_GAMBLING'],
  ...['PHYSICAL_GAMBLING', 'OTC_DRUGS', 'UNDEFINED', 'NOT_A_BIZ'],
]
const LENGTHS = { about: 139, address: 256, description: 512, email: 128 }
const WEBSITES = { most: 2, length: 256 }
const FIELDS = ['about', 'address', 'description', 'email', 'profile_picture_url', 'websites', 'vertical']

/** What customers see when they tap a business' name. */
export function profileRoutes(world: World): Hono<GraphEnv> {
  const numberOf = (c: GraphContext) =>
    numberFor(world, c, { id: c.req.param('id') ?? '', scope: 'whatsapp_business_messaging' })

  return new Hono<GraphEnv>()
    .get('/:id/whatsapp_business_profile', (c) => {
      const { profile } = numberOf(c)
      const asked = askedFields(c.req.query()).map(({ name }) => name)
      const unknown = asked.find((name) => !FIELDS.includes(name) && name !== 'messaging_product' && name !== 'id')
      if (unknown) {
        throw graphError(100, {
          message: `Tried accessing nonexisting field (${unknown}) on node type (WhatsAppBusinessProfile)`,
        })
      }
      const entries = asked.filter((name) => profile[name] !== undefined).map((name) => [name, profile[name]])
      return c.json({ data: [{ ...Object.fromEntries(entries), messaging_product: 'whatsapp' }] })
    })
    .post('/:id/whatsapp_business_profile', async (c) => {
      const number = numberOf(c)
      const parameters = await readParameters(c)
      requireProduct(parameters)
      const changes = checkedProfile(parameters)
      const handle = textOf(parameters.profile_picture_handle)
      if (handle) changes.profile_picture_url = setPicture(world, { numberId: number.id, handle })
      Object.assign(number.profile, changes)
      return c.json({ success: true })
    })
}

/** What was given, within its limits. @throws 100 */
export function checkedProfile(parameters: Parameters): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  for (const [name, length] of Object.entries(LENGTHS)) {
    const text = textOf(parameters[name])
    if (text === undefined) continue
    atMost(name, text, length)
    changes[name] = text
  }
  if (changes.about === '') throw graphError(100, { message: 'Param about must not be empty.' })
  const { email } = changes
  if (typeof email === 'string' && email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw graphError(100, { message: 'Param email must be a valid email address' })
  }
  if (parameters.vertical !== undefined && parameters.vertical !== '') {
    changes.vertical = oneOf('vertical', parameters.vertical, VERTICALS)
  }
  if (parameters.websites !== undefined) changes.websites = checkedWebsites(textsOf(parameters.websites))
  return changes
}

function checkedWebsites(websites: string[]): string[] {
  if (websites.length > WEBSITES.most) {
    throw graphError(100, { message: `Param websites must have at most ${WEBSITES.most} elements.` })
  }
  for (const [index, website] of websites.entries()) {
    atMost('websites', website, WEBSITES.length)
    if (!/^https?:\/\//.test(website) || !URL.canParse(website)) {
      throw graphError(100, { message: `Param websites[${index}] should represent a valid URL` })
    }
  }
  return websites
}
