import type { Template } from '../../core/state'
import { graphError } from '../errors'
import { type Check, type Fields, invalid, isFields, missing, needFields, needList, needText } from './checks'
import { checkLocation } from './free-form'
import { checkMediaObject } from './media'
import { checkButtonParameters } from './template-buttons'
import { checkTexts } from './template-parameters'

export const typeOf = (part: Fields): string => String(part.type ?? part.format ?? '').toUpperCase()
export const componentsOf = (parent: Fields, name: string): Fields[] => {
  const list = parent[name]
  return Array.isArray(list) ? list.filter(isFields) : []
}
export const partOf = (components: Fields[], type: string): Fields | undefined =>
  components.find((component) => typeOf(component) === type)

const parametersOf = (component: Fields | undefined): Fields[] => componentsOf(component ?? {}, 'parameters')
const KNOWN = [
  'HEADER',
  'BODY',
  'BUTTON',
  'CAROUSEL',
  'LIMITED_TIME_OFFER',
  'TAP_TARGET_CONFIGURATION',
  'FOOTER',
  'ORDER_STATUS',
]

export type Filling = { template: Template; defined: Fields[]; sent: Fields[]; where: string }

/** What was sent against what the template has; on a card of a carousel likewise. */
export function checkComponents(check: Check, filling: Filling): void {
  const { template, defined, sent, where } = filling
  for (const component of sent) {
    if (component.type === undefined) throw missing(`${where}component needs a type.`)
    if (!KNOWN.includes(typeOf(component)))
      throw invalid(`${where}component type ${String(component.type)} is unknown.`)
    if (component.parameters !== undefined)
      needList({ in: component, name: 'parameters', where: `${where}component`, min: 0, max: 100 })
  }
  checkHeaderParameters(check, filling)
  const body = partOf(defined, 'BODY')
  const isCode = template.category === 'AUTHENTICATION'
  checkTexts({
    parameters: parametersOf(partOf(sent, 'BODY')),
    // The text of an authentication template is Meta's own, with the code as its variable.
    text: isCode ? '{{1}}' : String(body?.text ?? ''),
    format: template.parameterFormat,
    where: `${where}body`,
    max: isCode ? 15 : where === '' ? 1024 : 160,
  })
  const buttons = componentsOf(partOf(defined, 'BUTTONS') ?? {}, 'buttons')
  const filled = sent.filter((component) => typeOf(component) === 'BUTTON')
  checkButtonParameters({ template, buttons, filled, where })
  checkOffer(filling)
  checkCards(check, filling)
}

const MEDIA = { IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document' } as const
const isMedia = (format: string): format is keyof typeof MEDIA => format in MEDIA

function checkHeaderParameters(check: Check, { template, defined, sent, where }: Filling): void {
  const header = partOf(defined, 'HEADER')
  const parameters = parametersOf(partOf(sent, 'HEADER'))
  const format = header ? String(header.format ?? 'TEXT').toUpperCase() : 'NONE'
  if (format === 'NONE' || format === 'TEXT') {
    const text = String(header?.text ?? '')
    checkTexts({ parameters, text, format: template.parameterFormat, where: `${where}header`, max: 60 })
    return
  }
  const [parameter] = parameters
  const received = parameter ? String(parameter.type).toUpperCase() : 'UNKNOWN'
  if (received !== format || !parameter || parameters.length > 1) {
    throw graphError(132012, { details: `${where}header: Format mismatch, expected ${format}, received ${received}` })
  }
  const at = `${where}header`
  if (isMedia(format)) {
    const kind = MEDIA[format]
    const media = needFields({ in: parameter, name: kind, where: at })
    checkMediaObject(check, { media, kind, where: `${at}['${kind}']` })
  } else if (format === 'LOCATION') {
    checkLocation(needFields({ in: parameter, name: 'location', where: at }), `${at}['location']`)
  } else if (format === 'PRODUCT') {
    const product = needFields({ in: parameter, name: 'product', where: at })
    needText({ in: product, name: 'product_retailer_id', where: `${at}['product']`, max: 256 })
    needText({ in: product, name: 'catalog_id', where: `${at}['product']`, max: 256 })
  }
}

function checkOffer({ defined, sent, where }: Filling): void {
  const defines = partOf(defined, 'LIMITED_TIME_OFFER')
  const offer = defines && isFields(defines.limited_time_offer) ? defines.limited_time_offer : defines
  const [parameter] = parametersOf(partOf(sent, 'LIMITED_TIME_OFFER'))
  if (!defines && parameter) throw graphError(132012, { details: `${where}limited_time_offer: the template has none` })
  if (!offer?.has_expiration) return
  if (!parameter) throw missing(`${where}limited_time_offer: expiration_time_ms is required`)
  const given = needFields({ in: parameter, name: 'limited_time_offer', where: `${where}limited_time_offer` })
  if (typeof given.expiration_time_ms !== 'number')
    throw missing(`${where}limited_time_offer: expiration_time_ms is required`)
}

function checkCards(check: Check, { template, defined, sent, where }: Filling): void {
  const carousel = partOf(defined, 'CAROUSEL')
  const given = partOf(sent, 'CAROUSEL')
  if (!carousel) {
    if (given) throw graphError(132012, { details: `${where}carousel: the template has none` })
    return
  }
  const cards = componentsOf(carousel, 'cards')
  const filled = given ? componentsOf(given, 'cards') : []
  if (filled.length !== cards.length) {
    throw graphError(132012, {
      details: `carousel: number of cards (${filled.length}) does not match the expected number of cards (${cards.length})`,
    })
  }
  for (const [index, card] of cards.entries()) {
    const mine = filled.find(({ card_index }) => Number(card_index) === index)
    if (!mine) throw missing(`carousel: card ${index} is missing`)
    checkComponents(check, {
      template,
      defined: componentsOf(card, 'components'),
      sent: componentsOf(mine, 'components'),
      where: `card ${index}: `,
    })
  }
}
