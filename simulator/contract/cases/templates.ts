import { createTemplate, handleOf, withTemplate } from '../messages'
import type { Case } from '../run-cases'
import { type TemplateName, templates } from '../samples/templates'
import { anything, either, optional, type Shape } from '../shape'
import { sampleFile, type Target } from '../target'
import { DONE } from './numbers'

const ID = '572279198452421'
const STATUS =
  /^(APPROVED|PENDING|REJECTED|PAUSED|DISABLED|IN_APPEAL|PENDING_DELETION|DELETED|LIMIT_EXCEEDED|ARCHIVED|LOCKED)$/
const CATEGORY = /^(MARKETING|UTILITY|AUTHENTICATION)$/
const CREATED: Shape = { id: ID, status: STATUS, category: CATEGORY }

const names = Object.keys(templates).filter((name): name is TemplateName => name in templates)
/** §5: every kind of template, as its create sample has it. */
export const creations: Case[] = [
  ...names.map(
    (name): Case => ({
      name: name.replaceAll('_', ' '),
      request: (target) => createTemplate(target, templates[name]),
      expected: { shape: CREATED },
    }),
  ),
  {
    name: 'a time to live',
    request: (target) => createTemplate(target, { ...templates.verification_code, message_send_ttl_seconds: 60 }),
    expected: { shape: CREATED },
  },
  {
    name: 'the same name in another language',
    given: withTemplate('seasonal_promotion'),
    request: (target) => createTemplate(target, { ...templates.seasonal_promotion, language: 'es_MX' }),
    expected: { shape: CREATED },
  },
  {
    name: 'codes in many languages at once',
    request: ({ accountId }) => ({
      path: `/${accountId}/upsert_message_templates`,
      body: { ...templates.verification_code, language: undefined, languages: ['en_US', 'es_ES', 'fr'] },
    }),
    expected: { shape: { data: [{ id: '954638012257287', status: STATUS, language: 'en_US' }] } },
  },
]

const BUTTON = {
  type: /^[A-Z_]+$/,
  text: optional('Call us'),
  ...{ url: optional('https://…'), phone_number: optional('+1646'), example: optional(anything) },
}
const COMPONENT = {
  type: /^(HEADER|BODY|FOOTER|BUTTONS)$/,
  format: optional(/^(TEXT|IMAGE|VIDEO|DOCUMENT|LOCATION)$/),
  text: optional('text'),
  example: optional(
    either(
      { header_handle: ['https://scontent.whatsapp.net/v/t61…'] },
      { header_text: ['Pablo'] },
      { body_text: [['SUMMER20', '10']] },
      { body_text_named_params: [{ param_name: 'day', example: 'Saturday' }] },
    ),
  ),
  buttons: optional([BUTTON]),
}
const LISTED: Shape = {
  ...{ name: 'reservation_confirmation', parameter_format: /^(NAMED|POSITIONAL)$/, components: [COMPONENT] },
  ...{
    language: 'en_US',
    status: STATUS,
    category: CATEGORY,
    sub_category: optional('CUSTOM'),
    id: '1387372356726668',
  },
}
const PAGING = {
  cursors: { before: 'QVFIU…', after: 'QVFIU…' },
  next: optional('https://…'),
  previous: optional('https://…'),
}
const LIST: Shape = { data: [LISTED], paging: PAGING }

const idOf = ({ business }: Target) => Object.keys(business.world.state.templates)[0] ?? ''
const listed = (name: string, query: string, more: Partial<Case> = {}): Case => ({
  name,
  given: withTemplate('seasonal_promotion'),
  request: ({ accountId }) => ({ path: `/${accountId}/message_templates${query}` }),
  expected: { shape: LIST },
  ...more,
})
const FIELDS =
  'name,category,status,language,components,quality_score,rejected_reason,parameter_format,correct_category,message_send_ttl_seconds,cta_url_link_tracking_opted_out'

/** §5: list, read, edit, delete. */
export const templateCalls: Case[] = [
  listed('are listed', ''),
  listed('are listed with what is asked for', `?fields=${FIELDS}&limit=100`, {
    real: true,
    expected: {
      shape: {
        data: [
          {
            ...Object(LISTED),
            quality_score: optional({ score: /^(GREEN|YELLOW|RED|UNKNOWN)$/, date: optional(1758754645) }),
            rejected_reason: optional('NONE'),
            correct_category: optional(CATEGORY),
            message_send_ttl_seconds: optional(600),
            cta_url_link_tracking_opted_out: optional(false),
            components: [anything],
          },
        ],
        paging: PAGING,
      },
    },
  }),
  ...[
    'category=MARKETING',
    'language=en_US',
    'name=seasonal',
    'status=APPROVED',
    'name_or_content=summer',
    'content=Shop now',
  ].map((filter) =>
    listed(`are listed by ${filter}`, `?${filter}`, {
      expected: { shape: filter.endsWith('summer') ? { data: [], paging: optional(anything) } : LIST },
    }),
  ),
  listed('are listed page by page', '?limit=1', {
    given: (business) => {
      withTemplate('seasonal_promotion')(business)
      withTemplate('call_us')(business)
    },
    afterwards: async ({ call }, { json }) => {
      const { next } = Object(json.paging)
      const second = await call({ path: String(next) })
      const [one] = Object(second.json).data
      const [other] = Object(json).data
      if (!one || one.id === other.id) throw new Error(JSON.stringify(second.json))
    },
  }),
  {
    name: 'show one of them',
    given: withTemplate('seasonal_promotion', { quality: 'GREEN' }),
    request: (target) => ({ path: `/${idOf(target)}?fields=quality_score` }),
    expected: {
      shape: { quality_score: { score: /^(GREEN|YELLOW|RED|UNKNOWN)$/, date: 1758754645 }, id: '1387372356726668' },
    },
  },
  {
    name: 'show their health',
    given: withTemplate('seasonal_promotion', { status: 'PENDING' }),
    request: (target) => ({ path: `/${idOf(target)}?fields=health_status` }),
    expected: {
      shape: {
        health_status: {
          can_send_message: /^BLOCKED$/,
          entities: [
            {
              ...{ entity_type: /^[A-Z_]+$/, id: '2632273056924580' },
              can_send_message: /^(AVAILABLE|LIMITED|BLOCKED)$/,
              can_receive_call_sip: optional('AVAILABLE'),
              errors: optional([{ error_code: 141002, error_description: 'text', possible_solution: 'text' }]),
            },
          ],
        },
        id: '2632273056924580',
      },
    },
  },
  {
    name: 'get other components',
    given: withTemplate('seasonal_promotion'),
    request: (target) => ({
      path: `/${idOf(target)}`,
      body: { components: templates.coupon_code_fall2023_25off.components },
    }),
    expected: { shape: DONE },
  },
  {
    name: 'get another category once they were rejected',
    given: withTemplate('seasonal_promotion', { status: 'REJECTED' }),
    request: (target) => ({ path: `/${idOf(target)}`, body: { category: 'UTILITY' } }),
    expected: { shape: DONE },
  },
  {
    name: 'get a time to live',
    given: withTemplate('seasonal_promotion'),
    request: (target) => ({ path: `/${idOf(target)}`, body: { message_send_ttl_seconds: 43_200 } }),
    expected: { shape: DONE },
  },
  {
    name: 'are deleted by name',
    given: withTemplate('order_confirmation'),
    request: ({ accountId }) => ({
      method: 'DELETE',
      path: `/${accountId}/message_templates?name=order_confirmation`,
    }),
    expected: { shape: DONE },
  },
  {
    name: 'are deleted in one language',
    given: withTemplate('order_confirmation'),
    request: (target) => ({
      method: 'DELETE',
      path: `/${target.accountId}/message_templates?hsm_id=${idOf(target)}&name=order_confirmation`,
    }),
    expected: { shape: DONE },
  },
  {
    name: 'move to another account',
    request: async (target) => {
      const { accountId } = target
      return { path: `/${accountId}/migrate_message_templates?source_waba_id=${accountId}`, method: 'POST' }
    },
    expected: { shape: { migrated_templates: optional(anything), failed_templates: optional(anything) } },
  },
]

/** §3: the upload whose handle a template takes. */
export const uploads: Case[] = [
  {
    name: 'begins',
    request: ({ business: { app } }) => ({
      method: 'POST',
      path: `/${app.id}/uploads?file_name=a.jpg&file_length=12345&file_type=image/jpeg`,
    }),
    expected: { shape: { id: /^upload:\S+$/ } },
  },
  ...(['Bearer', 'OAuth'] as const).map(
    (scheme): Case => ({
      name: `takes bytes with ${scheme} and answers with a handle`,
      request: async (target) => {
        const bytes = new Uint8Array(await sampleFile('image').arrayBuffer())
        const { id } = await beginUpload(target, bytes.length)
        return {
          ...{ path: `/${id}`, body: bytes, bearer: null },
          headers: { authorization: `${scheme} ${target.token}`, file_offset: '0' },
        }
      },
      expected: { shape: { h: /^4::[A-Za-z0-9+/=:]+/ } },
    }),
  ),
  {
    name: 'says where it stopped',
    request: async (target) => {
      const { id } = await beginUpload(target, 10)
      await target.call({ path: `/${id}`, body: new Uint8Array(4), headers: { file_offset: '0' } })
      return { path: `/${id}` }
    },
    expected: { shape: { id: /^upload:\S+$/, file_offset: 123 } },
    afterwards: (_target, { json }) => {
      if (json.file_offset !== 4) throw new Error(JSON.stringify(json))
    },
  },
  {
    name: 'gives a handle that a profile takes as its picture',
    request: async (target) => ({
      path: `/${target.numberId}/whatsapp_business_profile`,
      body: { messaging_product: 'whatsapp', profile_picture_handle: await handleOf(target, 'image') },
    }),
    expected: { shape: DONE },
  },
]

async function beginUpload({ call, business: { app } }: Target, length: number): Promise<{ id: string }> {
  const path = `/${app.id}/uploads?file_name=a.jpg&file_length=${length}&file_type=image/jpeg`
  return { id: String((await call({ method: 'POST', path })).json.id) }
}
