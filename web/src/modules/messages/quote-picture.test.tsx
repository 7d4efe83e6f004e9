import '../../strings/register-inbox'
import { cleanup, fireEvent, render, waitFor } from '@solidjs/testing-library'
import type { Message, MessageMedia } from '@worker/modules/messages/messages.schemas'
import type { JSX } from 'solid-js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { session } from '../../shared/session'
import { refusal, stubApi } from '../auth/test-kit'
import { message } from '../inbox/test-rows'
import { ComposerQuote } from './composer-quote'
import { Quote } from './quote'
import { ThreadContext, type ThreadTools } from './thread-context'

// A row drawn again in the afternoon has the address of the morning.
const address = (hour: number) => `/api/media/med_1/content?expires=${hour}`
const media = { id: 'med_1', kind: 'image', mimeType: 'image/jpeg', status: 'ready', url: address(0) } as MessageMedia
const photo = (type: Message['type']): Message => message('msg_1', 0, { type, media, wamid: 'wamid.1' } as never)

const inThread = (type: Message['type']) => () => (
  <ThreadContext.Provider
    value={
      {
        findByWamid: () => photo(type),
        conversation: () => ({ contact: { displayName: 'Amara' } }),
      } as never as ThreadTools
    }
  >
    <Quote reply={{ wamid: 'wamid.1', messageId: 'msg_1' } as never} />
  </ThreadContext.Provider>
)
const inComposer = (type: Message['type']) => () => (
  <ComposerQuote message={photo(type)} contactName="Amara" onCancel={() => {}} />
)
const places: [string, () => JSX.Element][] = [
  ['a photo that is quoted', inThread('image')],
  ['a sticker that is quoted', inThread('sticker')],
  ['a photo that is answered', inComposer('image')],
]

beforeEach(() => void vi.spyOn(session, 'freshToken').mockResolvedValue('token'))
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it.each(places)('%s asks for another address when its own has expired', async (_, draw) => {
  const calls = stubApi({ 'GET /api/media/med_1': () => ({ body: { ...media, url: address(2) } }) })
  const { container } = render(draw)
  const image = container.querySelector('img')
  expect(image?.getAttribute('src')).toBe(address(0))
  if (image) fireEvent.error(image)
  await waitFor(() => expect(container.querySelector('img')?.getAttribute('src')).toBe(address(2)))
  expect(calls).toHaveLength(1)
})

it.each(places)('%s and is gone leaves no empty box', async (_, draw) => {
  stubApi({ 'GET /api/media/med_1': () => refusal(404, 'media.not_found') })
  const { container } = render(draw)
  const image = container.querySelector('img')
  if (image) fireEvent.error(image)
  await waitFor(() => expect(container.querySelector('img')).toBeNull())
})
