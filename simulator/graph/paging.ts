import type { GraphContext } from './auth'
import { graphError } from './errors'
import { type Parameters, textOf, wholeNumberOf } from './parameters'

const MOST = 1000

/** An opaque place in a list: the item's key, and where it was in case that it is gone. */
const cursorOf = (key: string, index: number): string => Buffer.from(`${index}:${key}`).toString('base64url')

/** @throws 131059 for what is no cursor */
function readCursor(text: string): { index: number; key: string } {
  const decoded = Buffer.from(text, 'base64url').toString()
  const [, index = '', key = ''] = /^(\d+):(.+)$/s.exec(decoded) ?? []
  if (key === '' || cursorOf(key, Number(index)) !== text) {
    throw graphError(131059, { details: 'The paging cursor is not valid or has expired.' })
  }
  return { index: Number(index), key }
}

type Page<Item> = { data: Item[]; paging?: Record<string, unknown> }
type Asked<Item> = {
  items: Item[]
  keyOf: (item: Item) => string
  parameters: Parameters
  /** Answered when no limit is asked for. */
  size?: number
}

/** The asked part of a list with its cursors, `next` and `previous`. @throws 100, 131059 */
export function pageOf<Item>(c: GraphContext, { items, keyOf, parameters, size = 25 }: Asked<Item>): Page<Item> {
  const limit = Math.min(wholeNumberOf(parameters.limit) ?? size, MOST)
  if (limit < 1) throw graphError(100, { message: 'Param limit must be greater than 0' })
  const after = textOf(parameters.after)
  const before = textOf(parameters.before)
  const placeOf = (text: string): [number, boolean] => {
    const { index, key } = readCursor(text)
    const found = items.findIndex((item) => keyOf(item) === key)
    return found < 0 ? [index, false] : [found, true]
  }
  let start = 0
  let end = limit
  if (after) {
    const [place, isThere] = placeOf(after)
    start = isThere ? place + 1 : place
    end = start + limit
  } else if (before) {
    const [place] = placeOf(before)
    end = place
    start = Math.max(0, end - limit)
  }
  const data = items.slice(start, end)
  const [first] = data
  const last = data.at(-1)
  if (first === undefined || last === undefined) return { data }
  const cursors = { before: cursorOf(keyOf(first), start), after: cursorOf(keyOf(last), start + data.length - 1) }
  return {
    data,
    paging: {
      cursors,
      ...(end < items.length && { next: linkTo(c, { limit, after: cursors.after }) }),
      ...(start > 0 && { previous: linkTo(c, { limit, before: cursors.before }) }),
    },
  }
}

/** The address of the neighbouring page. Meta leaves the token in it; this one doesn't. */
function linkTo(c: GraphContext, place: { limit: number; after?: string; before?: string }): string {
  const url = new URL(c.req.url)
  for (const name of ['access_token', 'after', 'before']) url.searchParams.delete(name)
  for (const [name, value] of Object.entries(place)) url.searchParams.set(name, String(value))
  return url.toString()
}
