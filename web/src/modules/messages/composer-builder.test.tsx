import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library'
import { createSignal, Show } from 'solid-js'
import { afterEach, expect, it, vi } from 'vitest'
import '../../strings/register-composing'
import '../../strings/register-inbox'
import ComposerBuilder from './composer-builder'
import { keptForms } from './kept-forms'

let conversations = 0
afterEach(cleanup)

function draw(text: string) {
  conversations += 1
  const conversationId = `con_builder_${conversations}`
  const kept = keptForms('builder', { organizationId: 'org_1', userId: 'usr_1', conversationId })
  const onSend = vi.fn()
  const [isOpen, setOpen] = createSignal(true)
  const [box, setBox] = createSignal(text)
  render(() => (
    <Show when={isOpen()}>
      <ComposerBuilder name="Amara" text={box()} kept={kept} onSend={onSend} onClose={() => setOpen(false)} />
    </Show>
  ))
  return { kept, onSend, setOpen, setBox }
}
const dialog = () => within(screen.getByRole('dialog'))
const field = (name: RegExp) => dialog().getByLabelText<HTMLInputElement | HTMLTextAreaElement>(name)
const fill = (name: RegExp, value: string) => fireEvent.input(field(name), { target: { value } })
const press = (name: string) => fireEvent.click(dialog().getByRole('button', { name }))

it('keeps a text from the box that is too long, says by how much, and does not send it', () => {
  const { onSend } = draw('x'.repeat(1030))
  expect(field(/^Text/).value).toHaveLength(1030)
  dialog().getByText('-6')
  dialog().getByText('6 characters too many. Shorten it.')
  fill(/^Button 1/, 'Blue')
  press('Send')
  expect(onSend).not.toHaveBeenCalled()
  fill(/^Text/, 'x'.repeat(1024))
  press('Send')
  expect(onSend.mock.calls[0]?.[0]).toMatchObject({ type: 'buttons', body: 'x'.repeat(1024) })
  expect(onSend.mock.calls[0]?.[1]).toBe('x'.repeat(1030))
})

it('cuts nothing that is pasted, in any field', () => {
  const { onSend } = draw('Which colour?')
  fill(/^Button 1/, 'Blue with a white rim, please')
  fill(/^Header/, 'h'.repeat(61))
  expect(field(/^Button 1/).value).toBe('Blue with a white rim, please')
  expect(field(/^Header/).value).toHaveLength(61)
  press('Send')
  expect(onSend).not.toHaveBeenCalled()
})

it('is as it was when it is opened again, until it is discarded or sent', async () => {
  const { onSend, setOpen, setBox, kept } = draw('Which colour?')
  fill(/^Button 1/, 'Blue')
  fireEvent.keyDown(dialog().getByRole('textbox', { name: /^Button 1/ }), { key: 'Escape' })
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  setBox('Another message')
  setOpen(true)
  expect([field(/^Text/).value, field(/^Button 1/).value]).toEqual(['Which colour?', 'Blue'])
  press('Keep for later')
  setOpen(true)
  press('Discard')
  setOpen(true)
  expect([field(/^Text/).value, field(/^Button 1/).value]).toEqual(['Another message', ''])
  fill(/^Button 1/, 'Green')
  press('Send')
  expect(onSend).toHaveBeenCalledTimes(1)
  expect(kept.newest()).toBeUndefined()
})

it('keeps nothing where nothing was built', () => {
  const { setOpen, setBox } = draw('Which colour?')
  press('Cancel')
  setBox('Which size?')
  setOpen(true)
  expect(field(/^Text/).value).toBe('Which size?')
})
