import type { Template } from '../../core/state'
import type { World } from '../../core/world'
import { graphError, parameterRequired } from '../errors'
import { oneOf, type Parameters, recordsOf, requiredText, wholeNumberOf } from '../parameters'
import { checkAuthentication } from './authentication'
import { checkButtons } from './buttons'
import { checkCarousel } from './carousel'
import { LANGUAGES } from './languages'
import { invalidComponent, missingField, templateError } from './problem'
import { checkBody, checkFooter, checkHeader, checkOffer, MOST_OF_OFFER_BODY } from './text-parts'
import type { Format } from './variables'

export const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const
const TYPES = [
  'HEADER',
  'BODY',
  'FOOTER',
  'BUTTONS',
  'CAROUSEL',
  'LIMITED_TIME_OFFER',
  'CALL_PERMISSION_REQUEST',
] as const
/** Seconds, by category; -1 is 30 days. */
const TTL: Record<Template['category'], [least: number, most: number]> = {
  AUTHENTICATION: [30, 900],
  UTILITY: [30, 43_200],
  MARKETING: [43_200, 2_592_000],
}

export type NewTemplate = Pick<
  Template,
  'name' | 'language' | 'category' | 'parameterFormat' | 'components' | 'ttlSeconds' | 'subCategory'
>

export function checkName(parameters: Parameters): string {
  const name = requiredText(parameters, 'name')
  if (/^[a-z0-9_]{1,512}$/.test(name)) return name
  throw graphError(100, {
    title: 'Invalid parameter',
    details: 'Message template names can only have lowercase letters, digits and underscores, at most 512.',
    user: {
      title: 'Message template name is invalid',
      message: 'Message template names can only have lowercase letters, digits and underscores, at most 512.',
    },
  })
}

export const checkLanguage = (language: unknown): string => oneOf('language', language, LANGUAGES)

/** A whole new template. @returns it as Meta keeps it: types in capitals, samples as addresses */
export function validateTemplate(world: World, parameters: Parameters): NewTemplate {
  const name = checkName(parameters)
  requiredText(parameters, 'language')
  const language = checkLanguage(parameters.language)
  requiredText(parameters, 'category')
  const category = oneOf('category', parameters.category, CATEGORIES)
  const parameterFormat: Format =
    parameters.parameter_format === undefined
      ? 'POSITIONAL'
      : oneOf('parameter_format', parameters.parameter_format, ['POSITIONAL', 'NAMED'])
  const components = validateComponents(world, {
    components: parameters.components,
    category,
    language,
    format: parameterFormat,
  })
  const ttlSeconds = checkTtl(parameters.message_send_ttl_seconds, category)
  const subCategory = typeof parameters.sub_category === 'string' ? parameters.sub_category.toUpperCase() : null
  return { name, language, category, parameterFormat, components, ttlSeconds, subCategory }
}

export function checkTtl(value: unknown, category: Template['category']): number | null {
  if (value === undefined) return null
  const ttl = wholeNumberOf(value)
  const [least, most] = TTL[category]
  if (ttl !== undefined && (ttl === -1 || (ttl >= least && ttl <= most))) return ttl
  throw graphError(100, { message: `Param message_send_ttl_seconds must be between ${least} and ${most}, or -1.` })
}

type Asked = { components: unknown; category: Template['category']; language: string; format: Format }

export function validateComponents(world: World, { components, category, language, format }: Asked): Parameters[] {
  const parts = recordsOf(components)
  if (!Array.isArray(components) || parts.length === 0) throw parameterRequired('components')
  const types = parts.map((part, index) => oneOf(`components[${index}]['type']`, part.type, TYPES))
  const twice = types.find((type, index) => types.indexOf(type) !== index)
  if (twice) throw invalidComponent(`A template has one component of type ${twice}.`)
  if (category === 'AUTHENTICATION') return checkAuthentication(parts, language)
  if (!types.includes('BODY')) throw missingField('BODY', 'text')
  checkTogether(types, category)
  const most = types.includes('LIMITED_TIME_OFFER') ? MOST_OF_OFFER_BODY : undefined
  return parts.map((part, index) => {
    const type = types[index]
    if (type === 'HEADER') return checkHeader(world, { part, format })
    if (type === 'BODY') return checkBody({ part, format, ...(most !== undefined && { most }) })
    if (type === 'FOOTER') return checkFooter(part)
    if (type === 'BUTTONS') return checkButtons(part)
    if (type === 'CAROUSEL') return checkCarousel(world, { part, format })
    return type === 'LIMITED_TIME_OFFER' ? checkOffer(part) : { type: 'CALL_PERMISSION_REQUEST' }
  })
}

/** What can't stand beside what. */
function checkTogether(types: string[], category: Template['category']): void {
  const has = (type: string) => types.includes(type)
  if (has('CAROUSEL') && (has('HEADER') || has('FOOTER') || has('BUTTONS'))) {
    throw invalidComponent('A carousel template has a body and cards, no header, footer or buttons of its own.')
  }
  if (has('LIMITED_TIME_OFFER') && has('FOOTER')) {
    throw templateError(2388073, 'A limited-time offer has no footer.')
  }
  if ((has('LIMITED_TIME_OFFER') || has('CAROUSEL')) && category !== 'MARKETING') {
    throw invalidComponent('Carousels and limited-time offers belong to marketing templates.')
  }
}
