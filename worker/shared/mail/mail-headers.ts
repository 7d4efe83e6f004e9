import type { MailAddress } from './mail-sender'

// An encoded word may be 75 characters long: 45 bytes are 60 in base64, and the frame takes 12.
const MAX_WORD_BYTES = 45
const encoder = new TextEncoder()

/** Text for a header: as it is when plain and short, else encoded words (RFC 2047), folded. Never holds a bare line break. */
export const encodeHeaderText = (text: string): string =>
  /^[\x20-\x7e]{0,60}$/.test(text) && !text.includes('=?') ? text : encodeWords(text)

/** `Name <address>`. A name with anything but letters, digits and spaces is encoded: nothing in it can end the name. */
export function encodeAddress({ name, email }: MailAddress): string {
  if (name === '') return email
  return `${/^[A-Za-z0-9 ]{1,60}$/.test(name) ? name : encodeWords(name)} <${email}>`
}

function encodeWords(text: string): string {
  const words: string[] = []
  let word = ''
  for (const character of text) {
    if (encoder.encode(word + character).length > MAX_WORD_BYTES) {
      words.push(word)
      word = ''
    }
    word += character
  }
  return [...words, word].map((part) => `=?UTF-8?B?${Buffer.from(part, 'utf8').toString('base64')}?=`).join('\r\n ')
}
