import type { Template } from '@worker/modules/templates/templates.schemas'
import { expect, it } from 'vitest'
import { refill } from './template-refill'
import { toTemplateContent } from './template-values'

const template = (components: Template['components'], more: Partial<Template> = {}): Template => ({
  wabaId: '1',
  name: 'any',
  language: 'en_GB',
  status: 'APPROVED',
  category: 'UTILITY',
  parameterFormat: 'POSITIONAL',
  components,
  qualityScore: null,
  reason: null,
  syncedAt: '2026-11-01T00:00:00.000Z',
  ...more,
})
const body = { type: 'BODY', text: 'Hi {{1}}, {{2}} is ready.' }
const link = {
  type: 'BUTTONS',
  buttons: [
    { type: 'QUICK_REPLY', text: 'Ok' },
    { type: 'URL', text: 'Track', url: 'https://x.example/{{1}}' },
  ],
}
const file = { mediaId: 'med_1', filename: 'bill.pdf' }

it.each([
  [
    'texts and a link',
    template([{ type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' }, body, link]),
    { 'header-1': '20418', 'body-1': 'Amara', 'body-2': 'it', 'button-1': '20418' },
    {},
  ],
  [
    'names',
    template([{ type: 'BODY', text: 'Hi {{first_name}}, {{order}}' }], { parameterFormat: 'NAMED' }),
    { 'body-first_name': 'Amara', 'body-order': '7' },
    {},
  ],
  [
    'a file',
    template([{ type: 'HEADER', format: 'DOCUMENT' }, body]),
    { 'body-1': 'Amara', 'body-2': 'it' },
    { header: file },
  ],
  [
    'a place',
    template([{ type: 'HEADER', format: 'LOCATION' }, body]),
    { header: '51.5, -0.07', 'header-name': 'Studio', 'header-address': '', 'body-1': 'Amara', 'body-2': 'it' },
    {},
  ],
  ['a code', template([body], { category: 'AUTHENTICATION' }), { code: '204818' }, {}],
  [
    'an offer with a coupon',
    template([
      body,
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Now', has_expiration: true } },
      { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', text: 'Copy' }] },
    ]),
    { 'body-1': 'Amara', 'body-2': 'it', offer: '2026-12-01T09:00', 'button-0': 'CLAY' },
    {},
  ],
  [
    'cards',
    template([
      { type: 'BODY', text: 'Look' },
      {
        type: 'CAROUSEL',
        cards: [
          { components: [{ type: 'HEADER', format: 'IMAGE' }, body] },
          { components: [{ type: 'HEADER', format: 'IMAGE' }, link] },
        ],
      },
    ]),
    { 'card0-body-1': 'Amara', 'card0-body-2': 'it', 'card1-button-1': 'x' },
    { 'card0-header': { mediaId: 'med_1', filename: null }, 'card1-header': { mediaId: 'med_2', filename: null } },
  ],
] as const)('what was filled in is found again: %s', (_, given, values, files) => {
  expect(refill(given, toTemplateContent(given, { values, files }))).toEqual({ values, files })
})

it('finds what it can in a message that a template no longer fits', () => {
  const before = toTemplateContent(template([body]), { values: { 'body-1': 'Amara', 'body-2': 'it' }, files: {} })
  const after = template([{ type: 'BODY', text: 'Hi {{1}}' }])
  expect(refill(after, before)).toEqual({ values: { 'body-1': 'Amara' }, files: {} })
})
