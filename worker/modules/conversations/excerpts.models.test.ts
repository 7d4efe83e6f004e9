import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXCERPT_LENGTH, excerptOf } from './excerpts.models'

const marked = (text: string, search: string) => {
  const { text: shown, ranges } = excerptOf(text, search)
  return [...ranges].reverse().reduce((left, { start, end }) => {
    return `${left.slice(0, start)}[${left.slice(start, end)}]${left.slice(end)}`
  }, shown)
}

describe('an excerpt', () => {
  it.each([
    ['A blue vase', 'vase', 'A blue [vase]'],
    ['Vases and VASE', 'vase', '[Vases] and [VASE]'],
    ['vases and vase', 'vase blue', '[vase]'.replace('[vase]', 'vases and [vase]')],
    ['Cre\u0300me bru\u0302le\u0301e, crème', 'creme', '[Cre\u0300me] bru\u0302le\u0301e, [crème]'],
    ['one\n\ntwo\tthree', 'two', 'one  [two] three'],
    ['nothing here', 'vase', 'nothing here'],
    ['<b>vase</b>', 'vase', '<b>[vase]</b>'],
    ['order-20418', '20418', 'order-[20418]'],
  ])('%j for %j', (text, search, expected) => {
    expect(marked(text, search)).toBe(expected)
  })

  it('of a long text is what stands around the first of the words', () => {
    const text = `${'some words before it '.repeat(20)}the vase stands ${'and much behind it '.repeat(20)}`
    const shown = marked(text, 'vase')
    expect(shown).toMatch(/^…\w+ .* before it the \[vase\] stands and much .*…$/)
    expect(shown.length).toBeLessThanOrEqual(EXCERPT_LENGTH + 4)
  })

  it('is short, has whole characters and ranges that lie in it in order, whatever the text', () => {
    const word = fc.constantFrom('vase', 'Väse', '😀', 'x'.repeat(300), '\n', ' ', '🇩🇪', 'ab', '\u0301')
    fc.assert(
      fc.property(fc.array(word, { maxLength: 120 }), (words) => {
        const { text, ranges } = excerptOf(words.join(' '), 'vase')
        expect(text.length).toBeLessThanOrEqual(EXCERPT_LENGTH + 2)
        expect(() => encodeURIComponent(text)).not.toThrow()
        let last = 0
        for (const { start, end } of ranges) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
        expect(last).toBeLessThanOrEqual(text.length)
        if (words.includes('vase')) expect(ranges.length).toBeGreaterThan(0)
      }),
    )
  })
})
