import type { Command } from './commands'

/** What the first sign narrows the palette to. */
const scopes = { '>': 'actions', '@': 'people', '#': 'tags' } as const
export type PaletteScope = (typeof scopes)[keyof typeof scopes] | 'all'
export type PaletteQuery = { scope: PaletteScope; words: string }

export function readQuery(typed: string): PaletteQuery {
  const text = typed.trimStart()
  const scope = scopes[text.charAt(0) as keyof typeof scopes]
  return scope ? { scope, words: text.slice(1).trimStart() } : { scope: 'all', words: text }
}

/** What is neither a person nor a tag is something to do, or a place to go. */
export const inScope = (scope: PaletteScope) => (command: Command) =>
  scope === 'all' || (command.kind ?? 'action') === (scope === 'actions' ? 'action' : scope)
