import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectDelimiter, detectEncoding, foreignFormat, readRows } from './csv-rows.models'
import { possibleFormats, readDate } from './dates.models'

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding))
const whole = (text: string, delimiter = ',') =>
  readRows(text, { delimiter, isEnd: true, limit: Number.MAX_SAFE_INTEGER }).rows.map(({ cells }) => cells)

/** As an import reads: windows of so many characters, a few rows of each, on from the last whole row. */
function inWindows(text: string, { size, limit }: { size: number; limit: number }): string[][] {
  const all: string[][] = []
  for (let at = 0, length = size; at < text.length; ) {
    const window = text.slice(at, at + length)
    const isEnd = at + length >= text.length
    const { rows } = readRows(window, { delimiter: ',', isEnd, limit })
    all.push(...rows.map(({ cells }) => cells))
    const end = rows.at(-1)?.end
    if (end === undefined && isEnd) break
    at += end ?? 0
    length = end === undefined ? length * 2 : size
  }
  return all
}

const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'é', 'a', '\r\n') }))
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')

describe('rows', () => {
  it('come back as they were written, quotes and line ends in cells included', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1 }), lineEnd, (rows, end) => {
        const text = rows.map((cells) => cells.map(quoted).join(',') + end).join('')
        expect(whole(text)).toEqual(rows)
      }),
    )
  })

  it('are the same in windows of any size as in one piece', () => {
    const rows = fc.array(fc.tuple(fc.array(cell, { minLength: 1, maxLength: 3 }), lineEnd), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5 }), (lines, size, limit) => {
        const text = lines.map(([cells, end]) => cells.map(quoted).join(',') + end).join('')
        expect(inWindows(text, { size, limit })).toEqual(whole(text))
      }),
    )
  })

  it.each([
    ['a,b', [['a', 'b']]],
    [
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['5" nail,x\n', [['5" nail', 'x']]],
    ['"a"b,c\n', [['ab', 'c']]],
    ['""\n', [['']]],
  ])('%j', (text, rows) => expect(whole(text)).toEqual(rows))

  it('say when a quote is open to the end', () => {
    expect(readRows('"a\nb,c\n', { delimiter: ',', isEnd: true, limit: 9 })).toEqual({ rows: [], isOpen: true })
  })
})

describe('a file', () => {
  it.each([
    ['ASCII', bytes('name,phone\n'), 'ascii', 0],
    ['UTF-8', bytes('Größe\n'), 'utf-8', 0],
    ['UTF-8 with its mark', bytes('\ufeffname\n'), 'utf-8', 3],
    ['UTF-16', bytes('\ufeffname,phone\n', 'utf16le'), 'utf-16le', 2],
    ['UTF-16 without its mark', bytes('name,phone\n', 'utf16le'), 'utf-16le', 0],
    ['Latin-1', bytes('Größe\n', 'latin1'), 'windows-1252', 0],
  ])('of %s is recognised', (_, file, encoding, skip) => expect(detectEncoding(file)).toEqual({ encoding, skip }))

  it('of NULs is none', () => expect(detectEncoding(new Uint8Array(1000))).toBeNull())
  it('that is a zip says so', () => expect(foreignFormat(bytes('PK\x03\x04…'))).toContain('zip'))

  it.each([
    ['a,b\n1,2\n', ','],
    ['a;b\n1,5;2\n', ';'],
    ['a\tb\n1\t2\n', '\t'],
    ['one\ntwo\n', ','],
  ])('%j is cut by %j', (text, delimiter) => expect(detectDelimiter(text, true)).toBe(delimiter))
})

describe('dates', () => {
  it.each([
    ['31/12/2025', 'dmy', '2025-12-31'],
    ['12/31/2025', 'mdy', '2025-12-31'],
    ['31/12/2025', 'mdy', null],
    ['2025-02-29', 'ymd', null],
    ['2024-02-29T10:00:00Z', 'dmy', '2024-02-29'],
    ['soon', 'dmy', null],
  ] as const)('%s as %s is %s', (text, format, day) => expect(readDate(text, format)).toBe(day))

  it('may be read in two ways, until one of them tells', () => {
    expect(possibleFormats(['03/04/2025'])).toEqual(['dmy', 'mdy'])
    expect(possibleFormats(['03/04/2025', '13/04/2025'])).toEqual(['dmy'])
    expect(possibleFormats(['hello'])).toEqual([])
  })
})
