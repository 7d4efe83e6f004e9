import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addTemplate } from '../../core/entities'
import { at, codeOf, createBusiness } from '../../test/business'

let business: ReturnType<typeof createBusiness>
beforeAll(() => {
  business = createBusiness()
  business.openWindow()
  const { world, account } = business
  const card = [
    { type: 'HEADER', format: 'IMAGE' },
    { type: 'BUTTONS', buttons: [{ type: 'URL', url: 'https://a.test/{{1}}' }] },
  ]
  addTemplate(world, {
    ...{ accountId: account.id, name: 'much' },
    components: [
      { type: 'HEADER', format: 'LOCATION' },
      { type: 'BODY', text: 'Hello {{1}}' },
      { type: 'CAROUSEL', cards: [{ components: card }, { components: card }] },
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { has_expiration: true } },
    ],
  })
})
afterAll(() => business.simulator.close())

const TYPES = [
  'text',
  'image',
  'audio',
  'video',
  'document',
  'sticker',
  'location',
  'contacts',
  'reaction',
  'interactive',
]
/** Words that lead deep into the checks, and whatever else JSON can be. */
const KEYS = [
  'id',
  'link',
  'name',
  'type',
  'body',
  'text',
  'action',
  'header',
  'footer',
  'buttons',
  'sections',
  'rows',
  'cards',
]
const MORE = [
  'language',
  'code',
  'components',
  'parameters',
  'index',
  'sub_type',
  'message_id',
  'emoji',
  'reply',
  'card_index',
]
const WORDS = [
  'button',
  'list',
  'flow',
  'carousel',
  'cta_url',
  'product_list',
  'much',
  'en_US',
  'body',
  'header',
  'image',
  'url',
]
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'large', withCrossShrink: true },
    fc.constantFrom<unknown>(...WORDS, null, true, 0, -1, 1e21, '', '0', 'wamid.x', 'https://a.test', '__proto__'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS, ...MORE, 'constructor'), tie('json'), { maxKeys: 5 }),
  ),
}))

it('answers any body in Meta’s way: accepted, or an error with a code of the documentation', async () => {
  const body = fc.record(
    {
      ...{
        messaging_product: fc.constantFrom('whatsapp', 'whatsapp', 'x', 1),
        to: fc.constantFrom('16505551234', '', '1', 5, null, []),
      },
      ...{ recipient: json, recipient_type: json, context: json, biz_opaque_callback_data: json, status: json },
      ...{
        type: fc.oneof(fc.constantFrom<unknown>(...TYPES, 'template', 'constructor'), json),
        template: json,
        interactive: json,
      },
      ...Object.fromEntries(TYPES.map((type) => [type, json])),
    },
    { requiredKeys: ['messaging_product', 'to', 'type'] },
  )
  await fc.assert(
    fc.asyncProperty(body, async (message) => {
      business.number.sentAt = []
      business.number.pairPaidAt = {}
      const { status, json: answer } = await business.call(`/${business.number.id}/messages`, { body: message })
      if (status === 200) return expect(answer).toMatchObject({ messaging_product: 'whatsapp' })
      expect([400, 404]).toContain(status)
      expect(codeOf(answer)).toBeGreaterThanOrEqual(100)
      expect(at(answer, 'error', 'fbtrace_id')).toEqual(expect.any(String))
    }),
    { numRuns: 600, seed: 3 },
  )
})
