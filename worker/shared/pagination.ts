import type { z } from 'zod'
import { defineError } from './errors'

export const invalidCursor = defineError({
  code: 'request.invalid_cursor',
  status: 400,
  message: 'This cursor is not one of ours. Use nextCursor of the previous page as it is.',
})

export const encodeCursor = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url')

/** @throws `request.invalid_cursor` when the text is not a cursor of this list */
export function decodeCursor<S extends z.ZodType>(schema: S, cursor: string): z.output<S> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    throw invalidCursor({ cause })
  }
}

/**
 * Cuts a page out of `limit + 1` rows, newest or first first.
 * @param positionOf the keyset position of a row, what `decodeCursor` gives back
 */
export function toPage<Row>(
  rows: Row[],
  limit: number,
  positionOf: (row: Row) => unknown,
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(positionOf(last)) : null }
}
