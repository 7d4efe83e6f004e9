import '../../strings/register-inbox'
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import type { Message } from '@worker/modules/messages/messages.schemas'
import { afterEach, expect, it } from 'vitest'
import { t } from '../../shared/i18n'
import { type InboxLive, InboxLiveContext } from '../inbox/inbox-context'
import { conversation, message } from '../inbox/test-rows'
import RescheduleDialog from './reschedule-dialog'
import { ThreadContext, type ThreadTools } from './thread-context'

afterEach(cleanup)

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()
const local = (at: string) =>
  new Date(Date.parse(at) - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

function draw(values: Partial<Message> = {}) {
  const opened = conversation('con_1', 0, { windowEndsAt: hours(5) })
  const waiting = message('msg_1', 0, { direction: 'outbound', status: 'scheduled', scheduledFor: hours(2), ...values })
  render(() => (
    <InboxLiveContext.Provider value={{} as InboxLive}>
      <ThreadContext.Provider value={{ conversation: () => opened } as unknown as ThreadTools}>
        <RescheduleDialog message={waiting} open onOpenChange={() => {}} />
      </ThreadContext.Provider>
    </InboxLiveContext.Provider>
  ))
}
const warning = () => screen.queryByText(t('composing.schedule.afterWindow'))
const type = (at: string) =>
  fireEvent.input(screen.getByLabelText(t('thread.scheduled.time')), { target: { value: local(at) } })

it('warns of a time when the window will have ended', () => {
  draw()
  expect(warning()).toBeNull()
  type(hours(6))
  expect(warning()).not.toBeNull()
  type(hours(3))
  expect(warning()).toBeNull()
})

it('does not where that does not matter: of a template', () => {
  draw({ content: { type: 'template' } as unknown as Message['content'] })
  type(hours(6))
  expect(warning()).toBeNull()
})
