import '../../strings/register-inbox'
import { screen, within } from '@solidjs/testing-library'
import { type QueryClient, useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { vi } from 'vitest'
import { me, renderSignedIn, stubApi } from '../auth/test-kit'
import { conversationKey, listKey } from '../inbox/inbox.queries'
import type { ListFilter, Row } from '../inbox/inbox-cache'
import { conversation } from '../inbox/test-rows'
import { ConversationList } from './conversation-list'

// The list of conversations in a window of 300 px: of forty rows a few are drawn.

export const COUNT = 40
export const rows = Array.from({ length: COUNT }, (_, at) => {
  const row = conversation(`con_${at}`, COUNT - at)
  return { ...row, contact: { ...row.contact, displayName: `Person ${at}` } }
})

class Sizes {
  constructor(
    private readonly tell: (entries: { target: Element; contentRect: { height: number; width: number } }[]) => void,
  ) {}
  observe(target: Element) {
    queueMicrotask(() => this.tell([{ target, contentRect: { height: 300, width: 300 } }]))
  }
  unobserve() {}
  disconnect() {}
}
export function stubWindow(): void {
  Object.assign(document.defaultView as Window, { ResizeObserver: Sizes })
  Element.prototype.scrollTo = () => {}
}

type Drawn = { selected?: string; checked?: readonly string[]; rows?: readonly Row[]; filter?: ListFilter }
export async function draw(options: Drawn = {}) {
  const items = options.rows ?? rows
  const answer = () => ({ body: { items, nextCursor: null } })
  stubApi({
    'GET /api/conversations?limit=50&view=all': answer,
    'GET /api/conversations?limit=50&view=unread': answer,
    'GET /api/conversations?limit=50&view=all&search=glaze': answer,
  })
  const drawn = drawList(options.filter ?? { view: 'all' }, options)
  await screen.findByText(items[0]?.contact.displayName ?? '')
  return drawn
}
export function drawList(filter: ListFilter, options: Drawn = {}) {
  const [selected, setSelected] = createSignal(options.selected)
  const [checked, setChecked] = createSignal<ReadonlySet<string>>(new Set(options.checked))
  const onOpen = vi.fn()
  const onCheck = vi.fn((id: string) => setChecked((now) => new Set([...now, id])))
  let client: QueryClient | undefined
  const List = () => {
    client = useQueryClient()
    return (
      <ConversationList
        filter={filter}
        selectedId={selected()}
        checked={checked()}
        draftOf={() => undefined}
        nameOf={() => undefined}
        onOpen={onOpen}
        onCheck={onCheck}
        onRows={() => {}}
      />
    )
  }
  renderSignedIn(List)
  return {
    onOpen,
    onCheck,
    setSelected,
    /** What the cache does when something arrives. */
    arrives: (pages: Row[][], more = false) =>
      client?.setQueryData(listKey(me.organization.id, filter), {
        pages: pages.map((items, at) => ({ items, nextCursor: more || at < pages.length - 1 ? 'more' : null })),
        pageParams: pages.map((_, at) => (at === 0 ? '' : 'more')),
      }),
    /** As a conversation is by now, in the list or not. */
    knows: (row: Row) => client?.setQueryData(conversationKey(me.organization.id, row.id), row),
  }
}

export const rowOf = (at: number) =>
  document.querySelector<HTMLElement>(`[data-conversation="con_${at}"]`) as HTMLElement
// Nothing is measured here, so the rows count as hidden.
export const linkOf = (at: number) => within(rowOf(at)).getByRole('link', { hidden: true })
export const boxOf = (at: number) => within(rowOf(at)).getByRole<HTMLInputElement>('checkbox', { hidden: true })
export const pictureOf = (at: number) => rowOf(at).querySelector('[data-initials]') as HTMLElement
