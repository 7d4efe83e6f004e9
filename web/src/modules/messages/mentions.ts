export type MentionPart = { text: string; isMention: boolean }

/** A letter or a figure that goes on with a word. Some scripts put no spaces between words: there a name ends where it ends. */
const WORD = /^(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{M}\p{N}_]/u
const isWithinWord = (text: string): boolean => WORD.test(text)

/** Whether "@Name" stands there by itself: "@Ann" is not in "@Annabel", nor in an address. */
const stands = (body: string, at: number, mention: string): boolean =>
  body.startsWith(mention, at) &&
  !isWithinWord(body.slice(at + mention.length)) &&
  !isWithinWord(body.slice(at - 1, at))

/** Cuts a note at "@Name" of the people it mentions, the longest name first. */
export function splitMentions(body: string, names: readonly string[]): MentionPart[] {
  const wanted = [...names].sort((a, b) => b.length - a.length).map((name) => `@${name}`)
  const parts: MentionPart[] = []
  let plain = ''
  for (let at = 0; at < body.length; ) {
    const found = wanted.find((mention) => stands(body, at, mention))
    if (!found) {
      plain += body[at] ?? ''
      at += 1
      continue
    }
    if (plain) parts.push({ text: plain, isMention: false })
    plain = ''
    parts.push({ text: found, isMention: true })
    at += found.length
  }
  if (plain) parts.push({ text: plain, isMention: false })
  return parts
}

/** Whom a note mentions: those whose "@Name" stands in it. */
export function mentionedIn(body: string, people: readonly { userId: string; name: string }[]): string[] {
  const found = new Set(
    splitMentions(
      body,
      people.map(({ name }) => name),
    )
      .filter(({ isMention }) => isMention)
      .map(({ text }) => text.slice(1)),
  )
  return people.filter(({ name }) => found.has(name)).map(({ userId }) => userId)
}
