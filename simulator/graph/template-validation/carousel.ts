import type { World } from '../../core/world'
import { type Parameters, recordsOf } from '../parameters'
import { checkButtons } from './buttons'
import { invalidComponent, missingField } from './problem'
import { checkBody, checkHeader } from './text-parts'
import type { Format } from './variables'

const CARDS = { least: 2, most: 10 }
const MOST = { body: 160, buttons: 2 }
const HEADERS = ['IMAGE', 'VIDEO', 'PRODUCT']

/** 2 to 10 cards, all built alike. @throws 100 and what its parts throw */
export function checkCarousel(world: World, { part, format }: { part: Parameters; format: Format }): Parameters {
  const cards = recordsOf(part.cards)
  if (cards.length < CARDS.least || cards.length > CARDS.most) {
    throw invalidComponent(`A carousel has ${CARDS.least} to ${CARDS.most} cards, not ${cards.length}.`)
  }
  const checked = cards.map((card) => checkCard(world, { parts: recordsOf(card.components), format }))
  const layouts = new Set(checked.map(layoutOf))
  if (layouts.size > 1) throw invalidComponent('All cards of a carousel need the same components in the same order.')
  return { type: 'CAROUSEL', cards: checked.map((components) => ({ components })) }
}

function checkCard(world: World, { parts, format }: { parts: Parameters[]; format: Format }): Parameters[] {
  const checked = parts.map((part) => {
    const type = String(part.type).toUpperCase()
    if (type === 'HEADER') return checkHeader(world, { part, format })
    if (type === 'BODY') return checkBody({ part, format, most: MOST.body })
    if (type === 'BUTTONS') return checkButtons(part, MOST.buttons)
    throw invalidComponent(`A card has no component of type ${type}.`)
  })
  const header = checked.find(({ type }) => type === 'HEADER')
  if (!header) throw missingField('CAROUSEL', 'header')
  if (!HEADERS.includes(String(header.format))) {
    throw invalidComponent('The header of a card is an image, a video or a product.')
  }
  if (!checked.some(({ type }) => type === 'BUTTONS')) throw missingField('CAROUSEL', 'buttons')
  return checked
}

const layoutOf = (components: Parameters[]): string =>
  components
    .map(({ type, format, buttons }) => [type, format, ...recordsOf(buttons).map((button) => button.type)].join(':'))
    .join(' ')
