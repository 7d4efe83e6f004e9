import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { type Accessor, createMemo, createSignal } from 'solid-js'
import { compareRows, type ListData, type Row } from '../inbox/inbox-cache'

/** Why a row that is still shown is no part of the list any more. */
export type WhyLeft = 'read' | 'closed' | 'snoozed' | 'moved'
/** The order that is kept, of which list and how far it was loaded. */
type Kept = { ids: readonly string[]; known: ReadonlySet<string>; key: string | undefined; pages: number; turn: number }
type Shown = {
  ids: readonly string[]
  byId: ReadonlyMap<string, Row>
  live: readonly Row[]
  left: ReadonlyMap<string, WhyLeft>
}

const NOTHING: readonly Row[] = []
const NONE: Shown = { ids: [], byId: new Map(), live: NOTHING, left: new Map() }

/**
 * What stands where in a list. While it keeps still, rows are updated where they stand, new ones wait, and those that leave
 * stay, marked as such, until it follows again.
 */
export function createListOrder(from: {
  data: Accessor<ListData | undefined>
  isStill: Accessor<boolean>
  selectedId: Accessor<string | undefined>
  /** A conversation as it is by now, also one that left the list. */
  find: (id: string) => Conversation | undefined
}) {
  const [turn, setTurn] = createSignal(0)
  const current = createMemo(() => from.data()?.pages.flatMap(({ items }) => items) ?? NOTHING)
  const kept = createMemo<Kept | undefined>((before) => {
    if (!from.isStill()) return undefined
    const rows = current()
    const [key, pages] = [from.data()?.key, from.data()?.pages.length ?? 0]
    // Where nothing of it is left, there is nothing that could move.
    if (before?.key !== key || before?.turn !== turn() || !rows.some(({ id }) => before.known.has(id))) {
      const ids = rows.map(({ id }) => id)
      return { ids, known: new Set(ids), key, pages, turn: turn() }
    }
    if (before.pages === pages) return before
    // A page more joins at the end, and nothing that is new above.
    const added: string[] = []
    for (let at = rows.length - 1; at >= 0; at -= 1) {
      const id = rows[at]?.id ?? ''
      if (before.known.has(id)) break
      added.unshift(id)
    }
    const ids = [...before.ids, ...added]
    return { ids, known: new Set(ids), key, pages, turn: before.turn }
  })
  const shown = createMemo<Shown>((before) => {
    const rows = current()
    const byId = new Map(rows.map((row) => [row.id, row]))
    const order = kept()
    if (!order) return { ids: [...byId.keys()], byId, live: rows, left: NONE.left }
    const live: Row[] = []
    const left = new Map<string, WhyLeft>()
    for (const id of order.ids) {
      const row = byId.get(id)
      if (row) live.push(row)
      else {
        const now = from.find(id)
        const last = now ?? before.byId.get(id)
        if (last) byId.set(id, last)
        left.set(id, whyLeft(now, from.data()))
      }
    }
    return { ids: order.ids, byId, live, left }
  }, NONE)
  /** By these the rows are told apart: one that changes stays where it is, with the focus in it. */
  const ids = createMemo(() => shown().ids, NONE.ids, { equals: isSame })
  const waiting = createMemo(() => {
    const order = kept()
    if (!order) return 0
    const rows = current()
    const first = shown().live[0]?.id
    const above = rows.findIndex(({ id }) => id === first)
    return rows.filter(({ id }, at) => !order.known.has(id) || at < above).length
  })

  const isListed = (id: string) => shown().byId.has(id) && !shown().left.has(id) && (kept()?.known.has(id) ?? true)
  /** The open conversation as it was when it was last listed. */
  const opened = createMemo<{ row: Row; key: string } | undefined>((before) => {
    const [id, data] = [from.selectedId(), from.data()]
    if (id === undefined || !data) return undefined
    const row = isListed(id) ? shown().byId.get(id) : undefined
    if (row) return { row, key: data.key }
    return before?.row.id === id && before.key === data.key ? before : undefined
  })
  /** What is listed, and the open conversation where it was: from there one goes on. */
  const way = createMemo(() => {
    const [{ live }, row, filter] = [shown(), opened()?.row, from.data()?.filter]
    if (!row || !filter || isListed(row.id)) return live
    const compare = compareRows(filter)
    const behind = live.findIndex((one) => compare(one, row) > 0)
    return live.toSpliced(behind < 0 ? live.length : behind, 0, row)
  })

  return {
    ids,
    byId: () => shown().byId,
    /** What is listed, in the order on the screen: without what has left. */
    live: () => shown().live,
    way,
    whyLeft: (id: string): WhyLeft | undefined => shown().left.get(id),
    waiting,
    /** What waits takes its place; from there on it keeps still again. */
    showNew: () => void setTurn((before) => before + 1),
  }
}

function whyLeft(now: Conversation | undefined, list: ListData | undefined): WhyLeft {
  if (now?.status === 'closed') return 'closed'
  if (now?.snoozedUntil) return 'snoozed'
  return list?.filter.view === 'unread' && now?.unreadCount === 0 ? 'read' : 'moved'
}

const isSame = (before: readonly string[], now: readonly string[]) =>
  before === now || (before.length === now.length && before.every((id, at) => id === now[at]))
