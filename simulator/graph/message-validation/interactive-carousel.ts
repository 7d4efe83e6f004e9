import { type Check, type Fields, invalid, needFields, needList, needOneOf, needText } from './checks'
import { checkCtaUrl } from './cta-url'
import { checkBody, checkHeader } from './interactive-parts'

const where = "interactive['action']"

/** 2 to 10 cards of one kind: products, or media with one link or quick replies. */
export function checkCarousel(check: Check, action: Fields): void {
  const cards = needList({ in: action, name: 'cards', where, min: 2, max: 10 })
  const kinds = cards.map((card, index) => {
    if (Number(card.card_index) !== index) throw invalid(`${where}['cards'][${index}]['card_index'] must be ${index}.`)
    return checkCard(check, { card, at: `${where}['cards'][${index}]` })
  })
  if (new Set(kinds).size > 1) throw invalid('All cards of a carousel must have the same kinds of header and buttons.')
}

/** @returns what must be the same on every card */
function checkCard(check: Check, { card, at }: { card: Fields; at: string }): string {
  const action = needFields({ in: card, name: 'action', where: at })
  if (card.type === 'product') {
    needText({ in: action, name: 'product_retailer_id', where: `${at}['action']`, max: 256 })
    needText({ in: action, name: 'catalog_id', where: `${at}['action']`, max: 256 })
    return 'product'
  }
  const header = needFields({ in: card, name: 'header', where: at })
  checkHeader(check, { header, allowed: ['image', 'video'], where: `${at}['header']` })
  if (card.body !== undefined) checkBody(card, { where: at, max: 160 })
  if (action.buttons === undefined) {
    checkCtaUrl(action, `${at}['action']`)
    return `${header.type} cta_url`
  }
  const buttons = needList({ in: action, name: 'buttons', where: `${at}['action']`, max: 2 })
  for (const [index, button] of buttons.entries()) {
    const inButton = `${at}['action']['buttons'][${index}]`
    const type = needOneOf({ in: button, name: 'type', where: inButton, values: ['quick_reply'] })
    const reply = needFields({ in: button, name: type, where: inButton })
    needText({ in: reply, name: 'id', where: inButton, max: 256 })
    needText({ in: reply, name: 'title', where: inButton, max: 20 })
  }
  return `${header.type} ${buttons.length} quick replies`
}
