/** What people write themselves: a number that stands there does not make it theirs. */
const SAID = new Set(['body', 'text', 'caption', 'title', 'description', 'payload', 'footer', 'name', 'filename'])
/** Who wrote stands in it beside what they wrote. */
const PEOPLE = 'contacts'

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A change of Meta's without a person: every element of every list that names them by one of these ids goes. Null when
 * nothing is left that is about somebody else; the same object when it does not name them.
 */
export function withoutPerson<V extends Json>(value: V, ids: ReadonlySet<string>): V | null {
  const isTheirs = (text: string) => ids.has(text) || (text.startsWith('+') && ids.has(text.slice(1)))
  let hasLost = false

  /** `undefined`: this names them, and goes. */
  const prune = (node: unknown): unknown => {
    if (typeof node === 'string') return isTheirs(node) ? undefined : node
    if (Array.isArray(node)) {
      const left = node.map(prune).filter((one) => one !== undefined)
      if (left.length < node.length) hasLost = true
      return left
    }
    if (!isObject(node)) return node
    const entries = Object.entries(node).map(([key, one]) => [
      key,
      SAID.has(key) && typeof one === 'string' ? one : prune(one),
    ])
    return entries.some(([, one]) => one === undefined) ? undefined : Object.fromEntries(entries)
  }

  const pruned = prune(value)
  if (!isObject(pruned)) return null
  if (!hasLost) return value
  const isAboutOthers = Object.entries(pruned).some(([key, list]) => key !== PEOPLE && hasElements(list))
  return isAboutOthers ? (pruned as V) : null // its shape is that of `value`, with shorter lists
}

/** Lists in lists: a history has threads, and a thread without messages says nothing. */
const hasElements = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.some((one) => {
    const inner = isObject(one) ? Object.values(one).filter(Array.isArray) : []
    return inner.length === 0 || inner.some((list) => list.length > 0)
  })
