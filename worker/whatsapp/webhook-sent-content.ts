import type { MessageContent } from './message-content.schemas'
import { outboundContentSchema } from './outbound-content.schemas'
import { renderTemplate } from './template-rendering'
import { type ReadContent, readContent, unsupported } from './webhook-content'
import { at, type Json, recordAt, recordsAt, textAt, wordsAt } from './webhook-values'

/**
 * What somebody else sent in our name. Most types are written as customers' are; interactive messages and templates are
 * the bodies of sends, read back into ours as far as we have them.
 * @param definition of the template, where Meta tells it
 */
export function readSentContent(message: Json, definition: Json | null = null): ReadContent {
  const type = textAt(message, 'type')
  const candidate =
    type === 'interactive'
      ? readInteractive(recordAt(message, 'interactive'))
      : type === 'template'
        ? readTemplate(recordAt(message, 'template'))
        : null
  // Replies of customers are `interactive` too, in an echo as well as elsewhere.
  if (!candidate) return readContent(message)
  const parsed = outboundContentSchema.safeParse(candidate)
  if (!parsed.success) return unsupported(message)
  const content = parsed.data.type === 'template' ? rendered(parsed.data, definition) : parsed.data
  return { content, media: null, targetWamid: null }
}

function rendered(content: Extract<MessageContent, { type: 'template' }>, definition: Json | null): MessageContent {
  const components = recordsAt(definition, 'components')
  if (components.length === 0) return content
  const parameterFormat = textAt(definition, 'parameter_format') ?? 'POSITIONAL'
  const category = textAt(definition, 'category') ?? 'UNKNOWN'
  return { ...content, rendering: renderTemplate({ category, components, parameterFormat }, content.components) }
}

const words = (value: Json | null, key: string) => wordsAt(recordAt(value, key), 'text') ?? undefined

function readInteractive(interactive: Json | null): unknown {
  const action = recordAt(interactive, 'action')
  const parameters = recordAt(action, 'parameters')
  const header = textAt(recordAt(interactive, 'header'), 'type') === 'text' ? words(interactive, 'header') : undefined
  const common = {
    body: words(interactive, 'body'),
    footer: words(interactive, 'footer'),
    ...(header !== undefined && { header: { type: 'text', text: header } }),
  }
  switch (textAt(interactive, 'type')) {
    case 'button':
      return {
        type: 'buttons',
        ...common,
        buttons: recordsAt(action, 'buttons').map((button) => reply(recordAt(button, 'reply'))),
      }
    case 'list':
      return {
        type: 'list',
        ...common,
        button: wordsAt(action, 'button'),
        sections: recordsAt(action, 'sections').map((section) => ({
          title: wordsAt(section, 'title') ?? undefined,
          rows: recordsAt(section, 'rows').map((row) => ({
            ...reply(row),
            description: wordsAt(row, 'description') ?? undefined,
          })),
        })),
      }
    case 'cta_url':
      return {
        type: 'cta_url',
        ...common,
        displayText: wordsAt(parameters, 'display_text'),
        url: wordsAt(parameters, 'url'),
      }
    case 'flow':
      return {
        type: 'flow',
        ...common,
        flowId: wordsAt(parameters, 'flow_id') ?? undefined,
        flowName: wordsAt(parameters, 'flow_name') ?? undefined,
        flowToken: wordsAt(parameters, 'flow_token') ?? undefined,
        button: wordsAt(parameters, 'flow_cta'),
      }
    case 'location_request_message':
      return { type: 'location_request', body: common.body }
    case 'request_contact_info':
      return { type: 'contact_request', body: common.body }
    case 'call_permission_request':
      return { type: 'call_permission_request', body: common.body }
    case 'product':
      return {
        type: 'product',
        body: common.body,
        footer: common.footer,
        catalogId: wordsAt(action, 'catalog_id'),
        productRetailerId: wordsAt(action, 'product_retailer_id'),
      }
    case 'order_details':
      return { type: 'order_details', ...common, parameters }
    case 'order_status':
      return { type: 'order_status', body: common.body, footer: common.footer, parameters }
    default:
      return null
  }
}

const reply = (value: Json | null) => ({ id: wordsAt(value, 'id'), title: wordsAt(value, 'title') })

const readTemplate = (template: Json | null): unknown =>
  template && {
    type: 'template',
    name: wordsAt(template, 'name'),
    language: wordsAt(recordAt(template, 'language'), 'code'),
    components: at(template, 'components') ?? [],
  }
