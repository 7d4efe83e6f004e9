import { expect, it } from 'vitest'
import { mentionedIn, splitMentions } from './mentions'

const people = ['Ann', 'Anna Lee', 'Ann Lee', 'Tom', '田中'].map((name) => ({ userId: `usr_${name}`, name }))
const names = (body: string) => mentionedIn(body, people).map((id) => id.slice('usr_'.length))

it('are whole names, the longest that stands there', () => {
  expect(names('@Anna Lee please look')).toEqual(['Anna Lee'])
  expect(names('@Ann Lee, and (@Ann)')).toEqual(['Ann', 'Ann Lee'])
  expect(names('@Ann Leeds')).toEqual(['Ann'])
  expect(names('@Annabel and @Tommy')).toEqual([])
  expect(names('@Tom’s glaze, @Tom2')).toEqual(['Tom'])
})

it('are no addresses', () => {
  expect(names('write to sales@Tom or a.b@Tom')).toEqual([])
})

it('need no space where a script has none', () => {
  expect(names('@田中さんへ')).toEqual(['田中'])
})

it('leave every letter of the note where it is', () => {
  const body = 'For @Anna Lee: ask @Annabel 👍 or @Tom.'
  const parts = splitMentions(
    body,
    people.map(({ name }) => name),
  )
  expect(parts.map(({ text }) => text).join('')).toBe(body)
  expect(parts.filter(({ isMention }) => isMention).map(({ text }) => text)).toEqual(['@Anna Lee', '@Tom'])
})
