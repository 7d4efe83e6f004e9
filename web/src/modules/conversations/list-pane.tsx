import '../../strings/register-inbox-list'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createEffect, createMemo, createSignal, on, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { later } from '../../shared/later'
import { lazyPart } from '../../shared/lazy-part'
import { createShortcuts } from '../../shared/shortcuts'
import { cx } from '../../ui/cx'
import { useCurrentMember } from '../auth/current-member'
import type { ListFilter, Row } from '../inbox/inbox-cache'
import { useInboxLive } from '../inbox/inbox-context'
import type { InboxState } from '../inbox/inbox-state'
import type { Drafts } from '../messages/drafts'
import type { ConversationActions } from './conversation-actions'
import { ConversationList, type ListRest } from './conversation-list'
import { ListFilters } from './list-filters'
import { focusWhenShown, linkOfRow, rowWithFocus } from './list-focus'
import { ListHeader } from './list-header'
import { contentWords, type RowDraft } from './message-preview'
import { createOutOfSight } from './out-of-sight-ids'
import { createRefusedHere } from './refused-here'

const BulkBar = later(async () => (await import('./bulk-bar')).BulkBar)
const SelectionStrip = later(async () => (await import('./selection-strip')).SelectionStrip)
const KeptOutOfSight = later(async () => (await import('./kept-out-of-sight')).default)
const StartDialog = lazyPart(() => import('./start-dialog'))

export type ListPaneProps = {
  class: string
  state: InboxState
  actions: ConversationActions
  drafts: Drafts
  members: readonly Member[]
  numbers: readonly PhoneNumber[]
  /** What is listed, and the open conversation where it was before it left. */
  onRows: (rows: readonly Row[]) => void
}

/** Views, filters, search and the list below them. */
export function ListPane(props: ListPaneProps) {
  const member = useCurrentMember()
  const [rows, setRows] = createSignal<readonly Row[]>([])
  const [way, setWay] = createSignal<readonly Row[]>([])
  const [checked, setChecked] = createSignal<ReadonlySet<string>>(new Set())
  const [isStarting, setStarting] = createSignal(false)
  const [rest, setRest] = createSignal<ListRest>()
  let lastChecked: string | undefined
  const nameOf = (userId: string) => props.members.find((one) => one.userId === userId)?.name
  const mayStart = () => member.can('messages:send')
  const marked = createMemo(() => rows().filter(({ id }) => checked().has(id)))
  /** What was marked and has left is marked no more as far as anybody sees. */
  const markedIds = createMemo(() => new Set(marked().map(({ id }) => id)))
  const mayChange = () => member.can('conversations:update')
  const draftIds = createMemo(() => props.drafts.ids(), undefined, {
    equals: (before, now) => before.length === now.length && before.every((id, at) => id === now[at]),
  })
  const live = useInboxLive()
  const refused = createRefusedHere(member.organizationId(), live.outbox)
  const view = () => props.state.filter().view
  // What was begun is asked for where it is listed.
  const keptIds = createMemo(() => [...new Set([...refused.ids(), ...(view() === 'drafts' ? draftIds() : [])])])
  const outOfSight = createOutOfSight(member.organizationId(), keptIds, live)
  const lost = createMemo(() => {
    const listed = view() === 'drafts' ? draftIds() : view() === 'failed' ? refused.ids() : []
    return listed.filter((id) => outOfSight().has(id))
  })
  const filter = createMemo((): ListFilter => {
    const wanted = props.state.filter()
    if (wanted.view === 'failed' && refused.ids().length > 0) return { ...wanted, ids: refused.ids() }
    return wanted.view === 'drafts' ? { ...wanted, ids: draftIds() } : wanted
  })
  const clear = () => setChecked(new Set<string>())
  // What is marked is marked in what is listed.
  createEffect(on(() => JSON.stringify(props.state.filter()), clear, { defer: true }))
  const draftOf = (id: string): RowDraft | undefined => {
    const unsent = refused.of(id)
    if (unsent) return { kind: 'refused', text: contentWords(unsent.message.content) }
    const { reply, note } = props.drafts.of(id)
    if (reply !== '') return { kind: 'reply', text: reply }
    return note === '' ? undefined : { kind: 'note', text: note }
  }

  function check(id: string, range: boolean, order: readonly string[]): void {
    const next = new Set(checked())
    const [from, to] = [order.indexOf(lastChecked ?? id), order.indexOf(id)]
    if (range && from >= 0) for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one)
    else if (!next.delete(id)) next.add(id)
    lastChecked = id
    setChecked(next)
  }
  function move(step: 1 | -1): void {
    const order = way()
    const at = order.findIndex(({ id }) => id === props.state.selectedId())
    const next = order[at < 0 ? 0 : at + step]
    if (!next) return
    const isIn = rowWithFocus() !== undefined
    props.state.select(next.id, next.match?.messageId)
    queueMicrotask(() => {
      linkOfRow(next.id)?.closest('[data-conversation]')?.scrollIntoView({ block: 'nearest' })
      // Where the focus is in the list it is on the row that keys are about.
      if (isIn) focusWhenShown(() => linkOfRow(next.id))
    })
  }
  /** The row that has the focus, else the open one. */
  const meant = () => rowWithFocus() ?? props.state.selectedId()
  const checkMeant = (range: boolean) => {
    const id = meant()
    const order = rows().map((row) => row.id)
    if (id !== undefined && order.includes(id)) check(id, range, order)
  }
  const markUnread = () => {
    const row = rows().find(({ id }) => id === meant())
    if (row && mayChange()) void props.actions.setRead([row], false)
  }
  createShortcuts([
    { keys: 'j', run: () => move(1) },
    { keys: 'k', run: () => move(-1) },
    { keys: 'x', run: (event) => checkMeant(event.shiftKey) },
    { keys: 'u', run: markUnread },
    { keys: 'c', run: () => mayStart() && setStarting(true) },
  ])

  return (
    <section
      aria-label={t('inbox.title')}
      class={cx('relative flex min-h-0 min-w-0 flex-col border-line border-e', props.class)}
    >
      <ListHeader state={props.state} mayStart={mayStart()} onStart={() => setStarting(true)} />
      <ListFilters
        state={props.state}
        members={props.members}
        numbers={props.numbers}
        drafts={draftIds().length}
        refused={() => refused.countBeside((id) => outOfSight().has(id))}
        over={
          <Show when={marked().length > 0 && mayChange()}>
            <SelectionStrip
              count={marked().length}
              loaded={rows().length}
              rest={rest()}
              onAll={(ids) => setChecked(new Set(ids ?? rows().map(({ id }) => id)))}
              onNone={clear}
            />
          </Show>
        }
      />
      <Show when={lost().length > 0}>
        <KeptOutOfSight ids={lost()} drafts={props.drafts} />
      </Show>
      <ConversationList
        hasOthers={lost().length > 0}
        filter={filter()}
        selectedId={props.state.selectedId()}
        checked={markedIds()}
        draftOf={draftOf}
        nameOf={nameOf}
        onOpen={props.state.select}
        onCheck={check}
        onRest={setRest}
        onRows={(next, nextWay) => {
          setRows(next)
          setWay(nextWay)
          props.onRows(nextWay)
        }}
      />
      <Suspense>
        <Show when={marked().length > 0 && mayChange()}>
          <BulkBar rows={marked()} members={props.members} actions={props.actions} onDone={clear} />
        </Show>
        <Show when={isStarting()}>
          <StartDialog
            numbers={props.numbers}
            onStarted={(id) => {
              setStarting(false)
              props.state.select(id)
            }}
            onClose={() => setStarting(false)}
          />
        </Show>
      </Suspense>
    </section>
  )
}
