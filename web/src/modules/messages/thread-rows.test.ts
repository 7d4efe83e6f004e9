import { describe, expect, it } from 'vitest'
import { message } from '../inbox/test-rows'
import { findFirstUnread, toThreadRows } from './thread-rows'

const pending = (clientId: string) => ({
  clientId,
  conversationId: 'con_1',
  message: { content: { type: 'text' as const, body: clientId } },
  createdAt: 0,
  state: 'waiting' as const,
  problem: null,
})
const kinds = (rows: ReturnType<typeof toThreadRows>) => rows.map(({ kind }) => kind)
const note = { type: 'note', direction: 'internal' as const, status: 'internal' as const }
const activity = { type: 'activity', direction: 'internal' as const, status: 'internal' as const }

describe('the rows of a thread', () => {
  it('have a line for each day and group what one author said within three minutes', () => {
    const rows = toThreadRows([message('a', 0), message('b', 1), message('c', 9), message('d', 24 * 60)], [], undefined)
    expect(kinds(rows)).toEqual(['day', 'message', 'message', 'message', 'day', 'message'])
    expect(rows.map((row) => ('isLast' in row ? [row.isFirst, row.isLast] : null))).toEqual([
      null,
      [true, false],
      [false, true],
      [true, true],
      null,
      [true, true],
    ])
  })

  it('have no line on top while more of that day may come, so that nothing is in front of what comes', () => {
    const before = toThreadRows([message('c', 9)], [], undefined, true)
    const after = toThreadRows([message('y', -2 * 24 * 60), message('b', 0), message('c', 9)], [], undefined, true)
    expect(kinds(before)).toEqual(['message'])
    expect(kinds(after)).toEqual(['message', 'day', 'message', 'message'])
  })

  it('keep notes apart and fold activities that follow each other', () => {
    const rows = toThreadRows(
      [message('a', 0), message('n', 1, note), message('e1', 2, activity), message('e2', 3, activity), message('b', 4)],
      [],
      undefined,
    )
    expect(kinds(rows)).toEqual(['day', 'message', 'note', 'activities', 'message'])
    expect(rows[3]).toMatchObject({ messages: [{ id: 'e1' }, { id: 'e2' }] })
  })

  it('have the New line before the first unread message', () => {
    const messages = [message('a', 0), message('b', 1), message('c', 2)]
    expect(findFirstUnread(messages, 2)).toBe('b')
    expect(findFirstUnread(messages, 9)).toBe('a')
    expect(findFirstUnread(messages, 0)).toBeUndefined()
    expect(kinds(toThreadRows(messages, [], 'b'))).toEqual(['day', 'message', 'new', 'message', 'message'])
  })

  it('end with what is not sent yet, once', () => {
    const sent = message('a', 0, { direction: 'outbound', status: 'queued', clientId: 'client-1' })
    const rows = toThreadRows([sent], [pending('client-1'), pending('client-2')], undefined)
    expect(rows.map(({ key }) => key).slice(1)).toEqual(['client-1', 'client-2'])
    expect(kinds(rows)).toEqual(['day', 'message', 'pending'])
  })
})
