import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeCell, joinNames, splitNames, toCsvLine, unescapeCell } from './csv'

/** Texts that are mostly what a spreadsheet would run, or what looks escaped. */
const nasty = fc.oneof(
  fc.string(),
  fc.tuple(fc.stringMatching(/^['=+\-@\t\r\n＝]{0,5}$/), fc.string()).map((parts) => parts.join('')),
)

describe('a cell', () => {
  it('comes back as it was, whatever it says', () => {
    fc.assert(fc.property(nasty, (text) => unescapeCell(escapeCell(text)) === text))
  })

  it('never begins as a formula does', () => {
    fc.assert(fc.property(nasty, (text) => !/^[=+\-@\t\r\n＝＋－＠]/.test(escapeCell(text))))
  })

  it.each([
    ['=HYPERLINK("x")', `'=HYPERLINK("x")`],
    ['+447700900123', `'+447700900123`],
    ["'=1", "''=1"],
    ["'tis", "'tis"],
    ["O'Neill", "O'Neill"],
  ])('%j is written as %j', (text, written) => expect(escapeCell(text)).toBe(written))
})

it('a line quotes what a reader would take for its own', () => {
  expect(toCsvLine(['a', null, 'b,c', 'say "hi"', 'two\nlines', -5, true])).toBe(
    `a,,"b,c","say ""hi""","two\nlines",'-5,true\r\n`,
  )
})

describe('names in one cell', () => {
  it.each([[[]], [['VIP', 'Très important']], [['a, b', 'c; d', 'e|f', 'says "hi"', '"', 'plain']]])(
    '%j come back as they were',
    (names) => {
      expect(splitNames(joinNames(names))).toEqual(names)
    },
  )

  it('are read as people write them', () => {
    expect(splitNames(' vip; new |, old,')).toEqual(['vip', 'new', 'old'])
    expect(splitNames('5" pots, "open')).toEqual(['5" pots', '"open'])
  })
})
