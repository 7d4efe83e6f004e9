import { cleanup, fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import type { Template } from '@worker/modules/templates/templates.schemas'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { stubApi } from '../auth/test-kit'
import { aNumber } from '../phone-numbers/test-numbers'
import { askComposer } from './composer-requests'
import { drawComposer, openConversation } from './test-composer'

const number = { ...aNumber, id: 'num_1' }
const numbers = { 'GET /api/phone-numbers?limit=100': () => ({ body: { items: [number], nextCursor: null } }) }
const textBox = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: /Write a reply|Note/ })

function type(text: string): void {
  const box = textBox()
  box.focus()
  box.value = text
  box.setSelectionRange(text.length, text.length)
  fireEvent.input(box)
}
const press = (key: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(textBox(), { key, ...more })

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('CSS', { supports: () => true, escape: (text: string) => text })
  stubApi(numbers)
})
afterEach(() => {
  cleanup()
  queryClient.clear()
  vi.unstubAllGlobals()
})

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
    expect(outbox.discard(held?.clientId ?? '')?.message.content).toMatchObject({ body: 'Too early' })
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

  it('sent and closed does not wait for the undo delay, and tells when it is with the server', async () => {
    const { sent, closed } = drawComposer()
    type('Thank you')
    press('Enter', { ctrlKey: true })
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(await closed[0]).toBe(true)
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

describe('a closed window', () => {
  const closed = () =>
    openConversation({
      lastInboundAt: new Date(Date.now() - 26.5 * 3_600_000).toISOString(),
      windowEndsAt: new Date(Date.now() - 2 * 3_600_000).toISOString(),
    })

  it('takes the box away and offers a template and a note', async () => {
    drawComposer({ conversation: closed() })
    screen.getByText('Amara last wrote 26 hours ago')
    expect(screen.queryByRole('textbox')).toBeNull()
    screen.getByRole('button', { name: /Send a template/ })
    fireEvent.click(screen.getByRole('button', { name: /Write a note/ }))
    expect(screen.getByRole('textbox', { name: 'Note' })).toBeTruthy()
  })

  it('keeps the draft that was being written when it closed', () => {
    const conversation = closed()
    const { drafts } = drawComposer({ conversation })
    drafts.set(conversation.id, { reply: 'I was about to' })
    expect(drafts.of(conversation.id).reply).toBe('I was about to')
    screen.getByText('Amara last wrote 26 hours ago')
  })

  it('is said of a viewer’s role first: they may not write at all', () => {
    drawComposer({ conversation: closed(), permissions: [] })
    screen.getByText('You can read this conversation')
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
})

describe('a canned reply', () => {
  const reply = (shortcut: string, body: string) => ({
    id: `can_${shortcut}`,
    shortcut,
    body,
    isShared: true,
    updatedAt: '2026-11-01T00:00:00.000Z',
  })
  beforeEach(() => {
    stubApi({
      ...numbers,
      'GET /api/canned-replies': () => ({
        body: {
          items: [
            reply('hours', 'We are open from 9 to 17.'),
            reply('shipping', 'Dear {{first name}}, it ships on Monday. {{agent}}'),
          ],
        },
      }),
    })
  })

  it('is chosen with the slash and the keys, and filled in', async () => {
    drawComposer()
    type('One moment. /ship')
    const list = await screen.findByRole('listbox', { name: 'Canned replies' })
    await waitFor(() => expect(within(list).getAllByRole('option')).toHaveLength(1))
    press('Enter')
    expect(textBox().value).toBe('One moment. Dear Amara, it ships on Monday. Ifeoma Okafor')
    expect(screen.queryByRole('listbox')).toBeNull()
  })

  it('is sought anew with every key, and Escape leaves what was typed', async () => {
    drawComposer()
    type('/')
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2))
    press('ArrowDown')
    expect(screen.getAllByRole('option')[1]?.getAttribute('aria-selected')).toBe('true')
    type('/zzz')
    await screen.findByText('No canned reply matches “zzz”.')
    press('Escape')
    expect(screen.queryByRole('listbox')).toBeNull()
    expect(textBox().value).toBe('/zzz')
  })

  it('is not offered in a path, an address or a note', () => {
    drawComposer()
    type('and/or')
    expect(screen.queryByRole('listbox')).toBeNull()
    type('https://example.com/ship')
    expect(screen.queryByRole('listbox')).toBeNull()
    fireEvent.click(screen.getByRole('radio', { name: /Note/ }))
    type('/ship')
    expect(screen.queryByRole('listbox')).toBeNull()
  })
})

describe('a template', () => {
  const template: Template = {
    wabaId: '102290129340398',
    name: 'order_ready',
    language: 'en_GB',
    status: 'APPROVED',
    category: 'UTILITY',
    parameterFormat: 'POSITIONAL',
    components: [
      { type: 'BODY', text: 'Hello {{1}}, order {{2}} is ready.', example: { body_text: [['Amara', '4711']] } },
    ],
    qualityScore: null,
    reason: null,
    syncedAt: '2026-11-01T00:00:00.000Z',
  }
  beforeEach(() => {
    stubApi({
      ...numbers,
      'GET /api/templates?phoneNumberId=num_1&status=APPROVED&limit=100': () => ({
        body: { items: [template], nextCursor: null },
      }),
    })
  })

  it('is opened with two slashes, filled in, and sent with its values', async () => {
    const { outbox } = drawComposer()
    type('//')
    const dialog = within(await screen.findByRole('dialog', { name: 'Send a template' }))
    expect(textBox().value).toBe('')
    await dialog.findByText('order_ready')
    fireEvent.keyDown(dialog.getByRole('combobox'), { key: 'Enter' })
    const first = await dialog.findByLabelText('Value 1')
    // Whom it greets is known.
    expect(first).toHaveProperty('value', 'Amara')
    fireEvent.click(dialog.getByRole('button', { name: 'Send template' }))
    await dialog.findByText('Fill this in.')
    expect(outbox.items()).toEqual([])
    fireEvent.input(dialog.getByLabelText('Value 2'), { target: { value: '4711' } })
    dialog.getByText('4711')
    fireEvent.click(dialog.getByRole('button', { name: 'Send template' }))
    expect(outbox.items().map(({ message }) => message.content)).toEqual([
      {
        type: 'template',
        name: 'order_ready',
        language: 'en_GB',
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Amara' },
              { type: 'text', text: '4711' },
            ],
          },
        ],
      },
    ])
  })

  it('takes no line break in a value, because WhatsApp would refuse it', async () => {
    const { outbox } = drawComposer()
    type('//')
    await screen.findByText('order_ready')
    fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter' })
    fireEvent.input(await screen.findByLabelText('Value 2'), { target: { value: 'a     b' } })
    fireEvent.click(screen.getByRole('button', { name: 'Send template' }))
    await screen.findByText(/WhatsApp takes no line breaks/)
    expect(outbox.items()).toEqual([])
  })
})
