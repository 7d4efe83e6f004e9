import { render, screen } from '@solidjs/testing-library'
import { createRoot } from 'solid-js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import '../../strings/register-frame'
import { catchStrayFiles } from '../../shared/stray-files'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { drawComposer, openConversation, useComposer } from './test-composer'

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
  const section = screen.getByRole('region', { name: 'Write a reply' })
  expect(drop(section)).toBe(false)
  await screen.findByText(words)
})

it('a field that takes files keeps what is dropped on it', () => {
  expect(drop(screen.getByLabelText('A field for files'))).toBe(true)
  expect(screen.queryByText(/Files are sent/)).toBeNull()
})
