import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createMemo, createSignal, lazy, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { createShortcuts } from '../../shared/shortcuts'
import { cx } from '../../ui/cx'
import { useCurrentMember } from '../auth/current-member'
import type { InboxState } from '../inbox/inbox-state'
import type { Drafts } from '../messages/drafts'
import { BulkBar } from './bulk-bar'
import type { ConversationActions } from './conversation-actions'
import { ConversationList } from './conversation-list'
import { ListFilters } from './list-filters'
import { ListHeader } from './list-header'

const StartDialog = lazy(() => import('./start-dialog'))

export type ListPaneProps = {
  class: string
  state: InboxState
  actions: ConversationActions
  drafts: Drafts
  members: readonly Member[]
  numbers: readonly PhoneNumber[]
  onRows: (rows: readonly Conversation[]) => void
}

/** Views, filters, search and the list below them. */
export function ListPane(props: ListPaneProps) {
  const member = useCurrentMember()
  const [rows, setRows] = createSignal<readonly Conversation[]>([])
  const [checked, setChecked] = createSignal<ReadonlySet<string>>(new Set())
  const [isStarting, setStarting] = createSignal(false)
  let lastChecked: string | undefined
  const nameOf = (userId: string) => props.members.find((one) => one.userId === userId)?.name
  const mayStart = () => member.can('messages:send')
  const marked = createMemo(() => rows().filter(({ id }) => checked().has(id)))

  function check(id: string, range: boolean, order: readonly string[]): void {
    const next = new Set(checked())
    const [from, to] = [order.indexOf(lastChecked ?? id), order.indexOf(id)]
    if (range && from >= 0) for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one)
    else if (!next.delete(id)) next.add(id)
    lastChecked = id
    setChecked(next)
  }
  function move(step: 1 | -1): void {
    const order = rows()
    const at = order.findIndex(({ id }) => id === props.state.selectedId())
    const next = order[at < 0 ? 0 : at + step]
    if (!next) return
    props.state.select(next.id)
    queueMicrotask(() =>
      document.querySelector(`[data-conversation="${next.id}"]`)?.scrollIntoView({ block: 'nearest' }),
    )
  }
  const checkSelected = (range: boolean) => {
    const id = props.state.selectedId()
    if (id)
      check(
        id,
        range,
        rows().map((row) => row.id),
      )
  }
  createShortcuts([
    { keys: 'j', run: () => move(1) },
    { keys: 'k', run: () => move(-1) },
    { keys: 'x', run: (event) => checkSelected(event.shiftKey) },
    { keys: 'c', run: () => mayStart() && setStarting(true) },
  ])

  return (
    <section
      aria-label={t('inbox.title')}
      class={cx('relative flex min-h-0 min-w-0 flex-col border-line border-e', props.class)}
    >
      <ListHeader state={props.state} mayStart={mayStart()} onStart={() => setStarting(true)} />
      <ListFilters state={props.state} members={props.members} numbers={props.numbers} />
      <ConversationList
        filter={props.state.filter()}
        selectedId={props.state.selectedId()}
        checked={checked()}
        draftOf={(id) => props.drafts.of(id).reply || undefined}
        nameOf={nameOf}
        onOpen={(id) => props.state.select(id)}
        onCheck={check}
        onRows={(next) => {
          setRows(next)
          props.onRows(next)
        }}
      />
      <Suspense>
        <Show when={marked().length > 0 && member.can('conversations:update')}>
          <BulkBar
            rows={marked()}
            members={props.members}
            actions={props.actions}
            onDone={() => setChecked(new Set<string>())}
          />
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
