export type Position = readonly [at: number, id: string]
export type Placed<T> = { position: Position; entry: T }
/** What one place was asked for, newest first. `isAll`: there is nothing older there. */
export type Source<T> = {
  entries: Placed<T>[]
  /** How far back it has been looked at: everything newer or equal is in `entries`. Null: all of it. */
  seenTo: Position | null
}

export const isNewer = (one: Position, other: Position): boolean =>
  one[0] > other[0] || (one[0] === other[0] && one[1] > other[1])

/**
 * One list of several, newest first. Some sources were not read to their end: what is older than the nearest of those
 * ends may lack something of it, and is for the next page.
 * @returns with `next`, behind which the next page begins; null when this is the end
 */
export function mergeSources<T>(
  sources: Source<T>[],
  { after, limit }: { after: Position | undefined; limit: number },
): { entries: T[]; next: Position | null } {
  const horizon = sources
    .flatMap(({ seenTo }) => (seenTo === null ? [] : [seenTo]))
    .reduce<Position | null>((nearest, end) => (nearest === null || isNewer(end, nearest) ? end : nearest), null)
  const sure = sources
    .flatMap(({ entries }) => entries)
    .filter(({ position }) => after === undefined || isNewer(after, position))
    .filter(({ position }) => horizon === null || !isNewer(horizon, position))
    .sort((one, other) => (isNewer(one.position, other.position) ? -1 : 1))
  const page = sure.slice(0, limit)
  const isCut = sure.length > limit
  return { entries: page.map(({ entry }) => entry), next: isCut ? (page.at(-1)?.position ?? null) : horizon }
}
