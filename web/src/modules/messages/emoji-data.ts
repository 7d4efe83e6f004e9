import Database from 'emoji-picker-element/database'
import dataUrl from 'emoji-picker-element-data/en/emojibase/data.json?url'
import { emojiVersion } from './emoji-support'

/** The browser keeps the emoji and which are used often. The data is our own file: nothing is asked of others. */
let database: Database | undefined
const emojiDatabase = (): Database => {
  database ??= new Database({ dataSource: dataUrl, locale: 'en' })
  return database
}

export type EmojiEntry = { unicode: string; name: string; shortcodes: readonly string[] }

type Found = Awaited<ReturnType<Database['getEmojiBySearchQuery']>>[number]
/** Those that this system has pictures for. */
const toEntries = (found: readonly Found[]): EmojiEntry[] =>
  found.flatMap((emoji) =>
    'unicode' in emoji && emoji.version <= emojiVersion()
      ? [{ unicode: emoji.unicode, name: emoji.annotation, shortcodes: emoji.shortcodes ?? [emoji.annotation] }]
      : [],
  )

/** The one of that very name, then those whose short name begins so, then the others: as people type them. */
export async function searchEmoji(query: string, most: number): Promise<EmojiEntry[]> {
  const words = query.replaceAll('_', ' ').trim()
  if (words === '') return []
  const found = toEntries(await emojiDatabase().getEmojiBySearchQuery(words))
  const ranks = [
    ({ shortcodes }: EmojiEntry) => shortcodes.includes(query),
    ({ shortcodes }: EmojiEntry) => shortcodes.some((code) => code.startsWith(query)),
    () => true,
  ]
  return [...new Set(ranks.flatMap((isMatch) => found.filter(isMatch)))].slice(0, most)
}
export const emojiOfGroup = async (group: number): Promise<EmojiEntry[]> =>
  toEntries(await emojiDatabase().getEmojiByGroup(group))
export const oftenUsed = async (most: number): Promise<EmojiEntry[]> =>
  toEntries(await emojiDatabase().getTopFavoriteEmoji(most))
export const countUse = (unicode: string): void =>
  void emojiDatabase()
    .incrementFavoriteEmojiCount(unicode)
    .catch(() => {})

/** The short name that was typed for, or the usual one. */
export const shortcodeFor = ({ shortcodes, name }: EmojiEntry, query: string): string =>
  shortcodes.find((code) => code.startsWith(query)) ?? shortcodes[0] ?? name
