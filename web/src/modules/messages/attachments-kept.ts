import { onCleanup } from 'solid-js'
import type { Attachments } from './attachments'

/** By person, then by organization and conversation: nobody finds the files of who was signed in before. */
const kept = new Map<string, Map<string, Attachments>>()

export function keptFor(userId: string, place: string, make: () => Attachments): Attachments {
  const own = kept.get(userId) ?? new Map<string, Attachments>()
  kept.set(userId, own)
  const made = own.get(place) ?? make()
  own.set(place, made)
  return made
}

/** Whether a page that is left now would lose files of theirs. */
export const hasUnsentFiles = (userId: string): boolean =>
  [...(kept.get(userId)?.values() ?? [])].some(({ items }) => items().length > 0)

/** The browser asks before it leaves the page with files that are not sent; stops with the owner. */
export function askBeforeFilesAreLost(userId: string): void {
  const ask = (event: BeforeUnloadEvent) => {
    if (hasUnsentFiles(userId)) event.preventDefault()
  }
  window.addEventListener('beforeunload', ask)
  onCleanup(() => window.removeEventListener('beforeunload', ask))
}
