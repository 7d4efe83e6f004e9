import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import type { Template } from '@worker/modules/templates/templates.schemas'
import { buttonsOf, type Json, partOf, textIn, typeOf, variablesOf } from '@worker/whatsapp/template-parts'
import { readCoordinates } from '../messages/coordinates'
import { cardParts, fieldsOf, mainPart, type TemplateField, type TemplatePart } from './template-fields'

export type TemplateContent = Extract<NewMessage['content'], { type: 'template' }>
type Component = TemplateContent['components'][number]
/** What was filled in, by the field's id. A place has two more: `header-name`, `header-address`. */
export type TemplateValues = Readonly<Record<string, string>>
/** Uploaded files, by the field's id. */
export type TemplateFiles = Readonly<Record<string, { mediaId: string; filename: string | null } | undefined>>
type Filled = { values: TemplateValues; files: TemplateFiles; isNamed: boolean }

export const isNamed = (template: Pick<Template, 'parameterFormat'>): boolean =>
  template.parameterFormat.toUpperCase() === 'NAMED'

/** The message, with the parameters as Meta takes them. */
export function toTemplateContent(template: Template, given: Omit<Filled, 'isNamed'>): TemplateContent {
  const filled = { ...given, isNamed: isNamed(template) }
  const { name, language } = template
  const fields = fieldsOf(template)
  if (fields.some(({ kind }) => kind === 'code'))
    return { type: 'template', name, language, components: codeComponents(template, given.values.code ?? '') }
  const cards = cardParts(template)
  const components = [
    ...partComponents(mainPart(template), fields, filled),
    ...offerComponents(fields, filled),
    ...(cards.length === 0
      ? []
      : [
          {
            type: 'carousel',
            cards: cards.map((part) => ({
              card_index: part.card,
              components: partComponents(part, fields, filled),
            })),
          },
        ]),
  ]
  return { type: 'template', name, language, components }
}

function partComponents(part: TemplatePart, all: readonly TemplateField[], filled: Filled): Component[] {
  const fields = all.filter(({ id, card }) => card === part.card && id.startsWith(part.prefix))
  return [...header(part, fields, filled), ...body(part, filled), ...buttons(part, fields, filled)]
}

const textParameters = (text: string, at: string, { values, isNamed }: Filled) =>
  variablesOf(text).map((name) => ({
    type: 'text',
    text: (values[`${at}-${name}`] ?? '').trim(),
    ...(isNamed ? { parameter_name: name } : {}),
  }))

function header({ defined, prefix }: TemplatePart, fields: readonly TemplateField[], filled: Filled): Component[] {
  const id = `${prefix}header`
  const field = fields.find((one) => one.id === id)
  if (field?.kind === 'media') {
    const file = filled.files[id]
    const reference = {
      mediaId: file?.mediaId ?? '',
      ...(field.format === 'document' && file?.filename ? { filename: file.filename } : {}),
    }
    return [{ type: 'header', parameters: [{ type: field.format, [field.format]: reference }] }]
  }
  if (field?.kind === 'place')
    return [{ type: 'header', parameters: [{ type: 'location', location: place(id, filled) }] }]
  const parameters = textParameters(textIn(partOf(defined, 'HEADER'), 'text'), id, filled)
  return parameters.length > 0 ? [{ type: 'header', parameters }] : []
}

function place(id: string, { values }: Filled): Json {
  const named = (key: 'name' | 'address') => {
    const text = values[`${id}-${key}`]?.trim()
    return text ? { [key]: text } : {}
  }
  return { ...readCoordinates(values[id] ?? ''), ...named('name'), ...named('address') }
}

function body({ defined, prefix }: TemplatePart, filled: Filled): Component[] {
  const parameters = textParameters(textIn(partOf(defined, 'BODY'), 'text'), `${prefix}body`, filled)
  return parameters.length > 0 ? [{ type: 'body', parameters }] : []
}

function buttons({ prefix }: TemplatePart, fields: readonly TemplateField[], { values }: Filled): Component[] {
  return fields.flatMap(({ id, kind }): Component[] => {
    const index = id.slice(`${prefix}button-`.length)
    const text = (values[id] ?? '').trim()
    if (kind === 'link') return [{ type: 'button', sub_type: 'url', index, parameters: [{ type: 'text', text }] }]
    if (kind !== 'coupon') return []
    return [{ type: 'button', sub_type: 'copy_code', index, parameters: [{ type: 'coupon_code', coupon_code: text }] }]
  })
}

function offerComponents(fields: readonly TemplateField[], { values }: Filled): Component[] {
  if (!fields.some(({ kind }) => kind === 'ends')) return []
  const expiration_time_ms = Date.parse(values.offer ?? '')
  return [
    {
      type: 'limited_time_offer',
      parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms } }],
    },
  ]
}

/** Meta's own text around a code, and the button that copies it. */
function codeComponents({ components: defined }: Template, code: string): Component[] {
  const parameters = [{ type: 'text', text: code.trim() }]
  return [
    { type: 'body', parameters },
    ...buttonsOf(defined).flatMap((button, at): Component[] =>
      ['OTP', 'URL'].includes(typeOf(button))
        ? [{ type: 'button', sub_type: 'url', index: String(at), parameters }]
        : [],
    ),
  ]
}

const GREETING =
  /(?:^|\s)(?:hi|hello|hey|dear|bonjour|salut|cher|chère|hola|estimad[oa]|olá|oi|hallo|liebe|lieber|ciao|gentile|merhaba|مرحبا|أهلا)[\s,]*$/iu

/** What a person would type first: the customer's name where the variable asks for it, by its name or after a greeting. */
export function suggestValues(
  template: Pick<Template, 'components' | 'category'>,
  person: { firstName: string; name: string } | null,
): Record<string, string> {
  if (!person) return {}
  const body = textIn(partOf(template.components, 'BODY'), 'text')
  return Object.fromEntries(
    fieldsOf(template).flatMap((field): [string, string][] => {
      if (field.kind !== 'text') return []
      const plain = field.variable.toLowerCase().replaceAll('_', '')
      if (/^(first|given)name$/.test(plain)) return [[field.id, person.firstName]]
      if (/^((customer|contact|client|full)?name|customer|client)$/.test(plain)) return [[field.id, person.name]]
      const [before = ''] = body.split(new RegExp(`\\{\\{\\s*${field.variable}\\s*\\}\\}`))
      const isGreeted = field.part === 'body' && field.card === null && before !== body && GREETING.test(before)
      return isGreeted ? [[field.id, person.firstName]] : []
    }),
  )
}
