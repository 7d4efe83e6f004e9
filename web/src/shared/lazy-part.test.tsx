import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { type Component, createSignal, ErrorBoundary, Show } from 'solid-js'
import { afterEach, expect, test, vi } from 'vitest'
import { en } from '../strings/en'
import { clearToasts, ToastRegion } from '../ui/toast'
import { loadParts } from './later'
import { lazyPart } from './lazy-part'

type Props = { text: string; onClose: () => void }
const Panel: Component<Props> = (props) => <p>{props.text}</p>
const failure = new TypeError('Failed to fetch dynamically imported module')

/** Whether there is a network, and what the server's page says. */
function network(isThere: boolean, page = '<script type="module" src="/a.js"></script>') {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isThere)
  window.dispatchEvent(new Event(isThere ? 'online' : 'offline'))
  vi.stubGlobal('fetch', isThere ? async () => new Response(page) : () => Promise.reject(new TypeError('no network')))
}
afterEach(() => {
  cleanup()
  clearToasts()
  for (const script of document.querySelectorAll('script')) script.remove()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  window.dispatchEvent(new Event('online'))
})

function show(load: () => Promise<{ default: Component<Props> }>) {
  const Part = lazyPart(load)
  return render(() => {
    const [isOpen, setOpen] = createSignal(false)
    return (
      <ErrorBoundary fallback="The page is gone">
        <ToastRegion />
        <textarea aria-label="Reply" />
        <button type="button" aria-expanded={isOpen()} onClick={() => setOpen(true)}>
          Open
        </button>
        <Show when={isOpen()}>
          <Part text="The panel" onClose={() => setOpen(false)} />
        </Show>
      </ErrorBoundary>
    )
  })
}
const button = () => screen.getByRole('button', { name: 'Open' })

test('a part that cannot be had offline takes nothing away, says so, is shut again, and the next click tries again', async () => {
  network(false)
  const load = vi.fn(async () => ({ default: Panel })).mockRejectedValueOnce(failure)
  show(load)
  const reply = screen.getByLabelText<HTMLTextAreaElement>('Reply')
  fireEvent.input(reply, { target: { value: 'Half a sentence' } })
  fireEvent.click(button())
  await screen.findByText(en.shell.part.offline)
  expect(screen.getByLabelText('Reply')).toBe(reply)
  expect(reply.value).toBe('Half a sentence')
  expect(button().getAttribute('aria-expanded')).toBe('false')

  fireEvent.click(button())
  await screen.findByText('The panel')
  expect(button().getAttribute('aria-expanded')).toBe('true')
  expect(load).toHaveBeenCalledTimes(2)
})

test('after a deploy it says that there is a newer Wharf; when the server does not answer, it says that', async () => {
  document.head.innerHTML += '<script type="module" src="/old.js"></script>'
  network(true, '<script type="module" src="/new.js"></script>')
  const load = vi.fn(async (): Promise<{ default: Component<Props> }> => Promise.reject(failure))
  show(load)
  fireEvent.click(button())
  await screen.findByText(en.shell.part.updated)
  screen.getByRole('button', { name: en.shell.loadFailed.reload })
  clearToasts()

  network(true, '<script type="module" src="/old.js"></script>')
  fireEvent.click(button())
  await screen.findByText(en.errors.codes['network.offline'])
  expect(screen.queryByText(en.shell.part.updated)).toBeNull()
})

test('one that stays mounted is tried again when it is opened again, and is not spoken of once it was closed', async () => {
  network(false)
  let refuse = (_: unknown) => {}
  const load = vi
    .fn(async () => ({ default: (props: { open: boolean }) => <Show when={props.open}>The dialog</Show> }))
    .mockImplementationOnce(() => new Promise((_, reject) => (refuse = reject)))
    .mockRejectedValueOnce(failure)
  const Part = lazyPart<{ open: boolean; onOpenChange: (open: boolean) => void }>(load)
  const [isOpen, setOpen] = createSignal(true)
  render(() => (
    <>
      <ToastRegion />
      <Part open={isOpen()} onOpenChange={setOpen} />
    </>
  ))
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(1))
  setOpen(false)
  refuse(failure)
  await new Promise((resolve) => setImmediate(resolve))
  expect(screen.queryByText(en.shell.part.offline)).toBeNull()
  setOpen(true)
  await screen.findByText(en.shell.part.offline)
  expect(isOpen()).toBe(false)
  setOpen(true)
  await screen.findByText('The dialog')
  expect(load).toHaveBeenCalledTimes(3)
})

test('what agents need offline is fetched ahead, also what is first heard of after the rest was', async () => {
  const early = vi.fn(async () => ({ default: Panel }))
  const late = vi.fn(async () => ({ default: Panel }))
  const unasked = vi.fn(async () => ({ default: Panel }))
  lazyPart(early, { isAhead: true })
  lazyPart(unasked)
  expect(early).not.toHaveBeenCalled()
  loadParts()
  expect(early).toHaveBeenCalledTimes(1)
  lazyPart(late, { isAhead: true })
  expect(late).toHaveBeenCalledTimes(1)
  expect(unasked).not.toHaveBeenCalled()
})
