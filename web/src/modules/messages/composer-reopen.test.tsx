import { fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { expect, it, vi } from 'vitest'
import '../templates/template-picker'
import './composer-builder'
import './composer-contact'
import './composer-location'
import './composer-panels'
import { me, stubApi } from '../auth/test-kit'
import { takeBack } from './composer-take-back'
import { drawComposer, numbers, openConversation, textBox, type, useComposer } from './test-composer'

// What is loaded when it is first wanted is here already: a slow machine changes nothing.
// What was built and taken back, or refused, is opened again where it was built.

useComposer()
// A dialog full of fields is slow to draw without a browser, on a slow machine most of all.
vi.setConfig({ testTimeout: 20_000 })

type Content = NewMessage['content']
type Drawn = ReturnType<typeof drawComposer>
const back = ({ conversation, drafts }: Drawn, content: Content) =>
  takeBack(
    {
      clientId: crypto.randomUUID(),
      conversationId: conversation.id,
      message: { content },
      createdAt: 0,
      state: 'waiting',
      problem: null,
    },
    { organizationId: me.organization.id, userId: me.user.id, drafts, onReplyTo: () => {} },
  )
const dialog = async (name: string) => within(await screen.findByRole('dialog', { name }))
const contents = ({ outbox }: Drawn) => outbox.items().map(({ message }) => message.content)

const buttons: Content = {
  type: 'buttons',
  header: { type: 'text', text: 'Your mug' },
  body: 'Which colour?',
  footer: 'Until Friday',
  buttons: [
    { id: 'button-1', title: 'Blue' },
    { id: 'button-2', title: 'Green' },
  ],
}
const list: Content = {
  type: 'list',
  body: 'Which day?',
  button: 'Days',
  sections: [
    { title: 'This week', rows: [{ id: 'row-1-1', title: 'Saturday', description: '9 to 12' }] },
    { title: 'Next week', rows: [{ id: 'row-2-1', title: 'Monday' }] },
  ],
}
const place: Content = { type: 'location', latitude: 51.5, longitude: -0.07, name: 'Studio', address: 'Vyner Street' }
const card: Content = {
  type: 'contacts',
  contacts: [
    {
      name: { formatted_name: 'Tom Baker', first_name: 'Tom', last_name: 'Baker' },
      phones: [{ phone: '+44 20 7946 0958', type: 'WORK' }],
      emails: [{ email: 'tom@kiln.example', type: 'WORK' }],
      org: { company: 'Kiln & Loom' },
    },
  ],
}

it.each([
  ['Buttons or list', 'Send', buttons],
  ['Buttons or list', 'Send', list],
  ['Send a location', 'Send location', place],
  ['Send a contact card', 'Send card', card],
] as const)('%s opens with all of it, and sends the same', async (title, send, content) => {
  const drawn = drawComposer()
  type('Something else')
  back(drawn, content)
  fireEvent.click((await dialog(title)).getByRole('button', { name: send }))
  expect(contents(drawn)).toEqual([content])
  expect(textBox().value).toBe('Something else')
  await waitFor(() => expect(document.activeElement).toBe(textBox()))
})

it('the box has the focus after what was built is sent', async () => {
  drawComposer()
  const button = screen.getByRole('button', { name: 'Buttons or list' })
  button.focus()
  fireEvent.click(button)
  const builder = await dialog('Buttons or list')
  fireEvent.input(builder.getByLabelText(/^Text/), { target: { value: 'Which colour?' } })
  fireEvent.input(builder.getByLabelText(/^Button 1/), { target: { value: 'Blue' } })
  builder.getByLabelText(/^Button 1/).focus()
  fireEvent.click(builder.getByRole('button', { name: 'Send' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  // After everything that a dialog does when it is gone.
  await new Promise((resolve) => setTimeout(resolve))
  expect(document.activeElement).toBe(textBox())
})

it('what was taken back survives a reload, and what was being built meanwhile comes after it', async () => {
  const conversation = openConversation()
  const drawn = drawComposer({ conversation })
  fireEvent.click(screen.getByRole('button', { name: 'Buttons or list' }))
  const text = (await dialog('Buttons or list')).getByLabelText(/^Text/)
  fireEvent.input(text, { target: { value: 'Being built' } })
  fireEvent.click(screen.getByRole('button', { name: 'Keep for later' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  back(drawn, buttons)
  await dialog('Buttons or list')
  drawn.unmount()

  drawComposer({ conversation })
  for (const body of ['Which colour?', 'Being built']) {
    fireEvent.click(screen.getByRole('button', { name: 'Buttons or list' }))
    const again = await dialog('Buttons or list')
    expect(again.getByLabelText<HTMLTextAreaElement>(/^Text/).value).toBe(body)
    fireEvent.click(again.getByRole('button', { name: 'Discard' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  }
})

it('a template opens with its values', async () => {
  const components = [{ type: 'BODY', text: 'Hello {{1}}, order {{2}} is ready.' }]
  const template = {
    name: 'order_ready',
    language: 'en_GB',
    category: 'UTILITY',
    parameterFormat: 'POSITIONAL',
    components,
  }
  const found = () => ({ body: { items: [{ ...template, wabaId: '1', status: 'APPROVED' }], nextCursor: null } })
  stubApi({
    ...numbers,
    'GET /api/templates?phoneNumberId=num_1&status=APPROVED&limit=100': found,
    'GET /api/templates?phoneNumberId=num_1&status=APPROVED&limit=100&search=order_ready': found,
  })
  const drawn = drawComposer()
  const parameters = ['Ms Diallo', '4711'].map((text) => ({ type: 'text', text }))
  const content = {
    type: 'template',
    name: 'order_ready',
    language: 'en_GB',
    components: [{ type: 'body', parameters }],
  } as const
  back(drawn, content as unknown as Content)
  const picker = await dialog('Send a template')
  expect(await picker.findByLabelText('Value 1')).toHaveProperty('value', 'Ms Diallo')
  fireEvent.click(picker.getByRole('button', { name: 'Send template' }))
  expect(contents(drawn)).toEqual([content])
})
