import type { Template } from '@worker/modules/templates/templates.schemas'
import {
  buttonsOf,
  headerFormat,
  isAuthentication,
  type Json,
  listIn,
  partOf,
  recordIn,
  textIn,
  typeOf,
  variablesOf,
} from '@worker/whatsapp/template-parts'

export type TemplateMediaKind = 'image' | 'video' | 'document'
/** Something a template needs before it can be sent. `id` is where it belongs: `header-1`, `body-order`, `card0-button-1`. */
export type TemplateField = { id: string; card: number | null } & (
  | { kind: 'text'; part: 'header' | 'body'; variable: string; example: string | null }
  | { kind: 'link'; button: string; url: string; example: string | null }
  | { kind: 'coupon' | 'code' | 'ends' | 'place' }
  | { kind: 'media'; format: TemplateMediaKind }
)
/** A template, or one card of it: what is defined, and what its fields' ids begin with. */
export type TemplatePart = { defined: readonly Json[]; prefix: string; card: number | null }

const media: Record<string, TemplateMediaKind> = { IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document' }

export const mainPart = (template: Pick<Template, 'components'>): TemplatePart => ({
  defined: template.components,
  prefix: '',
  card: null,
})
export const cardParts = (template: Pick<Template, 'components'>): TemplatePart[] =>
  listIn(partOf(template.components, 'CAROUSEL'), 'cards').map((card, at) => ({
    defined: listIn(card, 'components'),
    prefix: `card${at}-`,
    card: at,
  }))

/** Whether the person has to give something that only a program can: products, lists of products. */
export function isUnsupported(template: Pick<Template, 'components'>): boolean {
  return [mainPart(template), ...cardParts(template)].some(
    ({ defined }) =>
      headerFormat(partOf(defined, 'HEADER')) === 'PRODUCT' ||
      buttonsOf(defined).some((button) => ['MPM', 'SPM'].includes(typeOf(button))),
  )
}

/** Everything that has to be filled in, from top to bottom. */
export function fieldsOf(template: Pick<Template, 'components' | 'category'>): TemplateField[] {
  const isCode = isAuthentication(template.category, template.components)
  // A code is asked for once: it stands in the text and in the button.
  if (isCode) return [{ id: 'code', card: null, kind: 'code' }]
  return [
    ...fieldsOfPart(mainPart(template)),
    ...offerFields(template.components),
    ...cardParts(template).flatMap(fieldsOfPart),
  ]
}

function fieldsOfPart(part: TemplatePart): TemplateField[] {
  return [...headerFields(part), ...bodyFields(part), ...buttonFields(part)]
}

function headerFields({ defined, prefix, card }: TemplatePart): TemplateField[] {
  const header = partOf(defined, 'HEADER')
  const format = headerFormat(header)
  const kind = media[format]
  if (kind) return [{ id: `${prefix}header`, card, kind: 'media', format: kind }]
  if (format === 'LOCATION') return [{ id: `${prefix}header`, card, kind: 'place' }]
  return texts({
    text: textIn(header, 'text'),
    part: 'header',
    prefix,
    card,
    examples: examplesOf(header, 'header_text'),
  })
}

function bodyFields({ defined, prefix, card }: TemplatePart): TemplateField[] {
  const body = partOf(defined, 'BODY')
  return texts({ text: textIn(body, 'text'), part: 'body', prefix, card, examples: examplesOf(body, 'body_text') })
}

function texts(of: {
  text: string
  part: 'header' | 'body'
  prefix: string
  card: number | null
  examples: (name: string, place: number) => string | null
}): TemplateField[] {
  return variablesOf(of.text).map((variable, place) => ({
    id: `${of.prefix}${of.part}-${variable}`,
    card: of.card,
    kind: 'text',
    part: of.part,
    variable,
    example: of.examples(variable, place),
  }))
}

function buttonFields({ defined, prefix, card }: TemplatePart): TemplateField[] {
  return buttonsOf(defined).flatMap((button, at): TemplateField[] => {
    const id = `${prefix}button-${at}`
    const type = typeOf(button)
    if (type === 'COPY_CODE') return [{ id, card, kind: 'coupon' }]
    const url = textIn(button, 'url')
    if (type !== 'URL' || variablesOf(url).length === 0) return []
    const [example] = stringsIn(button.example)
    return [{ id, card, kind: 'link', button: textIn(button, 'text'), url, example: example ?? null }]
  })
}

function offerFields(defined: readonly Json[]): TemplateField[] {
  const definition = partOf(defined, 'LIMITED_TIME_OFFER')
  const offer = recordIn(definition, 'limited_time_offer') ?? definition
  return offer?.has_expiration === true ? [{ id: 'offer', card: null, kind: 'ends' }] : []
}

const stringsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(stringsIn) : typeof value === 'string' ? [value] : []

/** As Meta keeps them: a list for numbers, pairs for names. */
function examplesOf(part: Json | undefined, key: 'header_text' | 'body_text') {
  const example = recordIn(part, 'example')
  const named = listIn(example, `${key}_named_params`)
  const inOrder = stringsIn(example?.[key])
  return (name: string, place: number): string | null =>
    textIn(
      named.find((one) => one.param_name === name),
      'example',
    ) ||
    inOrder[place] ||
    null
}
