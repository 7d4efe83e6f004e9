import '../../strings/register-inbox'
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import type { MessageMedia } from '@worker/modules/messages/messages.schemas'
import { createRoot } from 'solid-js'
import { afterEach, expect, it, vi } from 'vitest'
import { session } from '../../shared/session'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { refusal, stubApi } from '../auth/test-kit'
import { MediaDownload } from './media-download'
import { createMediaSource, type MediaSource } from './media-source'

afterEach(() => {
  cleanup()
  clearToasts()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const address = (hour: number) => `/api/media/med_1/content?organization=org_1&expires=${hour}&signature=s${hour}`
const media: MessageMedia = {
  id: 'med_1',
  kind: 'document',
  mimeType: 'application/pdf',
  filename: 'glaze.pdf',
  size: 2048,
  sha256: null,
  isVoice: false,
  status: 'ready',
  failure: null,
  url: address(0),
} as MessageMedia

/** A server whose addresses of today are not those of yesterday. */
function serve() {
  vi.spyOn(session, 'freshToken').mockResolvedValue('token')
  const now = { hour: 0, refused: false }
  const calls = stubApi({
    'GET /api/media/med_1': () =>
      now.refused ? refusal(404, 'media.not_found') : { body: { ...media, url: address(now.hour) } },
  })
  return { now, calls }
}
const withSource = (run: (source: MediaSource) => Promise<void>) =>
  createRoot(async (dispose) => {
    await run(createMediaSource(() => media))
    dispose()
  })

it('a page that is open all day asks again each time an address has expired', () => {
  const { now, calls } = serve()
  return withSource(async (source) => {
    for (const hour of [2, 4, 6]) {
      now.hour = hour
      source.onError()
      await vi.waitFor(() => expect(source.url()).toBe(address(hour)))
      expect(source.isBroken()).toBe(false)
    }
    expect(calls).toHaveLength(3)
    // The bytes are bad: the newest address is the one that failed.
    source.onError()
    await vi.waitFor(() => expect(source.isBroken()).toBe(true))
    source.tryAgain()
    await vi.waitFor(() => expect(source.isBroken()).toBe(false))
    // Another one for the browser, the same for the server.
    expect(source.url()).toMatch(`${address(6)}&attempt=`)
    source.onError()
    await vi.waitFor(() => expect(source.isBroken()).toBe(true))
  })
})

it('what shows the same file asks once', () => {
  const { now, calls } = serve()
  now.hour = 2
  return withSource((first) =>
    withSource(async (second) => {
      first.onError()
      second.onError()
      await vi.waitFor(() => expect([first.url(), second.url()]).toEqual([address(2), address(2)]))
      expect(calls).toHaveLength(1)
    }),
  )
})

it('what broke because there was no network is asked for again when it is back', () => {
  const { now } = serve()
  now.refused = true
  return withSource(async (source) => {
    source.onError()
    await vi.waitFor(() => expect(source.isBroken()).toBe(true))
    Object.assign(now, { hour: 2, refused: false })
    window.dispatchEvent(new Event('offline'))
    window.dispatchEvent(new Event('online'))
    await vi.waitFor(() => expect(source.url()).toBe(address(2)))
    expect(source.isBroken()).toBe(false)
  })
})

/** What the browser is told to keep. */
function watchDownloads(): string[] {
  const kept: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    kept.push(`${this.getAttribute('href')} as ${this.download}`)
  })
  return kept
}
const drawDownload = () =>
  render(() => {
    const source = createMediaSource(() => media)
    return (
      <>
        <ToastRegion />
        <MediaDownload source={source} name="glaze.pdf" label="Download glaze.pdf" />
      </>
    )
  })

it('a download asks for an address first: the one on the page may have expired', async () => {
  const { now } = serve()
  now.hour = 2
  const kept = watchDownloads()
  drawDownload()
  expect(fireEvent.click(screen.getByRole('link', { name: 'Download glaze.pdf' }))).toBe(false)
  await vi.waitFor(() => expect(kept).toEqual([`${address(2)}&download=1 as glaze.pdf`]))
})

it('a download that is not to be had says why', async () => {
  const { now } = serve()
  now.refused = true
  const kept = watchDownloads()
  drawDownload()
  fireEvent.click(screen.getByRole('link', { name: 'Download glaze.pdf' }))
  await screen.findByText('The server said media.not_found.')
  expect(kept).toEqual([])
})

it('a download in a new tab finds a good address there: it was asked for as the pointer came', async () => {
  const { now, calls } = serve()
  now.hour = 2
  drawDownload()
  const link = screen.getByRole('link', { name: 'Download glaze.pdf' })
  fireEvent.pointerEnter(link)
  await vi.waitFor(() => expect(link.getAttribute('href')).toBe(`${address(2)}&download=1`))
  expect(calls).toHaveLength(1)
})
