import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { cleanup, render, screen, waitFor } from '@solidjs/testing-library'
import type { ParentProps } from 'solid-js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createPageFocus } from './page-focus'

const history = createMemoryHistory()
/** The tab is named when the focus has been decided. */
async function goTo(path: string): Promise<void> {
  document.title = ''
  history.set({ value: path })
  await waitFor(() => expect(document.title).not.toBe(''))
}

function Frame(props: ParentProps) {
  let main: HTMLElement | undefined
  createPageFocus(() => main)
  return <main ref={(element) => (main = element)}>{props.children}</main>
}
const Inbox = () => (
  <>
    <h1 tabindex="-1">Inbox</h1>
    <a href="/elsewhere">Amara Diallo</a>
    <textarea aria-label="Reply" />
  </>
)
/** One heading for all of its pages, as the settings have it. */
const Settings = (props: { params: { page?: string } }) => <h1 tabindex="-1">{props.params.page ?? 'Settings'}</h1>

beforeEach(async () => {
  history.set({ value: '/inbox' })
  render(() => (
    <MemoryRouter history={history} root={Frame}>
      <Route path="/inbox/:id?" component={Inbox} />
      <Route path="/settings/:page?" component={Settings} />
    </MemoryRouter>
  ))
  await waitFor(() => expect(document.title).toContain('Inbox'))
  await goTo('/settings')
  await goTo('/inbox')
})
afterEach(cleanup)

it('goes to the heading of a new page', async () => {
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Inbox' }))
  await goTo('/settings')
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Settings' }))
})

it('stays where it is while the page is the same: with a link, and with what is being written', async () => {
  for (const element of [screen.getByRole('link'), screen.getByRole('textbox')]) {
    element.focus()
    await goTo(`/inbox/con_${element.tagName}`)
    expect(document.activeElement).toBe(element)
  }
})

it('goes to a heading that stays and says something else', async () => {
  await goTo('/settings')
  const heading = screen.getByRole('heading', { name: 'Settings' })
  heading.blur()
  await goTo('/settings/Numbers')
  expect(heading.textContent).toBe('Numbers')
  expect(document.activeElement).toBe(heading)
})
