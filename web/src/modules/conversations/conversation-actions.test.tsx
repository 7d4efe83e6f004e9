import '../../strings/register-inbox'
import { cleanup, render, screen, waitFor } from '@solidjs/testing-library'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { clearToasts, ToastRegion, undoLast } from '../../ui/toast'
import { createCacheWriter } from '../inbox/inbox-live'
import { conversation } from '../inbox/test-rows'
import { createConversationActions } from './conversation-actions'

const LATER = '2099-01-01T09:00:00.000Z'
const actions = createConversationActions('org_1', { cache: createCacheWriter('org_1', 'usr_1') })

type Asked = { ids: string[]; action: Record<string, unknown> & { type: string } }
/** The server, one answer after the other: each waits for `answer()`. */
function serve(
  rows: readonly Conversation[],
  refused: Record<string, string> = {},
  codes: Record<string, string> = {},
) {
  const asked: Asked[] = []
  const waiting: (() => void)[] = []
  const stored = new Map(rows.map((row) => [row.id, row]))
  vi.stubGlobal('fetch', async (_: unknown, init: RequestInit) => {
    const request = JSON.parse(String(init.body)) as Asked
    asked.push(request)
    await new Promise<void>((resolve) => waiting.push(resolve))
    const results = request.ids.map((id) => {
      const row = stored.get(id)
      const message = refused[id]
      if (!row || message) return { id, conversation: null, error: { code: codes[id] ?? 'test.refused', message } }
      const next = { ...row, ...changeOf(row, request.action), changeSeq: row.changeSeq + 1 }
      stored.set(id, next)
      return { id, conversation: next, error: null }
    })
    return new Response(JSON.stringify({ results }))
  })
  return {
    asked,
    stored: (id: string) => stored.get(id),
    answer: async (count = 1) => {
      for (let at = 0; at < count; at++) {
        await waitFor(() => expect(waiting.length).toBeGreaterThan(0))
        waiting.shift()?.()
      }
    },
  }
}
function changeOf(row: Conversation, action: Asked['action']): Partial<Conversation> {
  if (action.type === 'assign') return { assigneeId: action.assigneeId as string | null }
  if (action.type === 'snooze') return { snoozedUntil: action.until as string | null }
  if (action.type === 'read') return { unreadCount: action.isRead ? 0 : 1 }
  if (action.type === 'status' && action.status === 'closed')
    return { status: 'closed', snoozedUntil: null, unreadCount: 0 }
  if (action.type === 'status') return { status: action.status as 'open' }
  const [add, remove] = [action.add as string[], action.remove as string[]]
  const kept = row.contact.tags.filter(({ id }) => !remove.includes(id) && !add.includes(id))
  return { contact: { ...row.contact, tags: [...kept, ...add.map((id) => ({ id, name: id, tint: 1 }))] } }
}
const shown = (id: string) => actions.find(id)

beforeEach(() => void render(() => <ToastRegion />))
afterEach(() => {
  cleanup()
  clearToasts()
  queryClient.clear()
  vi.unstubAllGlobals()
})

it('Undo of closing brings back when it was put off to, and that it was unread', async () => {
  const row = conversation('con_1', 0, { snoozedUntil: LATER, unreadCount: 3, status: 'pending', assigneeId: 'usr_2' })
  const server = serve([row])
  const closing = actions.setStatus([row], 'closed')
  expect(shown('con_1')).toMatchObject({ status: 'closed', snoozedUntil: null, unreadCount: 0 })
  await server.answer()
  await closing
  undoLast()
  expect(shown('con_1')).toMatchObject({ status: 'pending', snoozedUntil: LATER, unreadCount: 3 })
  await server.answer(3)
  await waitFor(() => expect(server.asked).toHaveLength(4))
  expect(server.asked.slice(1).map(({ action }) => action)).toEqual([
    { type: 'status', status: 'pending' },
    { type: 'snooze', until: LATER },
    { type: 'read', isRead: false },
  ])
  await waitFor(() => expect(shown('con_1')?.changeSeq).toBe(5))
  expect(shown('con_1')).toMatchObject({ status: 'pending', snoozedUntil: LATER, unreadCount: 1, assigneeId: 'usr_2' })
})

it('Undo of a snooze brings back the time there was before, or none', async () => {
  const rows = [conversation('con_1', 0, { snoozedUntil: LATER }), conversation('con_2', 1)]
  const server = serve(rows)
  const snoozing = actions.snooze(rows, '2099-02-02T09:00:00.000Z')
  await server.answer()
  await snoozing
  screen.getByText(/^Snoozed until /)
  undoLast()
  expect([shown('con_1')?.snoozedUntil, shown('con_2')?.snoozedUntil]).toEqual([LATER, null])
  await server.answer(2)
  await waitFor(() => expect(server.stored('con_2')?.snoozedUntil).toBeNull())
  expect(server.stored('con_1')?.snoozedUntil).toBe(LATER)
})

it('Undo does not wait for the server: shown at once, told when the first has been answered', async () => {
  const row = conversation('con_1', 0, { assigneeId: 'usr_2' })
  const server = serve([row])
  const closing = actions.setStatus([row], 'closed')
  expect(undoLast()).toBe(true)
  expect(shown('con_1')?.status).toBe('open')
  await waitFor(() => expect(server.asked).toHaveLength(1))
  await server.answer()
  await closing
  // Not even for a moment: that it was closed is no longer so for who took it back.
  expect(shown('con_1')?.status).toBe('open')
  await server.answer()
  await waitFor(() => expect(server.stored('con_1')).toMatchObject({ status: 'open', changeSeq: 3 }))
  await waitFor(() => expect(shown('con_1')).toMatchObject({ status: 'open', assigneeId: 'usr_2', changeSeq: 3 }))
})

it('Undo takes nothing from what a colleague did since', async () => {
  const row = conversation('con_1', 0)
  const server = serve([row])
  const closing = actions.setStatus([row], 'closed')
  await server.answer()
  await closing
  const theirs = { ...row, status: 'closed' as const, assigneeId: 'usr_9', changeSeq: 7 }
  createCacheWriter('org_1', 'usr_1').applyChanges({ conversations: [theirs], removed: [] })
  undoLast()
  expect(shown('con_1')).toMatchObject({ status: 'open', assigneeId: 'usr_9' })
  await server.answer()
  await waitFor(() => expect(server.asked).toHaveLength(2))
  expect(server.asked[1]?.action).toEqual({ type: 'status', status: 'open' })
})

it('of many, those that were refused stay as they were and are counted with the reason; Undo leaves them alone', async () => {
  const rows = [
    conversation('con_1', 0, { assigneeId: 'usr_2' }),
    conversation('con_2', 1),
    conversation('con_3', 2, { assigneeId: 'usr_3' }),
  ]
  const server = serve(rows, { con_3: 'Somebody else was faster.' })
  const assigning = actions.assign(rows, 'usr_4', 'Mei Lin')
  await server.answer()
  await assigning
  await screen.findByText('1 of 3 stay as they were. Somebody else was faster.')
  expect(rows.map(({ id }) => shown(id)?.assigneeId)).toEqual(['usr_4', 'usr_4', 'usr_3'])
  undoLast()
  await server.answer(2)
  await waitFor(() => expect(server.asked).toHaveLength(3))
  expect(server.asked.slice(1).map(({ ids, action }) => [ids, action.assigneeId])).toEqual([
    [['con_1'], 'usr_2'],
    [['con_2'], null],
  ])
})

it('nothing that was refused whole can be undone', async () => {
  const row = conversation('con_1', 0)
  const server = serve([row], { con_1: 'Closed conversations cannot be put off.' })
  const snoozing = actions.snooze([row], LATER)
  await server.answer()
  await snoozing
  await screen.findByText('Closed conversations cannot be put off.')
  expect(undoLast()).toBe(false)
  expect(shown('con_1')?.snoozedUntil).toBeNull()
})

it('Undo of a tag takes it from those that got it', async () => {
  const tag = { id: 'tag_1', name: 'Refund', tint: 1 }
  const [with_, without] = [conversation('con_1', 0), conversation('con_2', 1)]
  const rows = [{ ...with_, contact: { ...with_.contact, tags: [tag] } }, without]
  const server = serve(rows)
  const tagging = actions.addTag(rows, tag)
  await server.answer()
  await tagging
  undoLast()
  await server.answer()
  await waitFor(() => expect(server.asked).toHaveLength(2))
  expect(server.asked[1]).toEqual({ ids: ['con_2'], action: { type: 'tag', add: [], remove: ['tag_1'] } })
})

it('many are told in portions that the server takes', async () => {
  const rows = Array.from({ length: 230 }, (_, at) => conversation(`con_${at}`, at))
  const server = serve(rows)
  const closing = actions.setStatus(rows, 'closed')
  await server.answer(3)
  expect(await closing).toHaveLength(230)
  expect(server.asked.map(({ ids }) => ids.length)).toEqual([100, 100, 30])
})

it('what is done with one conversation reaches the server in the order in which it was done', async () => {
  const row = conversation('con_1', 0, { unreadCount: 1 })
  const other = conversation('con_2', 0, { unreadCount: 1 })
  const server = serve([row, other])
  const all = [actions.setRead([row], true), actions.setRead([row], false), actions.setRead([other], true)]
  // Nobody waits for what is done with another one.
  await waitFor(() => expect(server.asked.map(({ ids }) => ids)).toEqual([['con_1'], ['con_2']]))
  expect(shown('con_1')?.unreadCount).toBe(1)
  await server.answer(2)
  await waitFor(() => expect(server.asked[2]?.action).toMatchObject({ type: 'read', isRead: false }))
  await server.answer()
  await Promise.all(all)
  expect(server.stored('con_1')?.unreadCount).toBe(1)
  expect(shown('con_1')?.unreadCount).toBe(1)
})

it('Undo that is refused leaves what the server has, not what was wished; what is out of sight goes, with the reason', async () => {
  const rows = [conversation('con_1', 0, { assigneeId: 'usr_1' }), conversation('con_2', 1, { assigneeId: 'usr_1' })]
  const refused: Record<string, string> = {}
  const server = serve(rows, refused, { con_1: 'conversations.not_found' })
  const assigning = actions.assign(rows, 'usr_4', 'Mei Lin')
  await server.answer()
  await assigning
  Object.assign(refused, { con_1: 'There is no such conversation.', con_2: 'Not now.' })
  undoLast()
  expect(rows.map(({ id }) => shown(id)?.assigneeId)).toEqual(['usr_1', 'usr_1'])
  await server.answer()
  await screen.findByText('2 of 2 stay as they were. There is no such conversation.')
  await waitFor(() => expect(shown('con_1')).toBeUndefined())
  expect(shown('con_2')?.assigneeId).toBe('usr_4')
})

it('what an agent who sees only their own gives away is gone at once, and no Undo is offered', async () => {
  const sight = { isOwn: true, userId: 'usr_1' }
  const own = createConversationActions('org_1', { cache: createCacheWriter('org_1', 'usr_1') }, () => sight)
  const row = conversation('con_1', 0, { assigneeId: 'usr_1' })
  const server = serve([row])
  const giving = own.assign([row], 'usr_4', 'Mei Lin')
  await screen.findByText('Given to Mei Lin. You can’t see it any more.')
  expect(undoLast()).toBe(false)
  await server.answer()
  await giving
  expect(shown('con_1')).toBeUndefined()
  // To nobody is no farther than everybody's sight.
  const other = conversation('con_2', 0, { assigneeId: 'usr_1' })
  const second = serve([other])
  const leaving = own.assign([other], null, null)
  await second.answer()
  await leaving
  expect(undoLast()).toBe(true)
  await second.answer()
  await waitFor(() => expect(shown('con_2')?.changeSeq).toBe(3))
})

it.each([
  ['went through', {}],
  ['was refused', { con_1: 'Not now.' }],
])('what has gone out of sight meanwhile does not come back, though it %s', async (_, refused) => {
  const row = conversation('con_1', 0)
  const server = serve([row], refused)
  const closing = actions.setStatus([row], 'closed')
  createCacheWriter('org_1', 'usr_1').applyChanges({ conversations: [], removed: ['con_1'] })
  await server.answer()
  await closing
  expect(shown('con_1')).toBeUndefined()
})
