import { fireEvent, render, screen } from '@solidjs/testing-library'
import { createRoot } from 'solid-js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import '../../strings/register-frame'
import { loadParts } from '../../shared/later'
import { catchStrayFiles } from '../../shared/stray-files'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { drawComposer, openConversation, textBox, useComposer } from './test-composer'

// Loaded at the first use otherwise, which may take longer than a test waits.
loadParts()
await import('./composer-drop')

useComposer()
let stop = () => {}
beforeEach(() => {
  // As the frame around every page does.
  stop = createRoot((dispose) => {
    catchStrayFiles()
    return dispose
  })
  render(() => (
    <>
      <ToastRegion />
      <p>Elsewhere</p>
      <input type="file" aria-label="A field for files" />
    </>
  ))
})
afterEach(() => {
  stop()
  clearToasts()
})

/** @returns whether the browser would open the file in place of the app */
function drop(on: HTMLElement): boolean {
  let wouldOpen = true
  for (const type of ['dragover', 'drop']) {
    const event = new Event(type, { bubbles: true, cancelable: true })
    const dataTransfer = { types: ['Files'], files: [new File(['%PDF-'], 'glaze.pdf', { type: 'application/pdf' })] }
    wouldOpen = on.dispatchEvent(Object.assign(event, { dataTransfer }))
  }
  return wouldOpen
}

it('a file that is dropped where no conversation is open is caught, and it says what to do', async () => {
  expect(drop(screen.getByText('Elsewhere'))).toBe(false)
  await screen.findByText('Files are sent in a conversation. Open one and drop the file there.')
})

it('a file that misses the conversation is told where it belongs', async () => {
  drawComposer()
  expect(drop(screen.getByText('Elsewhere'))).toBe(false)
  await screen.findByText('Drop the file on the conversation to attach it.')
})

it.each([
  [
    'whose window has closed',
    { conversation: openConversation({ windowEndsAt: new Date(0).toISOString() }) },
    /last wrote .* ago\. No file can be sent here now\.$/,
  ],
  [
    'of somebody who may only read',
    { permissions: [] },
    'You can read this conversation. No file can be sent here now.',
  ],
])('a conversation %s says why it takes no file', async (_, options, words) => {
  drawComposer(options)
  const section = await screen.findByRole('region', { name: 'Write a reply' })
  expect(drop(section)).toBe(false)
  await screen.findByText(words)
})

it('a field that takes files keeps what is dropped on it', () => {
  expect(drop(screen.getByLabelText('A field for files'))).toBe(true)
  expect(screen.queryByText(/Files are sent/)).toBeNull()
})

/** @returns whether the browser would put it into the text */
function paste(text = ''): boolean {
  const event = new Event('paste', { bubbles: true, cancelable: true })
  const files = [new File(['%PDF-'], 'glaze.pdf', { type: 'application/pdf' })]
  return textBox().dispatchEvent(Object.assign(event, { clipboardData: { files, getData: () => text } }))
}

it('a file that is pasted while a note is written goes with the reply', async () => {
  drawComposer()
  fireEvent.keyDown(document.body, { key: 'n' })
  screen.getByRole('textbox', { name: /Note/ })
  expect(paste('Glaze recipe')).toBe(true)
  expect(paste()).toBe(false)
  await screen.findByText('glaze.pdf')
  screen.getByRole('textbox', { name: /Write a reply/ })
})

it('where none can be sent, what is pasted into a note is told why', async () => {
  drawComposer({ conversation: openConversation({ windowEndsAt: new Date(0).toISOString() }) })
  fireEvent.click(await screen.findByRole('button', { name: /Write a note/ }))
  expect(paste()).toBe(false)
  await screen.findByText(/No file can be sent here now\.$/)
})
