/** What stands for something in a canned reply. `null`: not known of this person. */
export type Variables = { 'first name': string | null; name: string | null; agent: string | null }

const VARIABLE = /\{\{\s*([^{}]+?)\s*\}\}/g
const names = ['first name', 'name', 'agent'] as const satisfies readonly (keyof Variables)[]
/** `{{First_Name}}` is `first name` too. */
const nameOf = (written: string) => {
  const plain = written.toLowerCase().replace(/[_\s]+/g, ' ')
  return names.find((name) => name === plain)
}

/** A reply as it is sent. What isn't known, and what is no variable, stays as it is written. */
export const fillVariables = (body: string, variables: Variables): string =>
  body.replace(VARIABLE, (whole, written: string) => {
    const name = nameOf(written)
    return (name && variables[name]) || whole
  })

/** The first variable that nothing was put in for, as it is written. */
export function findUnfilled(text: string): { text: string; at: number } | null {
  for (const match of text.matchAll(VARIABLE)) if (nameOf(match[1] ?? '')) return { text: match[0], at: match.index }
  return null
}
