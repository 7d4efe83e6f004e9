/** What a builder must not do: each would leave the organization. Gone from the type, and refused where a cast brings it back. */
const forbidden = [
  'where',
  'from',
  'rightJoin',
  'fullJoin',
  'crossJoin',
  'onConflictDoUpdate',
  'union',
  'unionAll',
  'intersect',
  'intersectAll',
  'except',
  'exceptAll',
] as const

/** Takes away what would leave the organization. */
export function forbid<B extends object>(builder: B): Omit<B, (typeof forbidden)[number]> {
  for (const name of forbidden)
    Object.defineProperty(builder, name, {
      value: () => {
        throw new Error(`${name}() would leave the organization`)
      },
    })
  return builder
}
