import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { stubApi } from '../auth/test-kit'
import { aNumber } from '../phone-numbers/test-numbers'
import { drawComposer } from './test-composer'

// On a phone the button that sends has no menu beside it.

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('CSS', { supports: () => true, escape: (text: string) => text })
  stubApi({ 'GET /api/phone-numbers?limit=100': () => ({ body: { items: [aNumber], nextCursor: null } }) })
})
afterEach(() => {
  cleanup()
  queryClient.clear()
  vi.unstubAllGlobals()
})

const openPlus = async () => {
  fireEvent.click(screen.getByRole('button', { name: 'Attach, template, canned reply' }))
  await screen.findByRole('menuitem', { name: 'Attach files' })
}
const choose = (name: RegExp) => fireEvent.keyDown(screen.getByRole('menuitem', { name }), { key: 'Enter' })

it('the plus sends and closes', async () => {
  const { sent, left } = drawComposer()
  fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Thank you' } })
  await openPlus()
  choose(/^Send and close/)
  await waitFor(() => expect(sent.map(({ message }) => message.content)).toEqual([{ type: 'text', body: 'Thank you' }]))
  expect(left()).toBe(1)
})

it('the plus sends later', async () => {
  drawComposer()
  fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Thank you' } })
  await openPlus()
  choose(/^Send later/)
  await screen.findByRole('dialog')
})

it('the plus offers neither while there is nothing to send', async () => {
  drawComposer()
  await openPlus()
  expect(screen.queryByRole('menuitem', { name: /^Send / })).toBeNull()
})

it('the plus says that somebody else is replying before it sends and closes', async () => {
  drawComposer({ viewers: [{ userId: 'usr_2', name: 'Tom Baker', writing: 'reply' }] })
  fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Thank you' } })
  await openPlus()
  expect(screen.queryByRole('menuitem', { name: /^Send and close/ })).toBeNull()
  screen.getByRole('menuitem', { name: /^Send anyway and close/ })
})
