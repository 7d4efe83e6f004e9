import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import type { Media } from '@worker/modules/media/media.schemas'
import { afterEach, expect, it, vi } from 'vitest'
import { t } from '../../shared/i18n'
import type { ComposerState } from './composer-state'
import Recorder from './recorder'

const upload = vi.hoisted(() => ({ finish: (_: unknown) => {}, fail: (_: unknown) => {} }))
const made = vi.hoisted(() => ({ close: vi.fn() }))
vi.mock('./attachments-upload', () => ({
  uploadFile: () => new Promise((resolve, reject) => Object.assign(upload, { finish: resolve, fail: reject })),
  describeFailure: () => ({ short: '', sentence: 'The network is gone.' }),
}))
vi.mock('./recorder-ogg', () => ({ toVoiceNote: async (sound: Blob) => sound }))
vi.mock('./recorder-audio', () => ({
  VOICE_TYPE: 'audio/ogg',
  RecorderError: class extends Error {},
  startRecording: async () => ({
    seconds: () => 5,
    size: () => 100,
    levels: () => [],
    isPaused: () => false,
    pause: () => {},
    resume: () => {},
    snapshot: async () => new Blob(),
    stop: async () => new Blob(['sound']),
    close: made.close,
  }),
}))
afterEach(() => {
  cleanup()
  made.close.mockClear()
})

async function pressSend(isQueued = true) {
  const add = vi.fn()
  const restore = vi.fn()
  const deliver = vi.fn(() => isQueued)
  const setPanel = vi.fn()
  const state = { attachments: { add, restore }, deliver, setPanel, panel: () => 'recorder', box: { focus: vi.fn() } }
  const { unmount } = render(() => <Recorder state={state as unknown as ComposerState} />)
  const finish = upload.finish
  fireEvent.click(await screen.findByRole('button', { name: t('composing.recorder.send') }))
  await vi.waitFor(() => expect(upload.finish).not.toBe(finish))
  return { add, restore, deliver, setPanel, unmount }
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 20))

it('a recording that is being sent is sent once when another conversation is opened meanwhile', async () => {
  const { add, deliver, unmount } = await pressSend()
  unmount()
  await settle()
  upload.finish({ id: 'med_1' } as Media)
  await vi.waitFor(() => expect(deliver).toHaveBeenCalledWith([{ type: 'audio', mediaId: 'med_1', voice: true }]))
  await settle()
  expect(add).not.toHaveBeenCalled()
  expect(made.close).toHaveBeenCalled()
})

it('one that nobody would send any more waits among the files', async () => {
  const { add, restore, unmount } = await pressSend(false)
  unmount()
  upload.finish({ id: 'med_1' } as Media)
  await vi.waitFor(() => expect(restore).toHaveBeenCalledWith({ id: 'med_1' }, true))
  expect(add).not.toHaveBeenCalled()
  expect(made.close).toHaveBeenCalled()
})

it('one that could not be sent by then waits among the files', async () => {
  const { add, deliver, unmount } = await pressSend()
  unmount()
  await settle()
  expect(add).not.toHaveBeenCalled()
  upload.fail('network')
  await vi.waitFor(() => expect(add).toHaveBeenCalledTimes(1))
  expect(add).toHaveBeenCalledWith([expect.any(File)], { isVoice: true })
  expect(deliver).not.toHaveBeenCalled()
  expect(made.close).toHaveBeenCalled()
})

it('one that could not be sent stays here, and is kept when another conversation is opened then', async () => {
  const { add, unmount } = await pressSend()
  upload.fail('network')
  await screen.findByText(/The network is gone/)
  expect(add).not.toHaveBeenCalled()
  unmount()
  await vi.waitFor(() => expect(add).toHaveBeenCalledTimes(1))
})

it('one that is taken away does not begin anew by itself', async () => {
  const { setPanel, unmount } = await pressSend()
  expect(setPanel).not.toHaveBeenCalled()
  unmount()
  expect(setPanel).toHaveBeenCalledWith(undefined)
})
