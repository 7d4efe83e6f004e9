import { type Fields, needFields, needOneOf, needText, needUrl } from './checks'

/** A button that opens a page: of a message, or of a card. */
export function checkCtaUrl(action: Fields, where: string): void {
  needOneOf({ in: action, name: 'name', where, values: ['cta_url'] })
  const parameters = needFields({ in: action, name: 'parameters', where })
  needText({ in: parameters, name: 'display_text', where: `${where}['parameters']`, max: 20 })
  needUrl({ in: parameters, name: 'url', where: `${where}['parameters']` })
}
