import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import type { QrCode } from '../core/state'
import type { World } from '../core/world'
import { type GraphContext, type GraphEnv, numberFor } from './auth'
import { readParameters } from './body'
import { graphError } from './errors'
import { askedFields } from './fields'
import { pageOf } from './paging'
import { atMost, oneOf, requiredText, textOf } from './parameters'
import { qrAddress } from './pictures'

const MOST = 2000
const MAX_MESSAGE = 140
const FORMATS = ['SVG', 'PNG'] as const

/** Codes and short links that begin a conversation with a ready message. */
export function qrCodesRoutes(world: World): Hono<GraphEnv> {
  const numberOf = (c: GraphContext) =>
    numberFor(world, c, { id: c.req.param('id') ?? '', scope: 'whatsapp_business_management' })
  const codesOf = (numberId: string) => Object.values(world.state.qrCodes).filter((one) => one.numberId === numberId)
  const codeOf = (numberId: string, code: string): QrCode => {
    const found = world.state.qrCodes[code]
    if (found?.numberId !== numberId) throw graphError(100, { message: `The QR code ${code} does not exist` })
    return found
  }

  return (
    new Hono<GraphEnv>()
      .get('/:id/message_qrdls', (c) => {
        const number = numberOf(c)
        const parameters = c.req.query()
        const wanted = textOf(parameters.code)
        const items = codesOf(number.id).filter(({ code }) => wanted === undefined || code === wanted)
        const { data, paging } = pageOf(c, { items, keyOf: ({ code }) => code, parameters })
        const image = askedImage(parameters)
        return c.json({ data: data.map((one) => shown(world, one, image)), paging })
      })
      .get('/:id/message_qrdls/:code', (c) => {
        const found = codeOf(numberOf(c).id, c.req.param('code'))
        return c.json({ data: [shown(world, found, askedImage(c.req.query()))] })
      })
      .post('/:id/message_qrdls', async (c) => {
        const number = numberOf(c)
        const parameters = await readParameters(c)
        const message = requiredText(parameters, 'prefilled_message')
        atMost('prefilled_message', message, MAX_MESSAGE)
        const existing = textOf(parameters.code)
        if (existing !== undefined) {
          const found = codeOf(number.id, existing)
          found.prefilledMessage = message
          return c.json(shown(world, found))
        }
        if (codesOf(number.id).length >= MOST) {
          throw graphError(100, { message: `A phone number has at most ${MOST} QR codes.` })
        }
        const format = parameters.generate_qr_image
        const image = format === undefined ? undefined : oneOf('generate_qr_image', format, FORMATS)
        const unique = createHash('sha1').update(world.digits(20)).digest()
        const code = [...unique.subarray(0, 14)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
        const made = {
          code,
          numberId: number.id,
          prefilledMessage: message,
          deepLinkUrl: `https://wa.me/message/${code}`,
        }
        world.state.qrCodes[code] = made
        return c.json(shown(world, made, image))
      })
      // The same change with the code in the path, as several clients send it.
      .post('/:id/message_qrdls/:code', async (c) => {
        const found = codeOf(numberOf(c).id, c.req.param('code'))
        const message = requiredText(await readParameters(c), 'prefilled_message')
        atMost('prefilled_message', message, MAX_MESSAGE)
        found.prefilledMessage = message
        return c.json(shown(world, found))
      })
      .delete('/:id/message_qrdls/:code', (c) => {
        const { code } = codeOf(numberOf(c).id, c.req.param('code'))
        delete world.state.qrCodes[code]
        return c.json({ success: true })
      })
  )
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** `fields=code,prefilled_message,qr_image_url.format(SVG)` */
function askedImage(parameters: Record<string, unknown>): 'SVG' | 'PNG' | undefined {
  const field = askedFields(parameters).find(({ name }) => name === 'qr_image_url')
  return field && oneOf('format', field.arguments.format ?? 'SVG', FORMATS)
}

const shown = (world: World, code: QrCode, format?: 'SVG' | 'PNG') => ({
  code: code.code,
  prefilled_message: code.prefilledMessage,
  deep_link_url: code.deepLinkUrl,
  ...(format && { qr_image_url: qrAddress(world, { code: code.code, format }) }),
})
