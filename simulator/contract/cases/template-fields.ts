import {
  changeTemplateCategory,
  decideReview,
  disableTemplate,
  pauseTemplate,
  sendTemplateComponents,
  setTemplateQuality,
} from '../../webhooks/template-fields'
import { withTemplate } from '../messages'
import type { WebhookCase } from '../run-webhooks'
import { timed } from '../run-webhooks'
import { anything, either, exactly, optional } from '../shape'
import type { Business } from '../target'

const STATUS = 'message_template_status_update'
const about = {
  message_template_id: 1689556908129832,
  message_template_name: 'order_confirmation',
  message_template_language: /^en[-_]US$/,
}
const event = (name: string, more: object = {}) => ({
  ...{ event: exactly(name), ...about, reason: either('NONE', null), message_template_category: /^[A-Z]+$/ },
  ...more,
})
/** Does it with a template. */
const onTemplate =
  (change: (business: Business, id: string) => unknown, status: 'APPROVED' | 'PENDING' = 'APPROVED') =>
  (business: Business) =>
    change(business, withTemplate('order_confirmation', { status })(business).id)
const category = /^(MARKETING|UTILITY|AUTHENTICATION)$/

/** §6.5 to §6.8. */
export const templateFields: WebhookCase[] = [
  timed(
    'approved',
    STATUS,
    onTemplate(({ world }, id) => decideReview(world, id, { result: 'APPROVED' }), 'PENDING'),
    event('APPROVED'),
  ),
  timed(
    'rejected',
    STATUS,
    onTemplate(({ world }, id) => decideReview(world, id, { result: 'REJECTED', reason: 'INVALID_FORMAT' }), 'PENDING'),
    event('REJECTED', {
      reason: /^[A-Z_]+$/,
      rejection_info: optional({ reason: 'text', recommendation: 'text' }),
    }),
  ),
  timed(
    'paused',
    STATUS,
    onTemplate(({ world }, id) => pauseTemplate(world, id)),
    event('PAUSED', { other_info: { title: /^(FIRST_PAUSE|SECOND_PAUSE)$/, description: 'text' } }),
  ),
  timed(
    'disabled',
    STATUS,
    onTemplate(({ world }, id) => disableTemplate(world, id)),
    event('DISABLED', {
      disable_info: { disable_date: anything },
      other_info: optional({ title: 'DISABLED', description: 'text' }),
    }),
  ),
  timed(
    'of another quality',
    'message_template_quality_update',
    onTemplate(({ world }, id) => setTemplateQuality(world, id, 'YELLOW')),
    {
      previous_quality_score: /^(GREEN|YELLOW|RED|UNKNOWN)$/,
      new_quality_score: exactly('YELLOW'),
      ...about,
    },
  ),
  timed(
    'of other components',
    'message_template_components_update',
    onTemplate(({ world }, id) => sendTemplateComponents(world, id)),
    {
      ...about,
      message_template_title: optional('Your order is confirmed!'),
      message_template_element: 'Thank you for your order, {{1}}!',
      message_template_footer: optional('text'),
      message_template_buttons: [
        {
          ...{ message_template_button_type: /^[A-Z_]+$/, message_template_button_text: 'Phone support' },
          message_template_button_phone_number: optional('+15550783881'),
          message_template_button_url: optional('https://www.luckyshrub.com/support'),
        },
      ],
    },
  ),
  timed(
    'to be of another category',
    'template_category_update',
    onTemplate(({ world }, id) => changeTemplateCategory(world, id, { category: 'MARKETING' })),
    { ...about, new_category: category, correct_category: category, category_update_timestamp: 1746169200 },
  ),
  timed(
    'found to be of another category',
    'template_correct_category_detection',
    onTemplate(({ world }, id) => changeTemplateCategory(world, id, { category: 'MARKETING' })),
    { ...about, category, correct_category: category },
  ),
  timed(
    'of another category',
    'template_category_update',
    onTemplate(({ world }, id) => changeTemplateCategory(world, id, { category: 'MARKETING', atOnce: true })),
    { ...about, previous_category: category, new_category: category },
  ),
]
