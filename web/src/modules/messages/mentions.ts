export type MentionPart = { text: string; isMention: boolean }

/** Cuts a note at "@Name" of the people it mentions, the longest name first. */
export function splitMentions(body: string, names: readonly string[]): MentionPart[] {
  const wanted = [...names].sort((a, b) => b.length - a.length).map((name) => `@${name}`)
  const parts: MentionPart[] = []
  let plain = ''
  for (let at = 0; at < body.length; ) {
    const found = wanted.find((mention) => body.startsWith(mention, at))
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
