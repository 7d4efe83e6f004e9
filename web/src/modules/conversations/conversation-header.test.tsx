import '../../strings/register-inbox'
import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { createSignal, Show } from 'solid-js'
import { afterEach, expect, it, vi } from 'vitest'
import { t } from '../../shared/i18n'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { renderSignedIn } from '../auth/test-kit'
import { conversation } from '../inbox/test-rows'
import type { ConversationActions } from './conversation-actions'
import { ConversationHeader } from './conversation-header'
import type { ConversationPaneProps } from './conversation-pane'
import { provideSelectionEnd } from './selection-end'

vi.mock('../inbox/inbox-context', () => ({ useInboxLive: () => ({ online: () => [] }) }))
// Loaded at the first use otherwise, which may take longer than a test waits.
await import('../../ui/menu-popup')

afterEach(() => {
  cleanup()
  clearToasts()
  vi.unstubAllGlobals()
})

const rows = [conversation('con_1', 3), conversation('con_2', 2), conversation('con_3', 1)]

/** The header beside a list of links, as a page has them. */
function draw({ isNarrow = false } = {}) {
  vi.stubGlobal('matchMedia', () => ({ matches: isNarrow }))
  Element.prototype.scrollIntoView = () => {}
  const [opened, open] = createSignal<string | undefined>('con_2')
  const [isMarking, setMarking] = createSignal(false)
  const setRead = vi.fn(async () => [])
  const setStatus = vi.fn(async () => [])
  const actions = { setRead, setStatus } as unknown as ConversationActions
  const Marked = () => {
    provideSelectionEnd(() => setMarking(false))
    return <p>marked</p>
  }
  renderSignedIn(
    () => (
      <>
        <ToastRegion />
        <Show when={!isNarrow || !opened()}>
          {rows.map(({ id }) => (
            <div data-conversation={id}>
              <a href={`/inbox/${id}`} tabindex={id === opened() ? 0 : -1}>
                {id}
              </a>
            </div>
          ))}
        </Show>
        <Show when={isMarking()}>
          <Marked />
        </Show>
        <Show when={opened()} keyed>
          {(id) => (
            <section data-pane={id}>
              <ConversationHeader
                {...({
                  rows,
                  actions,
                  members: [],
                  numbers: [],
                  state: { select: open },
                } as unknown as ConversationPaneProps)}
                conversation={rows.find((row) => row.id === id) ?? conversation(id, 0)}
                viewers={[]}
              />
              <div role="log" tabindex="0" aria-label={id} />
            </section>
          )}
        </Show>
      </>
    ),
    ['conversations:update'],
  )
  return { opened, setMarking, setRead, setStatus }
}
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })

it('closing goes on to the next one, and the focus with it', async () => {
  const { opened } = draw()
  const close = screen.getByRole('button', { name: /^Close/ })
  close.focus()
  fireEvent.click(close)
  expect(opened()).toBe('con_3')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('link', { name: 'con_3' })))
  press('e')
  expect(opened()).toBe('con_2')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('link', { name: 'con_2' })))
})

it('where the list is out of sight the focus goes to the next thread', async () => {
  draw({ isNarrow: true })
  fireEvent.click(screen.getByRole('button', { name: /^Close/ }))
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('log', { name: 'con_3' })))
})

it('Escape ends what is marked before it closes the conversation', () => {
  const { opened, setMarking } = draw()
  setMarking(true)
  press('Escape')
  expect([screen.queryByText('marked'), opened()]).toEqual([null, 'con_2'])
  press('Escape')
  expect(opened()).toBeUndefined()
})

it('marks as unread what the focus is on, else what is open', () => {
  const { setRead } = draw()
  press('u')
  expect(setRead).toHaveBeenLastCalledWith([rows[1]], false)
  screen.getByRole('link', { name: 'con_1' }).focus()
  press('u')
  expect(setRead).toHaveBeenLastCalledWith([rows[0]], false)
})

it('copying its link says so', async () => {
  const writeText = vi.fn(async () => {})
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
  draw()
  fireEvent.click(screen.getAllByRole('button', { name: t('inbox.more.label') })[0] as HTMLElement)
  fireEvent.keyDown(await screen.findByRole('menuitem', { name: 'Copy link' }), { key: 'Enter' })
  await screen.findByText('Link copied')
  expect(writeText).toHaveBeenCalledWith(`${window.location.origin}/inbox/con_2`)
})
