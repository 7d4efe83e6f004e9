import Database from 'emoji-picker-element/database'
import dataUrl from 'emoji-picker-element-data/en/emojibase/data.json?url'

/** The browser keeps the emoji and which are used often. The data is our own file: nothing is asked of others. */
let database: Database | undefined
export const emojiDatabase = (): Database => (database ??= new Database({ dataSource: dataUrl, locale: 'en' }))

export type EmojiEntry = { unicode: string; name: string; shortcode: string }

type Found = Awaited<ReturnType<Database['getEmojiBySearchQuery']>>[number]
export const toEntry = (emoji: Found): EmojiEntry[] =>
  'unicode' in emoji
    ? [{ unicode: emoji.unicode, name: emoji.annotation, shortcode: emoji.shortcodes?.[0] ?? emoji.annotation }]
    : []

/** Those whose short name begins so first, as people type them. */
export async function searchEmoji(query: string, most: number): Promise<EmojiEntry[]> {
  const words = query.replaceAll('_', ' ').trim()
  if (words === '') return []
  const found = (await emojiDatabase().getEmojiBySearchQuery(words)).flatMap(toEntry)
  const begins = ({ shortcode }: EmojiEntry) => shortcode.startsWith(query)
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))].slice(0, most)
}
export async function emojiOfGroup(group: number): Promise<EmojiEntry[]> {
  return (await emojiDatabase().getEmojiByGroup(group)).flatMap(toEntry)
}
export async function oftenUsed(most: number): Promise<EmojiEntry[]> {
  return (await emojiDatabase().getTopFavoriteEmoji(most)).flatMap(toEntry)
}
export const countUse = (unicode: string): void =>
  void emojiDatabase()
    .incrementFavoriteEmojiCount(unicode)
    .catch(() => {})
