import type { OutboundContent } from './outbound-content.schemas'

type TemplateContent = Extract<OutboundContent, { type: 'template' }>
/** Components of a message, as they are sent. */
export type SentComponents = TemplateContent['components']
export type TemplateRendering = NonNullable<TemplateContent['rendering']>
/** Components of a template, as Meta has them. */
export type TemplateDefinition = { components: readonly Record<string, unknown>[]; parameterFormat: string }

/** What is missing or wrong in the parameters, as sentences; none when Meta would take them. */
export function checkTemplate(_template: TemplateDefinition, _components: SentComponents): string[] {
  return []
}

/** What the person reads: the template's words with the parameters in them. */
export function renderTemplate(
  { category }: TemplateDefinition & { category: string },
  _components: SentComponents,
): TemplateRendering {
  return { category, header: null, body: '', footer: null, buttons: [] }
}
