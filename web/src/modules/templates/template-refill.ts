import type { Template } from '@worker/modules/templates/templates.schemas'
import {
  indexOf,
  type Json,
  listIn,
  parameterFor,
  parametersOf,
  partOf,
  recordIn,
  textIn,
  variablesOf,
  wordsOf,
} from '@worker/whatsapp/template-parts'
import { toInput } from '../messages/schedule-times'
import { cardParts, fieldsOf, mainPart, type TemplatePart } from './template-fields'
import type { TemplateContent, TemplateFiles } from './template-values'

type Filled = { values: Record<string, string>; files: Record<string, TemplateFiles[string]> }

/** What was filled in, out of the message it became: one that was taken back is filled in again. */
export function refill(template: Template, { components }: Pick<TemplateContent, 'components'>): Filled {
  if (fieldsOf(template).some(({ kind }) => kind === 'code'))
    return { values: { code: wordsOf(parametersOf(partOf(components, 'BODY'))[0] ?? {}) ?? '' }, files: {} }
  const cards = listIn(partOf(components, 'CAROUSEL'), 'cards')
  const parts = [
    refillPart(mainPart(template), components),
    ...cardParts(template).map((part, at) => refillPart(part, listIn(cards[at], 'components'))),
  ]
  return {
    values: Object.assign({}, ...parts.map(({ values }) => values), offer(components)),
    files: Object.assign({}, ...parts.map(({ files }) => files)),
  }
}

function refillPart({ defined, prefix }: TemplatePart, sent: readonly Json[]): Filled {
  const filled: Filled = { values: {}, files: {} }
  const texts = (part: 'header' | 'body', parameters: readonly Json[]) => {
    variablesOf(textIn(partOf(defined, part.toUpperCase()), 'text')).forEach((name, place) => {
      const words = wordsOf(parameterFor(name, place, parameters) ?? {})
      if (words !== null) filled.values[`${prefix}${part}-${name}`] = words
    })
  }
  const header = parametersOf(partOf(sent, 'HEADER'))
  texts('header', header)
  texts('body', parametersOf(partOf(sent, 'BODY')))
  const [first] = header
  const kind = textIn(first, 'type')
  const reference = recordIn(first, kind)
  const mediaId = textIn(reference, 'mediaId')
  if (mediaId !== '') filled.files[`${prefix}header`] = { mediaId, filename: textIn(reference, 'filename') || null }
  if (kind === 'location') Object.assign(filled.values, place(`${prefix}header`, reference))
  for (const button of sent.filter(({ type }) => type === 'button'))
    filled.values[`${prefix}button-${indexOf(button)}`] = wordsOf(parametersOf(button)[0] ?? {}) ?? ''
  return filled
}

function place(id: string, location: Json | null): Record<string, string> {
  const { latitude, longitude } = location ?? {}
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return {}
  return {
    [id]: `${latitude}, ${longitude}`,
    [`${id}-name`]: textIn(location, 'name'),
    [`${id}-address`]: textIn(location, 'address'),
  }
}

function offer(components: readonly Json[]): Record<string, string> {
  const [first] = parametersOf(partOf(components, 'LIMITED_TIME_OFFER'))
  const ends = recordIn(first, 'limited_time_offer')?.expiration_time_ms
  return typeof ends === 'number' ? { offer: toInput(new Date(ends)) } : {}
}
