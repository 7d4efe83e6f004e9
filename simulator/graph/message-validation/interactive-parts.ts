import { type Check, type Fields, needFields, needOneOf, needText } from './checks'
import { checkMediaObject } from './media'

export function checkHeader(
  check: Check,
  { header, allowed, where }: { header: Fields; allowed: readonly string[]; where: string },
): void {
  const type = needOneOf({ in: header, name: 'type', where, values: allowed })
  if (type === 'text') {
    needText({ in: header, name: 'text', where, max: 60 })
    return
  }
  if (type !== 'image' && type !== 'video' && type !== 'document') return
  const media = needFields({ in: header, name: type, where })
  checkMediaObject(check, { media, kind: type, where: `${where}['${type}']` })
}

export function checkBody(parent: Fields, { where, max }: { where: string; max: number }): void {
  const body = needFields({ in: parent, name: 'body', where })
  needText({ in: body, name: 'text', where: `${where}['body']`, max })
}

export function checkFooter(interactive: Fields): void {
  const footer = needFields({ in: interactive, name: 'footer', where: 'interactive' })
  needText({ in: footer, name: 'text', where: "interactive['footer']", max: 60 })
}
