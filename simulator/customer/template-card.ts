import type { Template } from '../core/state'
import { type Button, type Card, emptyCard, type Header, mediaHeader } from './card-parts'
import { type Json, listIn, recordIn, someText, textIn } from './json'

const typeOf = (value: Json): string => textIn(value.type).toUpperCase()

/** A template with what was sent along put into it. Without a definition: the parameters alone. */
export function templateCard(template: Template | undefined, sent: Json): Card {
  const parts = listIn(sent.components)
  return filled(listIn(template?.components), parts)
}

function filled(definition: Json[], parts: Json[]): Card {
  const card = emptyCard()
  const parametersOf = (type: string) => listIn(parts.find((part) => typeOf(part) === type)?.parameters)
  for (const component of definition) {
    switch (typeOf(component)) {
      case 'HEADER':
        card.header = headerOf(component, parametersOf('HEADER'))
        break
      case 'BODY':
        card.body = fill(bodyOf(component), parametersOf('BODY'))
        break
      case 'FOOTER':
        card.footer = footerOf(component)
        break
      case 'LIMITED_TIME_OFFER':
        card.offer = textIn(recordIn(component.limited_time_offer).text)
        break
      case 'BUTTONS':
        card.buttons = listIn(component.buttons).map((button, index) => buttonOf(button, partOfButton(parts, index)))
        break
      case 'CAROUSEL': {
        const cards = listIn(parts.find((part) => typeOf(part) === 'CAROUSEL')?.cards)
        card.cards = listIn(component.cards).map((each, index) =>
          filled(listIn(each.components), listIn(cards[index]?.components)),
        )
        break
      }
    }
  }
  return card
}

const partOfButton = (parts: Json[], index: number): Json =>
  parts.find((part) => typeOf(part) === 'BUTTON' && textIn(part.index) === String(index)) ?? {}

const bodyOf = (component: Json): string =>
  // Authentication templates have no text of their own.
  someText(component.text) ??
  `*{{1}}* is your verification code.${component.add_security_recommendation === true ? ' For your security, do not share this code.' : ''}`

const footerOf = (component: Json): string => {
  const minutes = textIn(component.code_expiration_minutes)
  return minutes ? `This code expires in ${minutes} minutes.` : textIn(component.text)
}

function headerOf(component: Json, parameters: Json[]): Header {
  const format = textIn(component.format).toLowerCase()
  const [parameter = {}] = parameters
  if (format === 'image' || format === 'video' || format === 'document') return mediaHeader(format, parameter[format])
  if (format === 'location') {
    const place = recordIn(parameter.location)
    return { kind: 'location', name: textIn(place.name), address: textIn(place.address) }
  }
  if (format === 'product') return { kind: 'product', id: textIn(recordIn(parameter.product).product_retailer_id) }
  return { kind: 'text', text: fill(textIn(component.text), parameters) }
}

/** Positional and named variables; what wasn't sent stays visible as it is. */
function fill(text: string, parameters: Json[]): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => {
    const parameter = parameters.find((one) => one.parameter_name === name) ?? parameters[Number(name) - 1]
    return parameter ? textOfParameter(parameter) : whole
  })
}

const textOfParameter = (parameter: Json): string =>
  someText(parameter.text) ??
  someText(recordIn(parameter.currency).fallback_value) ??
  someText(recordIn(parameter.date_time).fallback_value) ??
  ''

function buttonOf(button: Json, part: Json): Button {
  const title = textIn(button.text)
  const [parameter = {}] = listIn(part.parameters)
  switch (typeOf(button)) {
    case 'URL':
      return { kind: 'url', title, url: fill(textIn(button.url), [parameter]) }
    case 'PHONE_NUMBER':
      return { kind: 'phone', title, phone: textIn(button.phone_number) }
    case 'COPY_CODE':
      return {
        kind: 'copy',
        title: title || 'Copy code',
        code: textIn(parameter.coupon_code) || textIn(button.example),
      }
    case 'OTP':
      return { kind: 'copy', title: title || 'Copy code', code: textIn(parameter.text) }
    case 'FLOW': {
      const token = someText(recordIn(parameter.action).flow_token) ?? 'unused'
      const flowId = someText(button.flow_id) ?? textIn(button.flow_name)
      return { kind: 'flow', title, token, flowId, screen: textIn(button.navigate_screen) }
    }
    case 'CATALOG':
    case 'MPM':
    case 'SPM':
      return { kind: 'products', title: title || 'View items', catalogId: '' }
    case 'VOICE_CALL':
      return { kind: 'call', title: title || 'Call' }
    case 'REQUEST_CONTACT_INFO':
      return { kind: 'contact-info', title: title || 'Share phone number' }
    default:
      return { kind: 'reply', title, id: textIn(parameter.payload) || title, answersAs: 'button' }
  }
}
