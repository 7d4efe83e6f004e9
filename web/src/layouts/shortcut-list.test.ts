import { expect, it, vi } from 'vitest'

// theme.ts asks for it when it is loaded; jsdom has none.
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
const { listShortcuts } = await import('./shortcut-list')

const sources = Object.values(
  import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*'], { query: '?raw', import: 'default', eager: true }),
).join('\n')
const messageKeys = Object.values(
  import.meta.glob<string>('../modules/messages/message-keys.ts', { query: '?raw', import: 'default', eager: true }),
).join('')
/** Bound in a loop, over views and over the rail's entries. */
const isBoundInLoop = (keys: string) => ['1', '2', '3'].includes(keys) || /^g [a-z]$/.test(keys)

it('lists nothing that no page binds, and nothing twice in a place', () => {
  const [anywhere, list, conversation] = listShortcuts()
  const groups = [anywhere, list, conversation].map((group) => group?.shortcuts.flatMap(({ keys }) => keys) ?? [])
  const keys = groups.flat()
  // Enter opens the row that has the focus: it is a link. Shift only widens what X does.
  const own = keys.filter((key) => !['enter', 'shift+x'].includes(key) && !isBoundInLoop(key))
  expect(own.filter((key) => !sources.includes(`keys: '${key}'`))).toEqual([])
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
})

it('names for a message exactly what its keys do', () => {
  const [, , , , message] = listShortcuts()
  const listed = message?.shortcuts.flatMap(({ keys }) => keys) ?? []
  const bound = [...messageKeys.matchAll(/keys: '([^']+)', run/g)].flatMap(([, keys]) => keys ?? [])
  // The arrows and Enter are the thread's own.
  expect(listed.filter((key) => !['↑', '↓', 'enter'].includes(key))).toEqual(bound)
  // A button with a key is found by it: both sides say the same.
  const buttons = [...sources.matchAll(/data-key="([^"$]+)"/g)].map(([, key]) => key)
  expect([...new Set(buttons)].sort()).toEqual(bound.filter((key) => key !== 'mod+c').sort())
})

it('leaves nothing out that a page binds', () => {
  const bound = [...sources.matchAll(/keys: '([^']+)', run/g)].flatMap(([, keys]) => keys ?? [])
  const listed = new Set(listShortcuts().flatMap(({ shortcuts }) => shortcuts.flatMap(({ keys }) => keys)))
  expect(bound.length).toBeGreaterThan(15)
  expect([...new Set(bound)].filter((keys) => !listed.has(keys))).toEqual([])
})
