import '../../strings/register-inbox'
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import type { Message } from '@worker/modules/messages/messages.schemas'
import { afterEach, expect, it } from 'vitest'
import { CurrentMemberContext } from '../auth/current-member'
import { me } from '../auth/test-kit'
import { type InboxLive, InboxLiveContext } from '../inbox/inbox-context'
import { message } from '../inbox/test-rows'
import { askComposer, composerRequest } from './composer-requests'
import { MessageActions } from './message-actions'
import { runMessageKey } from './message-keys'
import { ThreadContext, type ThreadTools } from './thread-context'

afterEach(cleanup)

const body = 'It ships on Monday.'
const ours = message('msg_1', 0, { direction: 'outbound', status: 'read', content: { type: 'text', body }, text: body })

function draw(shown: Message, permissions: readonly string[] = ['messages:send', 'canned-replies:update']): void {
  askComposer('none', 'reply')
  const member = { me: () => me, organizationId: () => '', can: (one: string) => permissions.includes(one) }
  render(() => (
    <CurrentMemberContext.Provider value={member}>
      <InboxLiveContext.Provider value={{} as unknown as InboxLive}>
        <ThreadContext.Provider value={{} as unknown as ThreadTools}>
          <article tabindex="-1">
            <MessageActions message={shown} />
          </article>
        </ThreadContext.Provider>
      </InboxLiveContext.Provider>
    </CurrentMemberContext.Provider>
  ))
}
const pressS = (shown: Message) =>
  runMessageKey(new KeyboardEvent('keydown', { key: 's' }), screen.getByRole('article'), shown)
async function menuItems(): Promise<string[]> {
  fireEvent.click(screen.getByRole('button', { name: /Actions on the message/ }))
  return (await screen.findAllByRole('menuitem')).map((item) => item.textContent ?? '')
}

it('S makes what we wrote a canned reply', () => {
  draw(ours)
  expect(pressS(ours)).toBe(true)
  expect(composerRequest()).toMatchObject({ conversationId: 'con_1', wish: 'canned', text: body })
})

it('so does the menu, which shows the key', async () => {
  draw(ours)
  expect(await menuItems()).toContainEqual(expect.stringMatching(/^Make it a canned reply.*S$/))
  fireEvent.keyDown(screen.getByRole('menuitem', { name: /canned reply/ }), { key: 'Enter' })
  expect(composerRequest()).toMatchObject({ wish: 'canned', text: body })
})

it.each<[string, Message, string[]?]>([
  ['what the customer wrote', message('msg_1', 0, { text: body })],
  ['a note', { ...ours, type: 'note', content: { type: 'note', body, mentions: [] } }],
  ['what says nothing', { ...ours, type: 'image', content: { type: 'image', mediaId: null }, text: null } as Message],
  ['what was deleted', { ...ours, revokedAt: '2026-11-23T10:00:00.000Z' }],
  ['whoever may not write canned replies', ours, ['messages:send']],
])('%s is left alone', async (_, shown, permissions) => {
  draw(shown, permissions)
  expect(pressS(shown)).toBe(false)
  expect(composerRequest()).toMatchObject({ conversationId: 'none' })
  expect((await menuItems()).join()).not.toContain('canned')
})
