import { withTemplate } from '../messages'
import type { Case } from '../run-cases'
import { anything, either, optional, type Shape } from '../shape'
import type { Business, Json } from '../target'
import { number } from './numbers'

const whatsapp = { messaging_product: 'whatsapp' }
const sync = (kind: string) => number('/smb_app_data', { body: { ...whatsapp, sync_type: kind } })
const onPhone = ({ number: one, world }: Business) => Object.assign(one, { isOnBizApp: true, onboardedAt: world.now() })
const control = (body: Json) => number('/thread_control', { body: { ...whatsapp, to: '16505551234', ...body } })
const REQUESTED: Shape = { ...whatsapp, request_id: '1234567890' }

/** §4.6 and §6.17: beside the phone app and Meta's agent. */
export const conversations: Case[] = [
  {
    ...{ name: 'contacts are asked for', given: onPhone, request: sync('smb_app_state_sync') },
    expected: { shape: REQUESTED },
  },
  { name: 'the history is asked for', given: onPhone, request: sync('history'), expected: { shape: REQUESTED } },
  {
    ...{ name: 'the history is asked for only once', given: onPhone },
    request: async (target) => {
      await target.call(sync('history')(target))
      return sync('history')(target)
    },
    expected: { status: 400, code: 2593107 },
  },
  {
    name: 'the history is asked for too late',
    given: (business) => {
      onPhone(business)
      business.simulator.moveClock(25 * 3600_000)
    },
    request: sync('history'),
    expected: { status: 400, code: 2593108 },
  },
  {
    name: 'something else is asked for',
    given: onPhone,
    request: sync('gossip'),
    expected: { status: 400, code: 100 },
  },
  {
    name: 'a conversation is passed to the agent',
    request: control({ action: 'pass', control_pass: { target_role: 'ai_agent' }, metadata: 'x' }),
    expected: { shape: whatsapp },
  },
  { name: 'a conversation is released', request: control({ action: 'release' }), expected: { shape: whatsapp } },
  {
    ...{ name: 'a conversation is taken by the escalation partner', request: control({ action: 'take' }) },
    given: ({ number: one }) => Object.assign(one, { isEscalationPartner: true }),
    expected: { shape: whatsapp },
  },
  {
    name: 'a conversation is taken by somebody else',
    given: ({ number: one }) => Object.assign(one, { isEscalationPartner: false }),
    request: control({ action: 'take' }),
    expected: { status: 400, code: 2494191 },
  },
  {
    name: 'a conversation is taken with control_pass',
    request: control({ action: 'take', control_pass: { target_role: 'ai_agent' } }),
    expected: { status: 400, code: [100, 131009, 2494191] },
  },
  {
    name: 'a conversation is passed with 2001 characters',
    request: control({ action: 'pass', metadata: 'x'.repeat(2001) }),
    expected: { status: 400, code: [100, 131009] },
  },
]

const onAccount =
  (path: string): Case['request'] =>
  ({ accountId }) => ({ path: `/${accountId}/${path}` })

/** §5, others. Their answers are in no sample: only that there is one, with what its text names. */
export const templateTools: Case[] = [
  {
    name: 'previews of codes',
    request: onAccount('message_template_previews?category=AUTHENTICATION&languages=en_US,es_ES'),
    expected: { shape: { data: [anything] } },
  },
  {
    name: 'a library',
    request: () => ({ path: '/message_template_library' }),
    expected: { shape: { data: [anything], paging: optional(anything) } },
  },
  {
    name: 'a template of the library',
    request: async ({ call, accountId }) => {
      const { json } = await call({ path: '/message_template_library' })
      const [first] = Object(json).data
      return {
        path: `/${accountId}/message_templates`,
        body: {
          ...{ name: 'mine', language: 'en_US', category: 'UTILITY', library_template_name: first.name },
          library_template_button_inputs: [
            {
              type: 'URL',
              url: { base_url: 'https://www.luckyshrub.com/{{1}}', url_suffix_example: 'https://www.luckyshrub.com/x' },
            },
          ],
        },
      }
    },
    expected: {
      shape: { id: '572279198452421', status: /^(APPROVED|PENDING)$/, category: either('UTILITY', 'MARKETING') },
    },
  },
  {
    name: 'an archive',
    given: withTemplate('call_us'),
    request: ({ accountId, business }) => ({
      path: `/${accountId}/message_templates/archive`,
      body: { hsm_ids: Object.keys(business.world.state.templates) },
    }),
    expected: { shape: { archived_templates: optional(['1']), failed_templates: optional(anything) } },
    afterwards: ({ business }) => {
      const [template] = Object.values(business.world.state.templates)
      if (template?.status !== 'ARCHIVED') throw new Error(JSON.stringify(template))
    },
  },
]
