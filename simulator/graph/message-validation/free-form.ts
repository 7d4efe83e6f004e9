import { graphError } from '../errors'
import {
  type Check,
  type Fields,
  invalid,
  isFields,
  missing,
  needFields,
  needList,
  needText,
  optionalText,
} from './checks'

const MONTH = 30 * 24 * 3600_000

export function checkText(text: Fields): void {
  if (text.body === undefined || text.body === null || text.body === '') {
    throw graphError(100, { message: "The parameter text['body'] is required." })
  }
  needText({ in: text, name: 'body', where: 'text', max: 4096 })
  if (text.preview_url !== undefined && typeof text.preview_url !== 'boolean') {
    throw graphError(100, { message: "Param text['preview_url'] must be a boolean." })
  }
}

export function checkLocation(location: Fields, where: string): void {
  checkCoordinate({ value: location.latitude, name: `${where}['latitude']`, limit: 90 })
  checkCoordinate({ value: location.longitude, name: `${where}['longitude']`, limit: 180 })
  optionalText({ in: location, name: 'name', where, max: 1000 })
  optionalText({ in: location, name: 'address', where, max: 1000 })
}

function checkCoordinate({ value, name, limit }: { value: unknown; name: string; limit: number }): void {
  if (value === undefined || value === null) throw missing(`Missing required parameter: ${name}`)
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !(Math.abs(number) <= limit)) throw invalid(`${name} is not a valid coordinate.`)
}

const NAME_PARTS = ['first_name', 'last_name', 'middle_name', 'prefix', 'suffix']

/** At least the full name and one part of it each. */
export function checkContacts(message: Fields): void {
  const contacts = needList({ in: message, name: 'contacts', where: 'message', max: 257 })
  for (const [index, contact] of contacts.entries()) {
    const where = `contacts[${index}]`
    const name = needFields({ in: contact, name: 'name', where })
    needText({ in: name, name: 'formatted_name', where: `${where}['name']`, max: 1000 })
    if (!NAME_PARTS.some((part) => typeof name[part] === 'string' && name[part] !== '')) {
      throw missing(`${where}['name'] needs at least one of ${NAME_PARTS.join(', ')} beside formatted_name.`)
    }
    for (const list of ['phones', 'emails', 'urls', 'addresses']) {
      const entries = contact[list]
      if (entries !== undefined && !(Array.isArray(entries) && entries.every(isFields))) {
        throw graphError(100, { message: `Param ${where}['${list}'] must be an array of JSON objects.` })
      }
    }
  }
}

export function checkReaction(
  { world, number }: Check,
  { reaction, message }: { reaction: Fields; message: Fields },
): void {
  if (message.context !== undefined) throw invalid('A reaction cannot be a reply.')
  const id = needText({ in: reaction, name: 'message_id', where: 'reaction', max: 512 })
  const { emoji } = reaction
  if (typeof emoji !== 'string') throw missing("Missing required parameter: reaction['emoji']")
  if (emoji !== '' && !isOneEmoji(emoji)) throw invalid("reaction['emoji'] must be one emoji.")
  const target = world.state.messages[id]
  if (!target || target.numberId !== number.id) throw invalid("reaction['message_id'] is not a message of this number.")
  if (target.type === 'reaction') throw invalid('There is no reaction to a reaction.')
  if (world.now() - target.at > MONTH) throw invalid('The message is older than 30 days.')
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const isOneEmoji = (text: string): boolean =>
  [...graphemes.segment(text)].length === 1 &&
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}|\u20e3|\p{RI}{2}/u.test(text)
