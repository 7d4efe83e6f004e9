export type DateFormat = 'dmy' | 'mdy' | 'ymd'

const PARTS = /^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})$/

/** A day as `YYYY-MM-DD`, or null: no such day, or not written so. A time behind it is left out. */
export function readDate(text: string, format: DateFormat): string | null {
  const day = text.trim().replace(/[T ]\d{1,2}:\d{2}.*$/, '')
  const found = PARTS.exec(day)
  if (!found) return null
  const [, first = '', second = '', third = ''] = found
  const order = first.length === 4 ? 'ymd' : format
  const [year, month, date] =
    order === 'ymd' ? [first, second, third] : order === 'dmy' ? [third, second, first] : [third, first, second]
  if (year.length !== 4) return null
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const at = new Date(`${iso}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso ? null : iso
}

/** Which orders read these; several: nobody can tell. Values that are mostly no dates at all: none. */
export function possibleFormats(values: readonly string[]): DateFormat[] {
  const given = values.map((value) => value.trim()).filter(Boolean)
  // A day that is none in any order says nothing about the others.
  const days = given.filter((value) => readDate(value, 'dmy') !== null || readDate(value, 'mdy') !== null)
  if (days.length === 0 || days.length < given.length / 2) return []
  if (days.every((value) => /^\d{4}\D/.test(value))) return ['ymd']
  return (['dmy', 'mdy'] as const).filter((format) => days.every((value) => readDate(value, format) !== null))
}
