import { kept } from '../../shared/kept'

/** Which note the words are for: one of one's own, by its id, or a new one. */
type For = string
type All = Readonly<Record<For, string>>
const NEW: For = 'new'

/** What somebody writes about a contact and hasn't saved: kept on this device, like a draft. */
export function keptNotes({
  organizationId,
  userId,
  contactId,
}: Record<'organizationId' | 'userId' | 'contactId', string>) {
  const store = kept<All>(`wharf.contact-notes.${organizationId}.${userId}.${contactId}`)
  const of = (noteId: For): string | undefined => store.read()?.[noteId]
  function keep(noteId: For, words: string): void {
    const { [noteId]: _, ...others } = store.read() ?? {}
    const all = words.trim() === '' ? others : { ...others, [noteId]: words }
    store.write(Object.keys(all).length === 0 ? undefined : all)
  }
  return {
    newNote: (): string | undefined => of(NEW),
    keepNewNote: (words: string): void => keep(NEW, words),
    /** Words that were refused stand before what was begun since. */
    giveBack: (words: string): void => keep(NEW, joinWords(words, of(NEW))),
    /** The words that a note is to have; none when it has them. */
    rewording: ({ id, body }: { id: string; body: string }): string | undefined => {
      const words = of(id)
      return words?.trim() === body ? undefined : words
    },
    keepRewording: ({ id, body }: { id: string; body: string }, words: string): void =>
      keep(id, words.trim() === body ? '' : words),
    dropRewording: (noteId: string): void => keep(noteId, ''),
  }
}
export type KeptNotes = ReturnType<typeof keptNotes>

/** Words that come back, before what is being typed meanwhile. */
export const joinWords = (back: string, now = ''): string => (now.trim() === '' ? back : `${back}\n${now}`)
