import { cleanup, renderHook } from '@solidjs/testing-library'
import { afterEach, expect, it, vi } from 'vitest'
import type { CurrentMember } from '../modules/auth/current-member'
import { conversation } from '../modules/inbox/test-rows'
import { createShortcuts } from '../shared/shortcuts'

vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
const { matchCommands } = await import('./commands')
const { listConversationCommands } = await import('./conversation-commands')

const people = [
  { userId: 'usr_1', name: 'Ifeoma Okafor' },
  { userId: 'usr_2', name: 'Tomás Ferreira' },
  { userId: 'usr_3', name: 'Noor Haddad' },
]
const actions = { assign: vi.fn(), setStatus: vi.fn(), addTag: vi.fn() }
const list = (permissions: string[], values: Parameters<typeof conversation>[2] = {}) =>
  listConversationCommands({
    member: {
      me: () => ({ user: { id: 'usr_1' } }),
      can: (permission: string) => permissions.includes(permission),
    } as unknown as CurrentMember,
    conversation: conversation('con_1', 0, values),
    people,
    actions,
  })
afterEach(cleanup)

it('offers what the page’s keys do, and does the same', () => {
  const close = vi.fn()
  renderHook(() => createShortcuts([{ keys: 'e', run: close }]))
  const commands = list(['conversations:update'])
  expect(matchCommands(commands, '').map(({ label }) => label)).toEqual(['Close and go to next'])
  commands[0]?.run()
  expect(close).toHaveBeenCalledTimes(1)
})

it('offers colleagues once something is typed, but not who has it, and not oneself', () => {
  const commands = list(['conversations:update'], { assigneeId: 'usr_3' })
  const found = matchCommands(commands, 'assign')
  expect(found.map(({ label }) => label)).toEqual(['Assign to Tomás Ferreira', 'Assign to nobody'])
  found[0]?.run()
  expect(actions.assign.mock.lastCall?.slice(1)).toEqual(['usr_2', 'Tomás Ferreira'])
})

it('changes nothing for who may only read', () => {
  renderHook(() =>
    createShortcuts([
      { keys: 'e', run: vi.fn() },
      { keys: ']', run: vi.fn() },
    ]),
  )
  expect(list([]).map(({ label }) => label)).toEqual(['Show or hide details'])
})

it('offers to reopen what is closed', () => {
  renderHook(() => createShortcuts([{ keys: 'e', run: vi.fn() }]))
  const commands = matchCommands(list(['conversations:update'], { status: 'closed' }), '')
  expect(commands.map(({ label }) => label)).toEqual(['Reopen'])
})
