import { render, screen, waitFor } from '@solidjs/testing-library'
import type { Media } from '@worker/modules/media/media.schemas'
import { afterEach, expect, it, vi } from 'vitest'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { me } from '../auth/test-kit'
import { attachmentsOf } from './attachments'
import { drawComposer, openConversation, press, textBox, type, useComposer } from './test-composer'

// Send was pressed while a file is still on its way to our server.

const upload = vi.hoisted(() => ({ finish: (_: unknown) => {} }))
vi.mock('./attachments-check', () => ({ checkFile: async () => ({ kind: 'document', problem: null }) }))
vi.mock('./attachments-upload', () => ({
  uploadFile: () => new Promise((resolve) => Object.assign(upload, { finish: resolve })),
  describeFailure: () => ({ short: '', sentence: '' }),
}))
useComposer()
afterEach(() => clearToasts())

const media = { id: 'med_1', kind: 'document', filename: 'glaze.pdf', size: 5 } as Media

async function sendWhileUploading(words: string) {
  const conversation = openConversation()
  const files = attachmentsOf({
    organizationId: me.organization.id,
    userId: me.user.id,
    conversationId: conversation.id,
  })
  const drawn = drawComposer({ conversation })
  const before = upload.finish
  files.add([new File(['%PDF-'], 'glaze.pdf', { type: 'application/pdf' })])
  await waitFor(() => expect(upload.finish).not.toBe(before))
  type(words)
  press('Enter')
  expect(files.isAwaited()).toBe(true)
  return { ...drawn, files, finish: () => upload.finish(media) }
}

it('words that have grown too long meanwhile stay, with their file and a sentence', async () => {
  const { outbox, files, finish } = await sendWhileUploading('The glaze')
  type('x'.repeat(4097))
  finish()
  expect((await screen.findByRole('alert')).textContent).toContain('at most 4,096 characters; this one has 4,097')
  expect([textBox().value.length, files.items().length, outbox.items()]).toEqual([4097, 1, []])
  type('The glaze')
  press('Enter')
  await waitFor(() =>
    expect(outbox.items()).toMatchObject([
      { message: { content: { type: 'document', mediaId: 'med_1', caption: 'The glaze' } } },
    ]),
  )
  expect(files.items()).toEqual([])
})

it('it is said too where another conversation is open by then', async () => {
  render(() => <ToastRegion />)
  const { outbox, files, finish, unmount, drafts, conversation } = await sendWhileUploading('The glaze')
  type('x'.repeat(4097))
  unmount()
  finish()
  await screen.findByText(/at most 4,096 characters; this one has 4,097/)
  expect([drafts.of(conversation.id).reply.length, files.items().length, outbox.items()]).toEqual([4097, 1, []])
})

it('is kept for when its person is back when they have signed out meanwhile', async () => {
  const { outbox, files, finish, unmount, drafts, conversation, sent } = await sendWhileUploading('The glaze')
  unmount()
  outbox.stop()
  finish()
  await waitFor(() => expect(outbox.items()).toHaveLength(1))
  const [kept] = Object.keys(localStorage).filter((key) => key.startsWith('wharf.outbox.test.'))
  expect(JSON.parse(localStorage.getItem(kept ?? '') ?? '')).toMatchObject({
    conversationId: conversation.id,
    message: { content: { mediaId: 'med_1', caption: 'The glaze' } },
  })
  expect([drafts.of(conversation.id).reply, files.items(), sent]).toEqual(['', [], []])
})

it('leaves the words and the file where they were when nothing can be kept any more', async () => {
  const { outbox, files, finish, unmount, drafts, conversation } = await sendWhileUploading('The glaze')
  unmount()
  outbox.stop()
  const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  finish()
  await waitFor(() => expect(files.isBusy()).toBe(false))
  await waitFor(() => expect(files.items()).toMatchObject([{ state: 'ready', media }]))
  expect([drafts.of(conversation.id).reply, outbox.items()]).toEqual(['The glaze', []])
  full.mockRestore()
})
