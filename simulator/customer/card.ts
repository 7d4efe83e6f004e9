import type { StoredMessage } from '../core/state'
import type { World } from '../core/world'
import { type Button, type Card, emptyCard, type Header, mediaHeader } from './card-parts'
import { type Json, listIn, recordIn, someText, textIn } from './json'
import { templateCard } from './template-card'

/** What a message of the business offers; null for plain ones. */
export function cardOf(world: World, message: Pick<StoredMessage, 'type' | 'payload' | 'templateId'>): Card | null {
  if (message.type === 'interactive') return interactiveCard(recordIn(message.payload.interactive))
  if (message.type !== 'template') return null
  const template = message.templateId === null ? undefined : world.state.templates[message.templateId]
  return templateCard(template, recordIn(message.payload.template))
}

function headerIn(value: unknown): Header | null {
  const header = recordIn(value)
  if (header.type === 'text') return { kind: 'text', text: textIn(header.text) }
  for (const kind of ['image', 'video', 'document'] as const) {
    if (header.type === kind || kind in header) return mediaHeader(kind, header[kind])
  }
  return null
}

function interactiveCard(interactive: Json): Card {
  const action = recordIn(interactive.action)
  const card: Card = {
    ...emptyCard(),
    header: headerIn(interactive.header),
    body: textIn(recordIn(interactive.body).text),
    footer: textIn(recordIn(interactive.footer).text),
  }
  const parameters = recordIn(action.parameters)
  switch (interactive.type) {
    case 'button':
      card.buttons = listIn(action.buttons).map(replyButton)
      break
    case 'list':
      card.buttons = [{ kind: 'list', title: textIn(action.button) }]
      card.sections = listIn(action.sections).map(({ title, rows }) => ({
        title: textIn(title),
        rows: listIn(rows).map((row) => ({
          id: textIn(row.id),
          title: textIn(row.title),
          description: textIn(row.description),
        })),
      }))
      break
    case 'cta_url':
      card.buttons = [{ kind: 'url', title: textIn(parameters.display_text), url: textIn(parameters.url) }]
      break
    case 'flow':
      card.buttons = [flowButton(parameters)]
      break
    case 'location_request_message':
      card.buttons = [{ kind: 'location', title: 'Send location' }]
      break
    case 'address_message':
      card.buttons = [{ kind: 'address', title: 'Provide address' }]
      break
    case 'request_contact_info':
      card.buttons = [{ kind: 'contact-info', title: 'Share phone number' }]
      break
    case 'call_permission_request':
      card.buttons = [{ kind: 'call-permission', title: 'Choose' }]
      break
    case 'voice_call':
      card.buttons = [{ kind: 'call', title: someText(parameters.display_text) ?? 'Call' }]
      break
    case 'product':
      card.products = [{ id: textIn(action.product_retailer_id), catalogId: textIn(action.catalog_id), section: '' }]
      card.buttons = [{ kind: 'products', title: 'View', catalogId: textIn(action.catalog_id) }]
      break
    case 'product_list':
      card.products = listIn(action.sections).flatMap(({ title, product_items }) =>
        listIn(product_items).map((item) => ({
          id: textIn(item.product_retailer_id),
          catalogId: textIn(action.catalog_id),
          section: textIn(title),
        })),
      )
      card.buttons = [{ kind: 'products', title: 'View items', catalogId: textIn(action.catalog_id) }]
      break
    case 'catalog_message':
      card.buttons = [{ kind: 'products', title: 'View catalogue', catalogId: '' }]
      break
    case 'carousel':
      card.cards = listIn(action.cards).map(carouselCard)
      break
    case 'order_details':
      card.buttons = [{ kind: 'url', title: 'Review and pay', url: '' }]
      break
  }
  return card
}

const replyButton = (button: Json): Button => {
  const reply = recordIn(button.reply ?? button.quick_reply)
  return { kind: 'reply', title: textIn(reply.title), id: textIn(reply.id), answersAs: 'button_reply' }
}

const flowButton = (parameters: Json): Button => ({
  kind: 'flow',
  title: someText(parameters.flow_cta) ?? 'Open',
  token: someText(parameters.flow_token) ?? 'unused',
  flowId: someText(parameters.flow_id) ?? textIn(parameters.flow_name),
  screen: textIn(recordIn(parameters.flow_action_payload).screen),
})

function carouselCard(value: Json): Card {
  const action = recordIn(value.action)
  const parameters = recordIn(action.parameters)
  const product = someText(action.product_retailer_id)
  const buttons: Button[] =
    action.name === 'cta_url'
      ? [{ kind: 'url', title: textIn(parameters.display_text), url: textIn(parameters.url) }]
      : listIn(action.buttons).map(replyButton)
  return {
    ...emptyCard(),
    header: product ? { kind: 'product', id: product } : headerIn(value.header),
    body: textIn(recordIn(value.body).text),
    buttons: product ? [{ kind: 'products', title: 'View', catalogId: textIn(action.catalog_id) }] : buttons,
    products: product ? [{ id: product, catalogId: textIn(action.catalog_id), section: '' }] : [],
  }
}
