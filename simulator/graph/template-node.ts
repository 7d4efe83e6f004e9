import type { Template } from '../core/state'
import type { World } from '../core/world'
import type { Node } from './fields'
import { healthOf } from './health'

/** Templates of an account that are still there. */
export const templatesOf = ({ state }: World, accountId: string): Template[] =>
  Object.values(state.templates).filter((one) => one.accountId === accountId && one.status !== 'DELETED')

/** A template as the Graph shows it. */
export const templateNode = (world: World, { template, appId }: { template: Template; appId: string }): Node => ({
  id: template.id,
  type: 'WhatsAppMessageTemplate',
  defaults: [
    ...['name', 'parameter_format', 'components', 'language', 'status', 'category', 'sub_category'],
    ...['previous_category', 'message_send_ttl_seconds', 'library_template_name'],
  ],
  readers: {
    name: () => template.name,
    parameter_format: () => template.parameterFormat,
    components: () => template.components,
    language: () => template.language,
    status: () => template.status,
    category: () => template.category,
    sub_category: () => template.subCategory,
    previous_category: () => template.previousCategory,
    correct_category: () => template.correctCategory ?? template.category,
    rejected_reason: () => template.rejectedReason ?? 'NONE',
    quality_score: () => ({ score: template.quality, date: Math.floor(template.createdAt / 1000) }),
    message_send_ttl_seconds: () => template.ttlSeconds,
    cta_url_link_tracking_opted_out: () => false,
    is_primary_device_delivery_only: () => false,
    library_template_name: () => template.libraryName,
    last_updated_time: () => new Date(template.editedAt.at(-1) ?? template.createdAt).toISOString(),
    health_status: () => healthOf(world, { kind: 'MESSAGE_TEMPLATE', id: template.id, appId }),
  },
})
