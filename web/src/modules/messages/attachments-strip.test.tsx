import { cleanup, fireEvent, render } from '@solidjs/testing-library'
import { afterEach, expect, it, vi } from 'vitest'
import { createAttachments } from './attachments'
import { AttachmentsStrip } from './attachments-strip'
import '../../strings/register-inbox'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

it('shows a picture before it is sent, and an icon for a file that only calls itself one', () => {
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:1', revokeObjectURL: () => {} }))
  const attachments = createAttachments({
    check: () => new Promise(() => {}),
    upload: () => new Promise(() => {}),
    shrink: async (file) => file,
    describe: () => ({ short: '', sentence: '' }),
  })
  attachments.add([new File(['x'], 'bowl.jpg', { type: 'image/jpeg' })])
  const { container } = render(() => <AttachmentsStrip attachments={attachments} />)
  const picture = container.querySelector('img')
  expect(picture?.getAttribute('src')).toBe('blob:1')
  fireEvent.error(picture as HTMLImageElement)
  expect(container.querySelector('img')).toBeNull()
  expect(container.querySelectorAll('li svg')).toHaveLength(2)
})
