import type { ImportTarget } from './contact-import.schemas'

/** What columns are called, in the languages that our customers' spreadsheets come in. */
const names: [Exclude<ImportTarget, object>, RegExp][] = [
  ['skip', /^(row|reason)$/],
  [
    'phone',
    /^(phone|phone number|mobile|mobile number|cell|cellphone|whatsapp|whatsapp number|tel|telephone|telefon|telefonnummer|handy|handynummer|rufnummer|telefone|celular|telefono|teléfono|móvil|movil|téléphone|portable|numero|número|number)$/,
  ],
  ['email', /^(e-?mail|email address|e-mail-adresse|mail|correo|correo electrónico|courriel)$/],
  ['language', /^(language|lang|locale|sprache|idioma|langue|língua)$/],
  ['tags', /^(tags?|labels?|etiquetas?|étiquettes?|schlagworte|gruppen?|groups?)$/],
  [
    'consent',
    /^(consent|opt-?in|marketing|marketing consent|newsletter|einwilligung|consentimento|consentimiento|subscribed)$/,
  ],
  ['username', /^(username|user name|handle|benutzername|usuario|usuário)$/],
  ['name', /^(name|full name|fullname|contact|contact name|display name|nom|nome|nombre|vollständiger name)$/],
]

/** As our exports have it: who has no number and no address is known by it. */
export const isContactId = (text: string): boolean => /^ctc_[0-9a-z]{26}$/.test(text.trim())

const PHONE = /^'?(\+|00)?[\d\s().\-/\u00a0]{7,20}$/
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What a column is, by what it is called, else by what is in it. */
export function detectTarget(
  header: string,
  samples: readonly string[],
  fields: readonly { key: string; label: string }[],
): ImportTarget {
  const name = header
    .trim()
    .toLocaleLowerCase()
    .replace(/[_\s]+/g, ' ')
  if (name === 'id') return samples.length > 0 && samples.every(isContactId) ? 'id' : 'skip'
  const known = names.find(([, pattern]) => pattern.test(name))
  if (known) return known[0]
  const field = fields.find(({ key, label }) =>
    [key, label].some((one) => one.toLocaleLowerCase().replace(/_/g, ' ') === name),
  )
  if (field) return { field: field.key }
  const given = samples.filter((value) => value.trim() !== '')
  if (given.length === 0) return 'skip'
  if (given.every((value) => EMAIL.test(value.trim()))) return 'email'
  if (given.every((value) => /^\s*'?(\+|00)/.test(value) && PHONE.test(value.trim()))) return 'phone'
  return 'skip'
}

/** The first row says what the columns are, unless it holds a person already. */
export const looksLikeHeader = (cells: readonly string[]): boolean =>
  !cells.some((cell) => EMAIL.test(cell.trim()) || (PHONE.test(cell.trim()) && /\d{7}/.test(cell.replace(/\D/g, ''))))

const YES = /^(yes|y|true|1|x|ja|j|si|sí|sim|s|oui|o|granted|subscribed|opted in|opt-?in)$/i
const NO = /^(no|n|false|0|nein|não|nao|non|revoked|unsubscribed|opted out|opt-?out)$/i
const NOTHING = /^(unknown)?$/i
/** Yes, no, nothing said (null), or what nobody can read (undefined). */
export function readYesNo(text: string): boolean | null | undefined {
  const word = text.trim()
  if (NOTHING.test(word)) return null
  return YES.test(word) ? true : NO.test(word) ? false : undefined
}

export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text)

/** Each target once: two columns for one phone number would be two people. */
export function repeatedTarget(targets: readonly ImportTarget[]): string | null {
  const seen = new Set<string>()
  for (const target of targets) {
    const name = typeof target === 'object' ? `field:${target.field}` : target
    if (name === 'skip' || name === 'tags') continue
    if (seen.has(name)) return typeof target === 'object' ? target.field : target
    seen.add(name)
  }
  return null
}
