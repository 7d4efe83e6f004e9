import { expect, it } from 'vitest'
import { mergeSources, type Position, type Source } from './timeline.models'

const numbers = (...all: number[]) => all.map((at) => ({ position: [at, 'x'] as const, entry: at }))
const read = (all: number[], from: Position | undefined, many: number): Source<number> => {
  const older = all.filter((at) => from === undefined || at < from[0]).slice(0, many)
  const isEnd = older.length < many
  return { entries: numbers(...older), seenTo: isEnd ? null : [older.at(-1) as number, 'x'] }
}

it('one list of sources that are read piece by piece, each entry once and none missing', () => {
  const [often, rarely, never] = [[99, 98, 97, 96, 95, 60, 59], [94, 61, 2, 1], [] as number[]]
  const seen: number[] = []
  let after: Position | undefined
  let pages = 0
  do {
    const sources = [often, rarely, never].map((all) => read(all, after, 3))
    const { entries, next } = mergeSources(sources, { after, limit: 2 })
    seen.push(...entries)
    expect(entries.length).toBeLessThanOrEqual(2)
    after = next ?? undefined
    pages++
  } while (after !== undefined && pages < 50)
  expect(seen).toEqual([...often, ...rarely].sort((one, other) => other - one))
})

it('nothing older than where a source was left is said yet', () => {
  const left: Source<number> = { entries: [], seenTo: [50, 'x'] }
  const { entries, next } = mergeSources([left, { entries: numbers(60, 40), seenTo: null }], {
    after: undefined,
    limit: 9,
  })
  expect([entries, next]).toEqual([[60], [50, 'x']])
})

it('in the same moment the ids decide', () => {
  const at = (id: string) => ({ position: [5, id] as const, entry: id })
  const source = { entries: [at('a'), at('c'), at('b')], seenTo: null }
  expect(mergeSources([source], { after: [5, 'c'], limit: 9 }).entries).toEqual(['b', 'a'])
})
