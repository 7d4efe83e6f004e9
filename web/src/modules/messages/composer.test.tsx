import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { describe, expect, it, vi } from 'vitest'
import { askComposer } from './composer-requests'
import { drawComposer, openConversation, press, textBox, type, useComposer } from './test-composer'

useComposer()

describe('a reply', () => {
  it('is sent with Enter after the undo delay; the box is empty and keeps the focus', async () => {
    const { sent, elapse, outbox } = drawComposer()
    type('Courier comes on Saturday')
    press('Enter')
    expect(textBox().value).toBe('')
    expect(document.activeElement).toBe(textBox())
    expect(outbox.items()).toHaveLength(1)
    expect(sent).toEqual([])
    elapse(5000)
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]?.message.content).toEqual({ type: 'text', body: 'Courier comes on Saturday' })
  })

  it('is taken back within the delay, and leaves at once with a second Enter', async () => {
    const { sent, outbox } = drawComposer()
    type('Too early')
    press('Enter')
    const [held] = outbox.items()
    expect((await outbox.discard(held?.clientId ?? ''))?.message.content).toMatchObject({ body: 'Too early' })
    type('Now')
    press('Enter')
    press('Enter')
    await waitFor(() => expect(sent.map(({ message }) => message.content)).toEqual([{ type: 'text', body: 'Now' }]))
  })

  it('makes a line with Shift, and lets a syllable that is being composed have its Enter', () => {
    const { outbox } = drawComposer()
    type('日本')
    press('Enter', { shiftKey: true })
    press('Enter', { isComposing: true })
    press('Enter', { repeat: true })
    expect(outbox.items()).toEqual([])
    expect(textBox().value).toBe('日本')
  })

  it('whose file was refused gets another one, with its words, unless others are being written', () => {
    const opened = vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(() => {})
    const { conversation } = drawComposer()
    askComposer(conversation.id, 'attach', 'From the side')
    expect([opened.mock.calls.length, textBox().value]).toEqual([1, 'From the side'])
    type('Something else')
    askComposer(conversation.id, 'attach', 'From the side')
    expect([opened.mock.calls.length, textBox().value]).toEqual([2, 'Something else'])
    opened.mockRestore()
  })

  it('of 4,097 characters stays in the box with a sentence, and is not sent', () => {
    const { outbox } = drawComposer()
    type('x'.repeat(4097))
    screen.getByText('1 too many')
    press('Enter')
    expect(screen.getByRole('alert').textContent).toContain(
      'A message has at most 4,096 characters; this one has 4,097.',
    )
    expect(textBox().value).toHaveLength(4097)
    expect(outbox.items()).toEqual([])
    type('x'.repeat(4096))
    expect(screen.queryByRole('alert')).toBeNull()
    press('Enter')
    expect(outbox.items()).toHaveLength(1)
  })

  it('with a variable that nothing was put in for is not sent', () => {
    const { outbox } = drawComposer()
    type('Hello {{first name}}')
    press('Enter')
    expect(screen.getByRole('alert').textContent).toContain('{{first name}} isn’t filled in')
    expect(outbox.items()).toEqual([])
  })

  it('sent and closed does not wait for the undo delay, and closes after the last of its messages', async () => {
    const { sent, left, conversation } = drawComposer()
    type('Thank you')
    press('Enter', { ctrlKey: true })
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]?.closeAfter).toEqual({ seenInboundAt: conversation.lastInboundAt })
    expect(left()).toBe(1)
  })

  it('leaves in its order after the network is back', async () => {
    const { sent, outbox, goOffline, comeBack, elapse } = drawComposer()
    goOffline()
    for (const words of ['one', 'two', 'three']) {
      type(words)
      press('Enter')
    }
    elapse(10_000)
    expect(sent).toEqual([])
    expect(outbox.items()).toHaveLength(3)
    comeBack()
    await waitFor(() =>
      expect(sent.map(({ message }) => message.content)).toEqual(
        ['one', 'two', 'three'].map((body) => ({ type: 'text', body })),
      ),
    )
  })

  it('warns of a colleague who answers too, and can be sent all the same', () => {
    const { setViewers } = drawComposer()
    screen.getByRole('button', { name: /^Send ↵/ })
    setViewers([{ userId: 'usr_2', name: 'Tom Baker', writing: 'reply' }])
    screen.getByRole('button', { name: /^Send anyway/ })
    screen.getByText('Tom is writing a reply')
  })
})

describe('a draft', () => {
  it('of a reply and of a note survive the pane and a reload', () => {
    const conversation = openConversation()
    const first = drawComposer({ conversation })
    type('Half a sen')
    fireEvent.click(screen.getByRole('radio', { name: /Note/ }))
    type('Ask Tom')
    first.unmount()
    // Nothing of the page is left: what is shown comes from the device.
    drawComposer({ conversation })
    expect(textBox().value).toBe('Half a sen')
    fireEvent.click(screen.getByRole('radio', { name: /Note/ }))
    expect(textBox().value).toBe('Ask Tom')
  })

  it('stays when the box is left with Escape', () => {
    drawComposer()
    type('Not yet')
    press('Escape')
    expect(document.activeElement).not.toBe(textBox())
    expect(textBox().value).toBe('Not yet')
  })
})

describe('a note', () => {
  it('is for the team: with who is mentioned, and without a delay', async () => {
    const { sent } = drawComposer()
    fireEvent.keyDown(document.body, { key: 'n' })
    await waitFor(() => expect(screen.getByRole('radio', { name: /Note/ }).getAttribute('aria-checked')).toBe('true'))
    screen.getByText('Only your team sees this')
    type('@Tom Baker please look')
    press('Enter')
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]?.message.content).toEqual({ type: 'note', body: '@Tom Baker please look', mentions: ['usr_2'] })
  })
})
