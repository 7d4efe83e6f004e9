import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import type { Message } from '@worker/modules/messages/messages.schemas'
import { expect, it } from 'vitest'
import { queryClient } from '../../shared/query'
import { me, refusal, stubApi } from '../auth/test-kit'
import { threadKey } from '../inbox/inbox.queries'
import type { Thread } from '../inbox/inbox-cache'
import { message } from '../inbox/test-rows'
import { createDrafts } from './drafts'
import { drawComposer, numbers, openConversation, press, textBox, type, useComposer } from './test-composer'

// The message that is answered belongs to what is written: it is kept with it.

useComposer()
const asked = message('msg_1', 0, { text: 'When does it ship?' })
const QUOTE = 'When does it ship?'

type Answers = Parameters<typeof stubApi>[0]
function serve(conversationId: string, items: readonly Message[], answers: Answers = {}) {
  return stubApi({
    ...numbers,
    [`GET /api/conversations/${conversationId}/messages`]: () => ({
      body: { items, olderCursor: 'earlier', newerCursor: null },
    }),
    ...answers,
  })
}
/** Begun, and left: nothing of the page is left of it but what the device has. */
function begin(items: readonly Message[] = [asked], answers: Answers = {}) {
  const conversation = openConversation()
  const calls = serve(conversation.id, items, answers)
  const first = drawComposer({ conversation })
  first.answer(asked)
  type('On Mon')
  return {
    conversation,
    calls,
    reload: () => {
      first.unmount()
      queryClient.clear()
      return drawComposer({ conversation })
    },
  }
}

it('is there again after another conversation, and after a reload, and goes out with the answer once', async () => {
  const { reload } = begin()
  screen.getByText(QUOTE)
  const { outbox } = reload()
  await screen.findByText(QUOTE)
  expect(textBox().value).toBe('On Mon')
  press('Enter')
  type('And more')
  press('Enter')
  expect(outbox.items().map((item) => item.message.replyToMessageId)).toEqual(['msg_1', undefined])
  expect(screen.queryByText(QUOTE)).toBeNull()
})

it('is asked for where it is not among what is loaded', async () => {
  const { reload, calls } = begin([], { 'GET /api/messages/msg_1': () => ({ body: { ...asked, text: 'When?' } }) })
  reload()
  await screen.findByText('When?')
  expect(calls.map(({ route }) => route)).toContain('GET /api/messages/msg_1')
})

it('is dropped without a word when it is gone', async () => {
  const { reload, conversation } = begin([], { 'GET /api/messages/msg_1': () => refusal(404, 'messages.not_found') })
  const { outbox } = reload()
  await waitFor(() => expect(screen.queryByText(QUOTE)).toBeNull())
  expect(createDrafts(me.organization.id, me.user.id).of(conversation.id)).toEqual({ reply: 'On Mon', note: '' })
  expect(screen.queryByRole('alert')).toBeNull()
  press('Enter')
  expect(outbox.items()[0]?.message.replyToMessageId).toBeUndefined()
})

it('is dropped when the customer deletes it meanwhile', async () => {
  const { conversation } = begin()
  await waitFor(() => expect(queryClient.getQueryData(threadKey(me.organization.id, conversation.id))).toBeDefined())
  queryClient.setQueryData<Thread>(
    threadKey(me.organization.id, conversation.id),
    (thread) => thread && { ...thread, items: [{ ...asked, revokedAt: '2026-11-23T10:00:00.000Z' }] },
  )
  await waitFor(() => expect(screen.queryByText(QUOTE)).toBeNull())
  expect(textBox().value).toBe('On Mon')
})

it('stays where nobody knows whether it is gone', async () => {
  const { reload, calls } = begin([], { 'GET /api/messages/msg_1': () => refusal(403, 'auth.not_allowed') })
  reload()
  await waitFor(() => expect(calls.at(-1)?.route).toBe('GET /api/messages/msg_1'))
  await waitFor(() => expect(queryClient.isFetching()).toBe(0))
  screen.getByText(QUOTE)
})

it('is left with Escape for good, stays while a note is added, and alone is no draft', () => {
  const conversation = openConversation()
  serve(conversation.id, [asked])
  const drawn = drawComposer({ conversation })
  drawn.answer(asked)
  expect(drawn.drafts.ids()).toEqual([])
  fireEvent.click(screen.getByRole('radio', { name: /Note/ }))
  type('She is in a hurry')
  press('Enter')
  fireEvent.click(screen.getByRole('radio', { name: /Reply/ }))
  screen.getByText(QUOTE)
  press('Escape')
  expect(screen.queryByText(QUOTE)).toBeNull()
  expect(createDrafts(me.organization.id, me.user.id).of(conversation.id).answers).toBeUndefined()
})
