import type { OutboundContent } from './outbound-content.schemas'
import { asFilling, checkComponents } from './template-check'
import {
  buttonsOf,
  fill,
  headerFormat,
  indexOf,
  isAuthentication,
  isJson,
  type Json,
  listIn,
  parametersOf,
  partOf,
  recordIn,
  textIn,
  typeOf,
  wordsOf,
} from './template-parts'

type TemplateContent = Extract<OutboundContent, { type: 'template' }>
/** Components of a message, as they are sent. */
export type SentComponents = TemplateContent['components']
export type TemplateRendering = NonNullable<TemplateContent['rendering']>
/** Components of a template, as Meta has them. */
export type TemplateDefinition = {
  components: readonly Record<string, unknown>[]
  /** `POSITIONAL` or `NAMED`. */
  parameterFormat: string
  /** Authentication templates are checked against Meta's own text. */
  category?: string | undefined
}

/** What is missing or wrong in the parameters, as sentences; none when Meta would take them. */
export const checkTemplate = (template: TemplateDefinition, components: SentComponents): string[] =>
  checkComponents(asFilling(template, components))

/** What the person reads: the template's words with the parameters in them. Cards follow the text. */
export function renderTemplate(
  { category, components: defined }: TemplateDefinition & { category: string },
  components: SentComponents,
): TemplateRendering {
  const sent = components.filter(isJson)
  const cards = listIn(partOf(defined, 'CAROUSEL'), 'cards').map((card, index) => ({
    defined: listIn(card, 'components'),
    sent: listIn(
      listIn(partOf(sent, 'CAROUSEL'), 'cards').find(({ card_index: at }) => Number(at) === index),
      'components',
    ),
  }))
  const isCode = isAuthentication(category, defined)
  return {
    category,
    header: headerOf(defined, sent),
    body: [bodyOf(defined, sent, isCode), ...cards.map((card) => bodyOf(card.defined, card.sent, false))]
      .filter((text) => text !== '')
      .join('\n\n'),
    footer: footerOf(partOf(defined, 'FOOTER')),
    buttons: [{ defined, sent }, ...cards].flatMap((part) =>
      buttonsOf(part.defined).map((button, index) => buttonOf(button, part.sent, index)),
    ),
  }
}

function bodyOf(defined: readonly Json[], sent: readonly Json[], isCode: boolean): string {
  const body = partOf(defined, 'BODY')
  const parameters = parametersOf(partOf(sent, 'BODY'))
  const text = textIn(body, 'text')
  if (text !== '' || !isCode) return fill(text, parameters)
  // Meta writes it in the template's language; we do not have its words in all of them.
  const advice = body?.add_security_recommendation === true ? ' For your security, do not share this code.' : ''
  return fill(`*{{1}}* is your verification code.${advice}`, parameters)
}

/** Files are shown from what was sent; words stand here, those of an offer too. */
function headerOf(defined: readonly Json[], sent: readonly Json[]): string | null {
  const header = partOf(defined, 'HEADER')
  const parameters = parametersOf(partOf(sent, 'HEADER'))
  const offer = partOf(defined, 'LIMITED_TIME_OFFER')
  const format = headerFormat(header)
  if (format === 'TEXT') return fill(textIn(header, 'text'), parameters)
  if (format === 'LOCATION') {
    const place = recordIn(parameters[0], 'location')
    return [textIn(place, 'name'), textIn(place, 'address')].filter((words) => words !== '').join(', ') || null
  }
  return textIn(recordIn(offer, 'limited_time_offer') ?? offer, 'text') || null
}

function footerOf(footer: Json | undefined): string | null {
  const minutes = footer?.code_expiration_minutes
  if (typeof minutes === 'number') return `This code expires in ${minutes} minutes.`
  return textIn(footer, 'text') || null
}

/** What stands on buttons for which Meta has the words. */
const LABELS: Record<string, string> = {
  COPY_CODE: 'Copy offer code',
  OTP: 'Copy code',
  MPM: 'View items',
  SPM: 'View',
  CATALOG: 'View catalog',
  VOICE_CALL: 'Call',
  REQUEST_CONTACT_INFO: 'Share phone number',
}

function buttonOf(button: Json, sent: readonly Json[], index: number): TemplateRendering['buttons'][number] {
  const type = typeOf(button)
  const mine = sent.find((part) => typeOf(part) === 'BUTTON' && indexOf(part) === index)
  const parameters = parametersOf(mine)
  const [parameter] = parameters
  return {
    type,
    text: textIn(button, 'text') || LABELS[type] || type.toLowerCase().replaceAll('_', ' '),
    value: buttonValue({ type, button, parameter, parameters }),
  }
}

type Filled = { type: string; button: Json; parameter: Json | undefined; parameters: readonly Json[] }
function buttonValue({ type, button, parameter, parameters }: Filled): string | null {
  switch (type) {
    case 'URL':
      return fill(textIn(button, 'url'), parameters) || null
    case 'PHONE_NUMBER':
      return textIn(button, 'phone_number') || null
    case 'QUICK_REPLY':
    case 'COPY_CODE':
    case 'OTP':
      return parameter ? wordsOf(parameter) : null
    case 'FLOW':
      return textIn(button, 'flow_id') || textIn(button, 'flow_name') || null
    default:
      return null
  }
}
