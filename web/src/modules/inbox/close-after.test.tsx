import '../../strings/register-inbox'
import { cleanup, render, screen, waitFor } from '@solidjs/testing-library'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { refusal, stubApi } from '../auth/test-kit'
import { closeAfterSending } from './close-after'
import { createCacheWriter } from './inbox-live'
import type { Pending } from './outbox'
import { conversation } from './test-rows'

const pending = (seenInboundAt: string | null): Pending => ({
  clientId: 'client-1',
  conversationId: 'con_1',
  message: { content: { type: 'text', body: 'Thank you' } },
  createdAt: 0,
  state: 'sending',
  problem: null,
  closeAfter: { seenInboundAt },
})
const close = (seen: string | null) =>
  closeAfterSending(pending(seen), { organizationId: 'org_1', cache: createCacheWriter('org_1', 'usr_1') })
function serve(row: Conversation) {
  const closed = { ...row, status: 'closed' as const, changeSeq: row.changeSeq + 1 }
  return stubApi({
    'GET /api/conversations/con_1': () => ({ body: row }),
    'POST /api/conversations/bulk': () => ({ body: { results: [{ id: row.id, conversation: closed, error: null }] } }),
  })
}

beforeEach(() => void render(() => <ToastRegion />))
afterEach(() => {
  cleanup()
  clearToasts()
  queryClient.clear()
  vi.unstubAllGlobals()
})

it('closes it as it is now, with the way back', async () => {
  const row = conversation('con_1', 5)
  const calls = serve(row)
  await close(row.lastInboundAt)
  expect(calls.at(-1)?.body).toEqual({ ids: ['con_1'], action: { type: 'status', status: 'closed' } })
  screen.getByRole('button', { name: 'Undo' })
})

it('leaves it open when the customer has written since, and says so', async () => {
  const calls = serve(conversation('con_1', 5))
  await close(conversation('con_1', 4).lastInboundAt)
  await waitFor(() => screen.getByText('The conversation with Amara Diallo stays open: they have written meanwhile.'))
  expect(calls.map(({ route }) => route)).toEqual(['GET /api/conversations/con_1'])
})

it('is asked for again only where that may help', async () => {
  stubApi({ 'GET /api/conversations/con_1': () => refusal(404, 'conversations.not_found') })
  await close(null)
  stubApi({ 'GET /api/conversations/con_1': () => refusal(503, 'internal') })
  await expect(close(null)).rejects.toThrow()
})
