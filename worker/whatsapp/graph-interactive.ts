import type { OutboundContent } from './outbound-content.schemas'

type Json = Record<string, unknown>
/** A file as content names it. */
export type MediaReference = { mediaId?: string | null | undefined; link?: string | undefined }
/** As Meta wants it: `{ id }` or `{ link }`. */
export type ToMedia = (media: MediaReference) => Json
type Of<Type extends OutboundContent['type']> = Extract<OutboundContent, { type: Type }>
/** What Meta calls `interactive`. */
export type InteractiveContent = Exclude<
  OutboundContent,
  Of<'text' | 'image' | 'video' | 'audio' | 'document' | 'sticker' | 'location' | 'contacts' | 'reaction' | 'template'>
>

const words = (text: string) => ({ text })
/** What is left empty is left out. */
const optionalBody = (body: string | undefined) => (body?.trim() ? { body: words(body) } : {})
const optionalFooter = (footer: string | undefined) => (footer?.trim() ? { footer: words(footer) } : {})

type Header =
  | { type: 'text'; text: string }
  | ({ type: 'image' | 'video' | 'document'; filename?: string | undefined } & MediaReference)
function headerOf(header: Header | undefined, toMedia: ToMedia): Json {
  if (!header) return {}
  if (header.type === 'text') return { header: { type: 'text', text: header.text } }
  const filename = header.type === 'document' && header.filename?.trim() ? { filename: header.filename } : {}
  return { header: { type: header.type, [header.type]: { ...toMedia(header), ...filename } } }
}

/** The value of `interactive`. */
export function toInteractive(content: InteractiveContent, toMedia: ToMedia): Json {
  const { type, ...parts } = partsOf(content)
  return {
    type,
    ...('header' in content ? headerOf(content.header, toMedia) : {}),
    ...optionalBody(content.body),
    ...('footer' in content ? optionalFooter(content.footer) : {}),
    ...(content.type === 'carousel' ? { action: carousel(content, toMedia) } : parts),
  }
}

/** Meta's name of the type, and its action. */
function partsOf(content: InteractiveContent): { type: string; action?: Json } {
  switch (content.type) {
    case 'buttons':
      return { type: 'button', action: { buttons: content.buttons.map((reply) => ({ type: 'reply', reply })) } }
    case 'list':
      return { type: 'list', action: { button: content.button, sections: content.sections.map(listSection) } }
    case 'cta_url':
      return { type: 'cta_url', action: ctaUrl(content) }
    case 'flow':
      return { type: 'flow', action: { name: 'flow', parameters: flowParameters(content) } }
    case 'location_request':
      return { type: 'location_request_message', action: { name: 'send_location' } }
    case 'contact_request':
      return { type: 'request_contact_info', action: { name: 'request_contact_info' } }
    case 'address_request':
      return { type: 'address_message', action: { name: 'address_message', parameters: addressParameters(content) } }
    case 'call_permission_request':
      return { type: 'call_permission_request', action: { name: 'call_permission_request' } }
    case 'voice_call':
      return { type: 'voice_call', action: { name: 'voice_call', parameters: callParameters(content) } }
    case 'product':
      return {
        type: 'product',
        action: { catalog_id: content.catalogId, product_retailer_id: content.productRetailerId },
      }
    case 'product_list':
      return {
        type: 'product_list',
        action: { catalog_id: content.catalogId, sections: content.sections.map(productSection) },
      }
    case 'catalog': {
      const thumbnail = content.thumbnailProductRetailerId
      return {
        type: 'catalog_message',
        action: {
          name: 'catalog_message',
          ...(thumbnail?.trim() && { parameters: { thumbnail_product_retailer_id: thumbnail } }),
        },
      }
    }
    case 'order_details':
      return { type: 'order_details', action: { name: 'review_and_pay', parameters: content.parameters } }
    case 'order_status':
      return { type: 'order_status', action: { name: 'review_order', parameters: content.parameters } }
    case 'carousel':
      return { type: 'carousel' }
  }
}

const listSection = ({ title, rows }: Of<'list'>['sections'][number]) => ({
  ...(title?.trim() && { title }),
  rows: rows.map(({ id, title, description }) => ({ id, title, ...(description?.trim() && { description }) })),
})
const productSection = ({ title, productRetailerIds }: Of<'product_list'>['sections'][number]) => ({
  ...(title.trim() && { title }),
  product_items: productRetailerIds.map((id) => ({ product_retailer_id: id })),
})
const ctaUrl = ({ displayText, url }: { displayText: string; url: string }) => ({
  name: 'cta_url',
  parameters: { display_text: displayText, url },
})

function flowParameters({ flowId, flowName, flowToken, button, action, screen, data, mode }: Of<'flow'>): Json {
  const payload = { screen, ...(data && { data }) }
  // Only navigating has a payload; an endpoint decides by itself.
  const navigates = action !== 'data_exchange' && screen?.trim()
  return {
    flow_message_version: '3',
    flow_token: flowToken ?? 'unused',
    ...(flowId?.trim() ? { flow_id: flowId } : { flow_name: flowName }),
    flow_cta: button,
    ...((action || navigates) && { flow_action: action ?? 'navigate' }),
    ...(navigates && { flow_action_payload: payload }),
    ...(mode && { mode }),
  }
}

const addressParameters = ({ country, values, savedAddresses, validationErrors }: Of<'address_request'>): Json => ({
  country,
  ...(values && { values }),
  ...(savedAddresses && { saved_addresses: savedAddresses }),
  ...(validationErrors && { validation_errors: validationErrors }),
})

const callParameters = ({ displayText, ttlMinutes, payload }: Of<'voice_call'>): Json => ({
  display_text: displayText,
  ...(ttlMinutes !== undefined && { ttl_minutes: ttlMinutes }),
  ...(payload?.trim() && { payload }),
})

function carousel({ cards }: Of<'carousel'>, toMedia: ToMedia): Json {
  return {
    cards: cards.map(({ header, body, ctaUrl: link, buttons, product }, index) => {
      if (product) {
        const action = { product_retailer_id: product.productRetailerId, catalog_id: product.catalogId }
        return { card_index: index, type: 'product', action }
      }
      const action = link
        ? ctaUrl(link)
        : { buttons: (buttons ?? []).map((reply) => ({ type: 'quick_reply', quick_reply: reply })) }
      return {
        card_index: index,
        // Cards with quick replies have no type.
        ...(link && { type: 'cta_url' }),
        ...headerOf(header, toMedia),
        ...optionalBody(body),
        action,
      }
    }),
  }
}
