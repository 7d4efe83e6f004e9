import { expect, it } from 'vitest'
import { partsOf } from './text-parts'

const shown = (text: string) => partsOf(text).map((part) => `${part.kind}:${part.text}`)

it('reads the marks of WhatsApp', () => {
  expect(shown('It is *yours*, _really_, not ~mine~')).toEqual([
    ...['text:It is ', 'bold:yours', 'text:, ', 'italic:really', 'text:, not ', 'strike:mine'],
  ])
  expect(shown('```const a = 1```')).toEqual(['mono:const a = 1'])
  expect(shown('See https://kilnandloom.example/vase.')).toEqual([
    'text:See ',
    'link:https://kilnandloom.example/vase',
    'text:.',
  ])
})

it('leaves what only looks like one', () => {
  for (const text of ['2*3*4', 'snake_case_name', '* not bold *', 'a ~ b ~ c', '']) {
    expect(shown(text)).toEqual(text ? [`text:${text}`] : [])
  }
})
