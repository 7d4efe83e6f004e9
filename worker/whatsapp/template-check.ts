import { checkButtons } from './template-buttons'
import {
  buttonsOf,
  headerFormat,
  indexOf,
  isAuthentication,
  isJson,
  type Json,
  listIn,
  parameterFor,
  parametersOf,
  partOf,
  recordIn,
  textIn,
  typeOf,
  variablesOf,
  wordsOf,
} from './template-parts'

const KNOWN = [
  'HEADER',
  'BODY',
  'FOOTER',
  'BUTTON',
  'CAROUSEL',
  'LIMITED_TIME_OFFER',
  'TAP_TARGET_CONFIGURATION',
  'ORDER_STATUS',
]
const LIMITS = { header: 60, body: 1024, cardBody: 160, code: 15 }

export type Filling = {
  defined: readonly Json[]
  sent: readonly Json[]
  isNamed: boolean
  isCode: boolean
  /** `Card 2: ` before what is wrong on a card. */
  where: string
}

/** What Meta would refuse in the parameters of a template, or of one of its cards. */
export function checkComponents(filling: Filling): string[] {
  const { sent, where } = filling
  const unknown = sent
    .filter((component) => !KNOWN.includes(typeOf(component)))
    .map((component) => `${where}There is no component “${textIn(component, 'type')}”.`)
  return [
    ...unknown,
    ...twice(sent, where),
    ...checkHeader(filling),
    ...checkBody(filling),
    ...checkButtons({
      buttons: buttonsOf(filling.defined),
      filled: sent.filter((component) => typeOf(component) === 'BUTTON'),
      isCode: filling.isCode,
      where,
    }),
    ...checkOffer(filling),
    ...checkTapTarget(filling),
    ...checkCards(filling),
  ]
}

/** Meta takes one of each, and one for each button. */
function twice(sent: readonly Json[], where: string): string[] {
  const keys = sent.map((component) => typeOf(component) + (typeOf(component) === 'BUTTON' ? indexOf(component) : ''))
  return new Set(keys).size === keys.length ? [] : [`${where}A component is given twice.`]
}

function checkBody({ defined, sent, isNamed, isCode, where }: Filling): string[] {
  const text = isCode ? '{{1}}' : textIn(partOf(defined, 'BODY'), 'text')
  const max = isCode ? LIMITS.code : where === '' ? LIMITS.body : LIMITS.cardBody
  return checkTexts({ parameters: parametersOf(partOf(sent, 'BODY')), text, isNamed, what: `${where}The text`, max })
}

const MEDIA: Record<string, string> = { IMAGE: 'an image', VIDEO: 'a video', DOCUMENT: 'a document' }

function checkHeader({ defined, sent, isNamed, where }: Filling): string[] {
  const header = partOf(defined, 'HEADER')
  const parameters = parametersOf(partOf(sent, 'HEADER'))
  const format = headerFormat(header)
  if (format === 'NONE' || format === 'TEXT')
    return checkTexts({
      parameters,
      text: textIn(header, 'text'),
      isNamed,
      what: `${where}The header`,
      max: LIMITS.header,
    })
  const [parameter] = parameters
  const kind = format.toLowerCase()
  const wanted = MEDIA[format] ?? `a ${kind}`
  const given = parameter && recordIn(parameter, kind)
  if (!given || textIn(parameter, 'type').toLowerCase() !== kind || parameters.length > 1)
    return [`${where}The header needs ${wanted}.`]
  if (format in MEDIA) return checkMedia(given, `${where}The header`)
  if (format === 'LOCATION') return checkPlace(given, where)
  if (format === 'PRODUCT')
    return [
      ...['product_retailer_id', 'catalog_id']
        .filter((key) => textIn(given, key) === '')
        .map((key) => `${where}The header’s product needs its ${key}.`),
      ...checkOptional(given, `${where}The header’s product`, { product_retailer_id: 256, catalog_id: 256 }),
    ]
  return []
}

/** One of a file of ours (`mediaId`), Meta's `id`, and a `link` that Meta fetches. */
function checkMedia(media: Json, what: string): string[] {
  const sources = ['mediaId', 'id', 'link'].filter((key) => textIn(media, key) !== '')
  if (sources.length !== 1) return [`${what} needs either a file (mediaId) or the address of one (link).`]
  if (!/^(?:\d+|med_\w+)?$/.test(textIn(media, 'id')))
    return [`${what}: its id is neither one of Meta’s nor one of ours.`]
  const link = textIn(media, 'link')
  if (link !== '' && !isWebAddress(link)) return [`${what}: its link is no address of a page or file.`]
  return checkOptional(media, what, { caption: 1024, filename: 240 })
}
/** Words that may be left out, but not left empty. */
const checkOptional = (given: Json, what: string, limits: Record<string, number>): string[] =>
  Object.entries(limits).flatMap(([key, max]) => {
    const words = given[key]
    if (words === undefined || words === null) return []
    return typeof words === 'string' && words.trim() !== '' && [...words].length <= max
      ? []
      : [`${what}: ${key} must be a text of 1 to ${max} characters.`]
  })
const isWebAddress = (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text)

function checkPlace(place: Json, where: string): string[] {
  const isWithin = (key: string, limit: number) => {
    const value = place[key]
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Math.abs(number) <= limit
  }
  return isWithin('latitude', 90) && isWithin('longitude', 180)
    ? checkOptional(place, `${where}The header’s place`, { name: 1000, address: 1000 })
    : [`${where}The header’s place needs its coordinates.`]
}

type Texts = { parameters: readonly Json[]; text: string; isNamed: boolean; what: string; max: number }

/** As many parameters as variables, of the right kinds, and not too long once they are filled in. */
function checkTexts({ parameters, text, isNamed, what, max }: Texts): string[] {
  const variables = variablesOf(text)
  if (parameters.length !== variables.length)
    return [
      `${what} needs ${count(variables.length, 'value')}; there ${parameters.length === 1 ? 'is 1' : `are ${parameters.length}`}.`,
    ]
  if (isNamed) {
    const names = parameters.map((parameter) => textIn(parameter, 'parameter_name'))
    const absent = variables.filter((name) => !names.includes(name))
    if (absent.length > 0)
      return absent.map((name) => `${what} has the variable “${name}”, which is given no value (parameter_name).`)
  }
  const problems = variables.flatMap((name, place) => {
    const parameter = isNamed ? parameterFor(name, -1, parameters) : parameters[place]
    return parameter ? checkWords(parameter, `${what}: the value of “${name}”`) : []
  })
  if (problems.length > 0) return problems
  const filled = text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
    const parameter = isNamed ? parameterFor(name, -1, parameters) : parameters[variables.indexOf(name)]
    return (parameter && wordsOf(parameter)) ?? ''
  })
  const length = [...filled].length
  return length > max ? [`${what} would have ${length} characters with its values; at most ${max} are allowed.`] : []
}
const count = (number: number, thing: string) =>
  number === 1 ? `1 ${thing}` : `${number === 0 ? 'no' : number} ${thing}s`

function checkWords(parameter: Json, what: string): string[] {
  const type = textIn(parameter, 'type')
  if (type === 'text') {
    const text = textIn(parameter, 'text')
    if (text === '') return [`${what} is missing.`]
    return /[\n\t]| {5}/.test(text) ? [`${what} cannot have line breaks, tabs or more than four spaces in a row.`] : []
  }
  if (type !== 'currency' && type !== 'date_time') return [`${what} must be a text, a currency or a date.`]
  const given = recordIn(parameter, type)
  if (textIn(given, 'fallback_value') === '') return [`${what} needs a fallback_value.`]
  const isMoney = type === 'currency'
  return isMoney && (textIn(given, 'code') === '' || typeof given?.amount_1000 !== 'number')
    ? [`${what} needs its code and amount_1000.`]
    : []
}

function checkOffer({ defined, sent, where }: Filling): string[] {
  const definition = partOf(defined, 'LIMITED_TIME_OFFER')
  const given = partOf(sent, 'LIMITED_TIME_OFFER')
  if (!definition) return given ? [`${where}The template has no limited-time offer.`] : []
  const offer = recordIn(definition, 'limited_time_offer') ?? definition
  if (offer.has_expiration !== true) return []
  const expires = recordIn(parametersOf(given)[0], 'limited_time_offer')?.expiration_time_ms
  return typeof expires === 'number' ? [] : [`${where}The limited-time offer needs its end (expiration_time_ms).`]
}

function checkTapTarget({ sent, where }: Filling): string[] {
  const given = partOf(sent, 'TAP_TARGET_CONFIGURATION')
  if (!given) return []
  const [target] = listIn(parametersOf(given)[0], 'tap_target_configuration')
  return isWebAddress(textIn(target, 'url')) && textIn(target, 'title') !== ''
    ? []
    : [`${where}What a tap opens (tap_target_configuration) needs its url and title.`]
}

function checkCards({ defined, sent, isNamed, isCode }: Filling): string[] {
  const carousel = partOf(defined, 'CAROUSEL')
  const given = partOf(sent, 'CAROUSEL')
  if (!carousel) return given ? ['The template has no cards.'] : []
  const [cards, filled] = [listIn(carousel, 'cards'), listIn(given, 'cards')]
  if (cards.length !== filled.length)
    return [
      `The template has ${count(cards.length, 'card')}; ${count(filled.length, 'card')} ${filled.length === 1 ? 'is' : 'are'} given.`,
    ]
  return cards.flatMap((card, index) => {
    const mine = filled.find(({ card_index }) => card_index === index || card_index === String(index))
    if (!mine) return [`Card ${index + 1} is missing (card_index ${index}).`]
    const where = `Card ${index + 1}: `
    return checkComponents({
      defined: listIn(card, 'components'),
      sent: listIn(mine, 'components'),
      isNamed,
      isCode,
      where,
    })
  })
}

export const asFilling = (
  template: { components: readonly Json[]; parameterFormat: string; category?: string | undefined },
  sent: readonly unknown[],
): Filling => ({
  defined: template.components,
  sent: sent.filter(isJson),
  isNamed: template.parameterFormat.toUpperCase() === 'NAMED',
  isCode: isAuthentication(template.category, template.components),
  where: '',
})
