import { splitNames, unescapeCell } from '../../shared/csv'
import { type Phone, parsePhone } from '../../shared/phone'
import { isContactId, isEmail, readYesNo } from './columns.models'
import type { CustomFieldRow } from './contact-import.repository'
import type { ImportFile, ImportMapping, ImportTarget } from './contact-import.schemas'
import { readDate } from './dates.models'

export type Person = {
  id: string | null
  phone: Phone | null
  email: string | null
  name: string | null
  username: string | null
  language: string | null
  tags: string[]
  consent: boolean | null
  fields: Record<string, string | number | boolean>
}
type Column = { index: number; target: ImportTarget; dateFormat: 'dmy' | 'mdy' | 'ymd'; name: string }
export type Reading = { columns: Column[]; width: number; fields: CustomFieldRow[]; defaultCountry: string | null }

export function readingOf(file: ImportFile, mapping: ImportMapping, fields: CustomFieldRow[]): Reading {
  const columns = mapping.columns
    .filter(({ target }) => target !== 'skip')
    .map(({ index, target, dateFormat }) => {
      const column = file.columns[index]
      return { index, target, dateFormat: dateFormat ?? column?.dateFormat ?? 'ymd', name: column?.name ?? '' }
    })
  return { columns, width: file.columns.length, fields, defaultCountry: mapping.defaultCountry }
}

const MAX = { name: 120, username: 100, text: 1000, tag: 60 }

/** Who a row is about, or why nobody can tell: a sentence. */
export function readPerson(
  cells: readonly (string | null)[],
  { columns, width, fields, defaultCountry }: Reading,
): Person | string {
  if (cells.length < width)
    return `This row has ${cells.length} ${cells.length === 1 ? 'column' : 'columns'}; the first one has ${width}.`
  if (cells.slice(width).some((cell) => cell !== ''))
    return `This row has ${cells.length} columns; the first one has ${width}. Is a cell with a comma without quotes?`
  const person: Person = {
    ...{
      id: null,
      phone: null,
      email: null,
      name: null,
      username: null,
      language: null,
      tags: [],
      consent: null,
      fields: {},
    },
  }
  for (const { index, target, dateFormat, name } of columns) {
    const cell = cells[index]
    if (cell === null) return `Column "${name}" has characters that are not of this file's encoding. Save it as UTF-8.`
    if (cell?.includes('\0')) return `Column "${name}" has a NUL character in it.`
    const text = unescapeCell(cell ?? '').trim()
    if (text === '') continue
    const problem = fill(person, text, { target, dateFormat, fields, defaultCountry })
    if (problem) return `Column "${name}": ${problem}`
  }
  if (!person.id && !person.phone && !person.email)
    return 'This row has neither a phone number nor an email address to know the person by.'
  return person
}

type How = Pick<Reading, 'fields' | 'defaultCountry'> & Pick<Column, 'target' | 'dateFormat'>
/** @returns what is wrong with it */
function fill(person: Person, text: string, { target, dateFormat, fields, defaultCountry }: How): string | null {
  if (typeof target === 'object') {
    const field = fields.find(({ key }) => key === target.field)
    if (!field) return 'this custom field does not exist any more.'
    const value = readValue(text, field, dateFormat)
    if (typeof value === 'object') return value.problem
    person.fields[field.key] = value
    return null
  }
  switch (target) {
    case 'id':
      person.id = text
      return isContactId(text) ? null : `"${clip(text)}" is not the id of a contact.`
    case 'phone':
      person.phone = parsePhone(text, defaultCountry)
      if (person.phone) return null
      if (/^\d[\d.,]*E\+?\d+$/i.test(text))
        return `"${clip(text)}" is a number that a spreadsheet has shortened. Format the column as text and save it again.`
      return `"${clip(text)}" is not a phone number${defaultCountry ? '' : ' with a country code'}.`
    case 'email':
      person.email = text.toLowerCase()
      return isEmail(text) ? null : `"${clip(text)}" is not an email address.`
    case 'name':
      person.name = text
      return text.length > MAX.name ? `a name has at most ${MAX.name} characters.` : null
    case 'username':
      person.username = text.replace(/^@/, '')
      return text.length > MAX.username ? `a username has at most ${MAX.username} characters.` : null
    case 'language':
      person.language = toLanguage(text)
      return /^[a-z]{2,3}([-_][a-z0-9]{2,4})?$/i.test(text)
        ? null
        : `"${clip(text)}" is not a language code such as en or pt_BR.`
    case 'tags':
      person.tags.push(...splitNames(text))
      return person.tags.some((tag) => tag.length > MAX.tag) ? `a tag has at most ${MAX.tag} characters.` : null
    case 'consent': {
      const said = readYesNo(text)
      person.consent = said ?? null
      return said === undefined ? `"${clip(text)}" is neither yes nor no.` : null
    }
    case 'skip':
      return null
  }
}

/** As WhatsApp names them: `pt_BR`. */
const toLanguage = (text: string): string => {
  const [language = '', region] = text.split(/[-_]/)
  if (!region) return language.toLowerCase()
  return `${language.toLowerCase()}_${region.length === 2 ? region.toUpperCase() : region}`
}
const clip = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

function readValue(
  text: string,
  { type, options }: CustomFieldRow,
  dateFormat: Column['dateFormat'],
): string | number | boolean | { problem: string } {
  switch (type) {
    case 'text':
      return text.length > MAX.text ? { problem: `a text has at most ${MAX.text} characters.` } : text
    case 'number': {
      const number = Number(/^-?\d+,\d{1,2}$/.test(text) ? text.replace(',', '.') : text)
      return /^[-+.\d,eE]+$/.test(text) && Number.isFinite(number)
        ? number
        : { problem: `"${clip(text)}" is not a number.` }
    }
    case 'date':
      return readDate(text, dateFormat) ?? { problem: `"${clip(text)}" is not a date (${dateNames[dateFormat]}).` }
    case 'boolean':
      return readYesNo(text) ?? { problem: `"${clip(text)}" is neither yes nor no.` }
    case 'choice':
      return (
        options?.find((option) => option.toLocaleLowerCase() === text.toLocaleLowerCase()) ?? {
          problem: `"${clip(text)}" is none of ${(options ?? []).slice(0, 10).join(', ')}.`,
        }
      )
  }
}
const dateNames = { dmy: 'day, month, year', mdy: 'month, day, year', ymd: 'year-month-day' }
