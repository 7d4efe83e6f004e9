import { fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { queryClient } from '../../shared/query'
import { me, stubApi } from '../auth/test-kit'
import { cannedRepliesKey } from '../canned-replies/canned-replies.queries'
import { drawComposer, numbers, openConversation, press, textBox, type, useComposer } from './test-composer'

// Nothing of the lists is imported here: they are fetched when they are wanted, as in a browser.

const emoji = vi.hoisted(() => ({
  search: (_: string): Promise<{ unicode: string; name: string; shortcodes: string[] }[]> => Promise.resolve([]),
}))
vi.mock('./emoji-data', () => ({
  searchEmoji: (query: string) => emoji.search(query),
  countUse: () => {},
  shortcodeFor: () => 'smile',
}))

useComposer()
const HINT = /Still looking for what fits/
const page = (items: unknown[]) => ({ body: { items, nextCursor: null } })
const shipping = {
  id: 'can_1',
  shortcut: 'shipping',
  body: 'It ships on Monday.',
  isShared: true,
  updatedAt: '2026-11-01T00:00:00.000Z',
}

/** The canned replies come when the test wants them to. */
function holdReplies(): { answer: (status?: number) => void; asked: () => number } {
  const waiting: ((response: Response) => void)[] = []
  let asked = 0
  stubApi({ ...numbers, 'GET /api/templates?phoneNumberId=num_1&status=APPROVED&search=ord&limit=100': () => page([]) })
  const others = globalThis.fetch
  vi.stubGlobal('fetch', (input: RequestInfo, init?: RequestInit) => {
    if (!String(input).endsWith('/api/canned-replies')) return others(input, init)
    asked += 1
    return new Promise<Response>((resolve) => waiting.push(resolve))
  })
  return {
    answer: (status = 200) => {
      const body = status === 200 ? { items: [shipping] } : { error: { code: 'auth.not_allowed', message: 'No.' } }
      for (const resolve of waiting.splice(0)) resolve(new Response(JSON.stringify(body), { status }))
    },
    asked: () => asked,
  }
}

describe('canned replies', () => {
  it('that are still loading let Enter send nothing; then it takes the one that fits', async () => {
    const replies = holdReplies()
    const { outbox } = drawComposer()
    type('/ship')
    press('Enter')
    expect(outbox.items()).toEqual([])
    await screen.findByText('Loading canned replies')
    press('Enter')
    press('Enter', { ctrlKey: true })
    expect(outbox.items()).toEqual([])
    screen.getByText(HINT)
    replies.answer()
    await screen.findByRole('option')
    expect(screen.queryByText(HINT)).toBeNull()
    press('Enter')
    expect(textBox().value).toBe('It ships on Monday.')
    expect(outbox.items()).toEqual([])
  })

  it('none of which fits let it be sent as it is', async () => {
    const replies = holdReplies()
    const { outbox } = drawComposer()
    type('/etc')
    await screen.findByText('Loading canned replies')
    replies.answer()
    await screen.findByText('No canned reply matches “etc”.')
    press('Enter')
    expect(outbox.items().map(({ message }) => message.content)).toEqual([{ type: 'text', body: '/etc' }])
  })

  it('that did not load are asked for again, and nothing is sent by mistake', async () => {
    const replies = holdReplies()
    const { outbox } = drawComposer()
    type('/ship')
    await screen.findByText('Loading canned replies')
    replies.answer(403)
    const again = await screen.findByRole('button', { name: 'Try again' })
    press('Enter')
    expect(outbox.items()).toEqual([])
    fireEvent.click(again)
    await waitFor(() => expect(replies.asked()).toBe(2))
    replies.answer()
    await screen.findByRole('option')
  })

  it('are left alone with Escape, and a line can be made', async () => {
    holdReplies()
    const { outbox } = drawComposer()
    type('/ship')
    expect(press('Enter', { shiftKey: true })).toBe(true)
    press('Escape')
    press('Enter')
    expect(outbox.items()).toHaveLength(1)
  })

  it('are fetched when the box has the focus, once', async () => {
    const replies = holdReplies()
    drawComposer()
    expect(replies.asked()).toBe(0)
    textBox().focus()
    await waitFor(() => expect(replies.asked()).toBe(1))
    replies.answer()
    type('/')
    await screen.findByRole('option')
    textBox().blur()
    textBox().focus()
    expect(queryClient.isFetching({ queryKey: cannedRepliesKey(me.organization.id) })).toBe(0)
    expect(replies.asked()).toBe(1)
  })
})

it('what is typed behind two slashes is sought among the templates, and not sent', async () => {
  holdReplies()
  const { outbox } = drawComposer()
  type('One moment //')
  type(`${textBox().value}ord`)
  press('Enter')
  expect(outbox.items()).toEqual([])
  const dialog = within(await screen.findByRole('dialog', { name: 'Send a template' }))
  expect(dialog.getByRole<HTMLInputElement>('combobox').value).toBe('ord')
  expect(textBox().value).toBe('One moment ')
})

describe('emoji', () => {
  let found: (entries: { unicode: string; name: string; shortcodes: string[] }[]) => void
  beforeEach(() => {
    holdReplies()
    emoji.search = () => new Promise((resolve) => (found = resolve))
  })
  const smile = { unicode: '😄', name: 'smile', shortcodes: ['smile'] }

  it('that are sought let Enter send nothing; then it takes the first', async () => {
    const searched = vi.spyOn(emoji, 'search')
    const { outbox } = drawComposer()
    type('Thanks :smi')
    press('Enter')
    expect(outbox.items()).toEqual([])
    await waitFor(() => expect(searched).toHaveBeenCalledWith('smi'))
    press('Enter')
    expect(outbox.items()).toEqual([])
    found([smile])
    await screen.findByRole('option')
    // Those for what was typed before are not those for what stands there now.
    type('Thanks :smile')
    press('Enter')
    expect(textBox().value).toBe('Thanks :smile')
    found([smile])
    await waitFor(() => {
      press('Enter')
      expect(textBox().value).toBe('Thanks 😄 ')
    })
    expect(outbox.items()).toEqual([])
  })

  it('that don’t exist, or can’t be had, are words', async () => {
    for (const answer of [() => Promise.resolve([]), () => Promise.reject(new Error('no network'))]) {
      emoji.search = answer
      const { outbox, unmount } = drawComposer()
      type('x :pp')
      await waitFor(() => {
        press('Enter')
        expect(outbox.items().length).toBeGreaterThan(0)
      })
      unmount()
      localStorage.clear()
    }
  })
})

it('colleagues that are not fetched yet are not left out of a note', async () => {
  stubApi(numbers)
  const { outbox } = drawComposer()
  fireEvent.click(screen.getByRole('radio', { name: /Note/ }))
  type('@To')
  press('Enter')
  expect(outbox.items()).toEqual([])
  await screen.findByRole('option', { name: /Tom Baker/ })
  press('Enter')
  expect(textBox().value).toBe('@Tom Baker ')
})

it('of colleagues it says who can’t see the conversation', async () => {
  stubApi(numbers)
  const conversation = openConversation({ assigneeId: 'usr_2' })
  drawComposer({ conversation, agentVisibility: 'own' })
  fireEvent.click(screen.getByRole('radio', { name: /Note/ }))
  type('@Ama')
  await screen.findByRole('option', { name: /Amara Diallo.*Can’t see this conversation/ })
  type('@To')
  const owner = await screen.findByRole('option', { name: /Tom Baker/ })
  expect(owner.textContent).not.toContain('Can’t see')
})
