import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { createRoot, createSignal } from 'solid-js'
import { afterEach, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { refusal, stubApi } from '../auth/test-kit'
import { conversationKey } from './inbox.queries'
import type { Pending } from './outbox'
import { watchRefused } from './refused-notice'
import { tellRefused } from './tell-refused'
import { conversation } from './test-rows'

const pending = (clientId: string, state: Pending['state'], conversationId = 'con_1'): Pending => ({
  clientId,
  conversationId,
  message: { content: { type: 'text', body: 'Hello' } },
  createdAt: 0,
  state,
  problem: state === 'refused' ? { code: 'messages.contact_blocked', text: 'You have blocked them.' } : null,
})

function start(stored: readonly Pending[] = []) {
  const [items, setItems] = createSignal(stored)
  const [isPageVisible, setPageVisible] = createSignal(true)
  const [openId, setOpenId] = createSignal<string>()
  const told: string[] = []
  createRoot(() =>
    watchRefused({
      items,
      isPageVisible,
      isOpen: (id) => id === openId(),
      tell: ({ clientId }) => void told.push(clientId),
    }),
  )
  return { told, setItems, setPageVisible, setOpenId }
}

afterEach(() => {
  cleanup()
  clearToasts()
  queryClient.clear()
  vi.unstubAllGlobals()
})

it('tells once of what is refused from now on, and again when a new try is', () => {
  const { told, setItems } = start([pending('old', 'refused')])
  setItems([pending('old', 'refused'), pending('new', 'sending')])
  expect(told).toEqual([])
  setItems([pending('old', 'refused'), pending('new', 'refused')])
  setItems([pending('old', 'refused'), pending('new', 'refused'), pending('other', 'waiting')])
  expect(told).toEqual(['new'])
  setItems([pending('new', 'sending')])
  setItems([pending('new', 'refused')])
  expect(told).toEqual(['new', 'new'])
})

it('leaves it to the thread where that is open, and does not come back to it', () => {
  const { told, setItems, setOpenId } = start()
  setOpenId('con_1')
  setItems([pending('here', 'refused'), pending('there', 'refused', 'con_2')])
  expect(told).toEqual(['there'])
  setOpenId(undefined)
  setItems([pending('here', 'refused')])
  expect(told).toEqual(['there'])
})

it('waits until somebody looks', () => {
  const { told, setItems, setPageVisible } = start()
  setPageVisible(false)
  setItems([pending('new', 'refused')])
  expect(told).toEqual([])
  setPageVisible(true)
  expect(told).toEqual(['new'])
})

it('says whose it was and why, with the way there', async () => {
  queryClient.setQueryData(conversationKey('org_1', 'con_1'), conversation('con_1', 0))
  render(() => <ToastRegion />)
  const open = vi.fn()
  await tellRefused(pending('new', 'refused'), { organizationId: 'org_1', open })
  screen.getByText('Not sent to Amara Diallo. You have blocked them.')
  fireEvent.click(screen.getByRole('button', { name: 'Open' }))
  expect(open).toHaveBeenCalledOnce()
})

it('of a conversation that is out of sight it says what was not sent, and gives it to copy', async () => {
  const writeText = vi.fn(async (_: string) => {})
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
  stubApi({ 'GET /api/conversations/con_1': () => refusal(404, 'conversations.not_found') })
  render(() => <ToastRegion />)
  await tellRefused(pending('new', 'refused'), { organizationId: 'org_1', open: vi.fn() })
  screen.getByText('Not sent: “Hello”. You can’t see that conversation any more.')
  expect(screen.queryByRole('button', { name: 'Open' })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Copy text' }))
  await screen.findByText('Text copied')
  expect(writeText.mock.calls).toEqual([['Hello']])
})
