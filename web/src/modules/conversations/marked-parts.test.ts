import { expect, it } from 'vitest'
import { markedParts } from './marked-parts'

const marked = (text: string, ...ranges: [number, number][]) =>
  markedParts({ text, ranges: ranges.map(([start, end]) => ({ start, end })) })
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join('')

it('cuts a text where what was found begins and ends', () => {
  expect(marked('a blue bowl', [2, 6])).toBe('a [blue] bowl')
  expect(marked('blue', [0, 4])).toBe('[blue]')
  expect(marked('nothing')).toBe('nothing')
})

it('loses and doubles nothing, whatever the order and overlap', () => {
  expect(marked('a blue bowl', [7, 11], [2, 6])).toBe('a [blue] [bowl]')
  expect(marked('a blue bowl', [2, 8], [4, 11])).toBe('a [blue b][owl]')
  expect(marked('a blue bowl', [2, 8], [3, 5])).toBe('a [blue b]owl')
})
