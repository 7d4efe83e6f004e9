import { fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import type { Template } from '@worker/modules/templates/templates.schemas'
import { beforeEach, describe, expect, it } from 'vitest'
import '../canned-replies/canned-picker'
import '../templates/template-picker'
import './composer-panels'
import { stubApi } from '../auth/test-kit'
import { askComposer } from './composer-requests'
import { drawComposer, numbers, openConversation, press, textBox, type, useComposer } from './test-composer'

useComposer()

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

  it('is made of a message, also where nothing can be written now', async () => {
    const closed = openConversation({ windowEndsAt: new Date(Date.now() - 1000).toISOString() })
    drawComposer({ conversation: closed })
    askComposer(closed.id, 'canned', 'It ships on Monday.')
    const dialog = within(await screen.findByRole('dialog', { name: 'New canned reply' }))
    expect(dialog.getByRole<HTMLTextAreaElement>('textbox', { name: /Reply/ }).value).toBe('It ships on Monday.')
    fireEvent.click(dialog.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
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
