import type { MessageContent } from './message-content.schemas'

/**
 * What a message says in plain words, for the list's preview and the search; null when it says nothing, then its type
 * stands for it. Words only: no "Image", which the web says in the reader's language.
 */
export function contentText(content: MessageContent): string | null {
  const words = wordsOf(content)
    .filter((part): part is string => typeof part === 'string')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return words.length > 0 ? words.join('\n') : null
}

type Word = string | null | undefined

function wordsOf(content: MessageContent): Word[] {
  switch (content.type) {
    case 'text':
    case 'note':
    case 'system':
    case 'location_request':
    case 'contact_request':
    case 'address_request':
    case 'call_permission_request':
      return [content.body]
    case 'image':
    case 'video':
      return [content.caption]
    case 'document':
      return [content.caption, content.filename]
    case 'location':
      return [content.name, content.address]
    case 'contacts':
      return content.contacts.map(nameOf)
    case 'reaction':
      return [content.emoji]
    case 'button_reply':
      return [content.title]
    case 'flow_reply':
      return [content.body]
    case 'order':
      return [content.text]
    case 'buttons':
      return [headerText(content.header), content.body, content.footer, ...content.buttons.map(({ title }) => title)]
    case 'list':
      return [
        headerText(content.header),
        content.body,
        content.footer,
        ...content.sections.flatMap(({ title, rows }) => [
          title,
          ...rows.flatMap((row) => [row.title, row.description]),
        ]),
      ]
    case 'cta_url':
    case 'flow':
      return [headerText(content.header), content.body, content.footer]
    case 'voice_call':
      return [content.body, content.displayText]
    case 'product':
    case 'catalog':
      return [content.body, content.footer]
    case 'product_list':
      return [content.header.text, content.body, content.footer, ...content.sections.map(({ title }) => title)]
    case 'carousel':
      return [content.body, ...content.cards.map(({ body }) => body)]
    case 'order_details': {
      const { reference_id: id, order } = content.parameters
      const names = order?.items.map(({ name }) => name) ?? []
      return [headerText(content.header), content.body, content.footer, id, ...names]
    }
    case 'order_status':
      return [content.body, content.footer, content.parameters.reference_id, content.parameters.order?.description]
    case 'template':
      return templateWords(content)
    case 'edit':
      // What is searched is the message that was edited.
      return []
    case 'audio':
    case 'sticker':
    case 'call':
    case 'call_permission_reply':
    case 'welcome_request':
    case 'media_placeholder':
    case 'unsupported':
    case 'revoke':
    case 'activity':
      return []
  }
}

const headerText = (header: { type: string; text?: string } | undefined): Word =>
  header?.type === 'text' ? header.text : null

const templateWords = ({ name, rendering }: Extract<MessageContent, { type: 'template' }>): Word[] =>
  rendering
    ? [rendering.header, rendering.body, rendering.footer, ...rendering.buttons.map(({ text }) => text)]
    : [name]

/** The name on a card, else the first number: shared numbers come without a name. */
function nameOf(card: Extract<MessageContent, { type: 'contacts' }>['contacts'][number]): Word {
  if (card.name?.formatted_name) return card.name.formatted_name
  const [first] = Array.isArray(card.phones) ? card.phones : []
  const phone: unknown = typeof first === 'object' && first !== null && 'phone' in first ? first.phone : null
  return typeof phone === 'string' ? phone : null
}
