import { fireEvent, screen } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { hearServerTime } from '../../shared/server-clock'
import { me, stubApi } from '../auth/test-kit'
import { takeBack } from './composer-take-back'
import { drawComposer, number, openConversation, useComposer } from './test-composer'

useComposer()

describe('a closed window', () => {
  const closed = () =>
    openConversation({
      lastInboundAt: new Date(Date.now() - 26.5 * 3_600_000).toISOString(),
      windowEndsAt: new Date(Date.now() - 2 * 3_600_000).toISOString(),
    })

  it('takes the box away and offers a template and a note', async () => {
    drawComposer({ conversation: closed() })
    await screen.findByText('Amara last wrote 26 hours ago')
    expect(screen.queryByRole('textbox')).toBeNull()
    screen.getByRole('button', { name: /Send a template/ })
    fireEvent.click(screen.getByRole('button', { name: /Write a note/ }))
    expect(screen.getByRole('textbox', { name: 'Note' })).toBeTruthy()
  })

  it('keeps the draft that was being written when it closed', async () => {
    const conversation = closed()
    const { drafts } = drawComposer({ conversation })
    drafts.set(conversation.id, { reply: 'I was about to' })
    expect(drafts.of(conversation.id).reply).toBe('I was about to')
    await screen.findByText('Amara last wrote 26 hours ago')
  })

  it('says where something built is kept that was taken back to be edited, also after a reload', async () => {
    const conversation = closed()
    const { drafts, unmount } = drawComposer({ conversation })
    await screen.findByText('Amara last wrote 26 hours ago')
    expect(screen.queryByRole('status')).toBeNull()
    takeBack(
      {
        clientId: 'client-1',
        conversationId: conversation.id,
        message: {
          content: { type: 'buttons', body: 'Which colour?', buttons: [{ id: 'button-1', title: 'Blue' }] },
        },
        createdAt: 0,
        state: 'refused',
        problem: { code: 'conversations.window_closed', text: 'Closed.' },
      },
      { organizationId: me.organization.id, userId: me.user.id, drafts, onReplyTo: () => {} },
    )
    const kept = 'Kept as you made it: Buttons or list. Go on with it there, as soon as you can write again.'
    expect(screen.getByRole('status').textContent).toBe(kept)
    unmount()
    drawComposer({ conversation })
    expect((await screen.findByRole('status')).textContent).toBe(kept)
  })

  it('is said of a viewer’s role first: they may not write at all', async () => {
    drawComposer({ conversation: closed(), permissions: [] })
    await screen.findByText('You can read this conversation')
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('is not what a paused number says', async () => {
    stubApi({
      'GET /api/phone-numbers?limit=100': () => ({
        body: { items: [{ ...number, status: 'paused', pausedReason: 'The token expired.' }], nextCursor: null },
      }),
    })
    drawComposer({ conversation: closed() })
    await screen.findByText('Orders is paused')
    expect(screen.queryByRole('button', { name: /Send a template/ })).toBeNull()
    screen.getByRole('link', { name: 'Open the numbers' })
  })

  it('closes and opens by the server’s clock, whatever this device’s says', async () => {
    const hear = (at: number) => hearServerTime(new Date(at).toUTCString(), Date.now())
    drawComposer()
    screen.getByRole('textbox')
    hear(Date.now() + 25 * 3_600_000)
    await screen.findByText('Amara last wrote 25 hours ago')
    expect(screen.queryByRole('textbox')).toBeNull()
    hear(Date.now())
    screen.getByRole('textbox')
  })
})
