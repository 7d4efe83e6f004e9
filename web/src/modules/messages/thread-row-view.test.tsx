import '../../strings/register-inbox'
import { cleanup, render, screen } from '@solidjs/testing-library'
import { createSignal, type JSX } from 'solid-js'
import { afterEach, expect, it } from 'vitest'
import { loadParts } from '../../shared/later'
import { CurrentMemberContext } from '../auth/current-member'
import { me } from '../auth/test-kit'
import { type InboxLive, InboxLiveContext } from '../inbox/inbox-context'
import type { Pending } from '../inbox/outbox'
import { message } from '../inbox/test-rows'
import { ThreadContext, type ThreadTools } from './thread-context'
import { ThreadRowView } from './thread-row-view'
import { type ThreadRow, toThreadRows } from './thread-rows'

// Loaded at the first use otherwise, which may take longer than a test waits.
loadParts()
await import('./pending-note')

afterEach(cleanup)

const pending: Pending = {
  clientId: 'client_1',
  conversationId: 'con_1',
  message: { content: { type: 'note', body: 'Ask Tom', mentions: [] } },
  createdAt: 0,
  state: 'waiting',
  problem: null,
}
const saved = message('msg_1', 0, {
  type: 'note',
  direction: 'internal',
  status: 'internal',
  clientId: 'client_1',
  content: { type: 'note', body: 'Ask Tom', mentions: [] },
  author: { type: 'user', id: me.user.id, name: me.user.name },
})
const byKey = (rows: readonly ThreadRow[]) => new Map(rows.map((row) => [row.key, row]))

function drawRow(row: () => JSX.Element) {
  const member = { me: () => ({ ...me, role: 'agent' as const }), organizationId: () => '', can: () => true }
  const tools = { members: () => [] } as unknown as ThreadTools
  render(() => (
    <CurrentMemberContext.Provider value={member}>
      <InboxLiveContext.Provider value={{ outbox: {} } as unknown as InboxLive}>
        <ThreadContext.Provider value={tools}>{row()}</ThreadContext.Provider>
      </InboxLiveContext.Provider>
    </CurrentMemberContext.Provider>
  ))
}
function draw() {
  const [rows, setRows] = createSignal(byKey(toThreadRows([], [pending], undefined)))
  drawRow(() => (
    <>
      <ThreadRowView
        rowKey="client_1"
        rows={rows()}
        flashingId={undefined}
        isFresh={false}
        onEdit={async () => () => {}}
      />
      <button type="button">Elsewhere</button>
    </>
  ))
  return { confirm: () => setRows(byKey(toThreadRows([saved], [], undefined))) }
}

it('a note that was jumped to flashes, another row does not', () => {
  const rows = byKey(toThreadRows([saved], [], undefined))
  const [flashingId, flash] = createSignal<string>()
  drawRow(() => (
    <ThreadRowView
      rowKey="client_1"
      rows={rows}
      flashingId={flashingId()}
      isFresh={false}
      onEdit={async () => () => {}}
    />
  ))
  const isFlashing = () => document.querySelector('[data-flashing]')?.contains(screen.getByRole('article')) ?? false
  expect(isFlashing()).toBe(false)
  flash('msg_1')
  expect(isFlashing()).toBe(true)
  flash('msg_2')
  expect(isFlashing()).toBe(false)
})

it('a note keeps the focus when the server has it', () => {
  const { confirm } = draw()
  const before = screen.getByRole('article')
  before.focus()
  confirm()
  const after = screen.getByRole('article')
  expect(after).not.toBe(before)
  expect(document.activeElement).toBe(after)
})

it('a note that the server has takes the focus from nobody', () => {
  const { confirm } = draw()
  screen.getByRole('button', { name: 'Elsewhere' }).focus()
  confirm()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Elsewhere' }))
})
