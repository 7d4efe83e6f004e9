import { createComputed, createEffect, createMemo, type JSX, Match, on, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { later } from '../../shared/later'
import { currentMinute } from '../../shared/minute'
import { online } from '../../shared/online'
import { formatDay } from '../../shared/times'
import type { Pending } from '../inbox/outbox'
import { MessageRow } from './message-row'
import { NoteRow } from './note-row'
import { PendingRow } from './pending-row'
import { isAbout, type ThreadRow } from './thread-rows'

const line = () => <span class="block h-7" />
const ActivityRow = later(async () => (await import('./activity-row')).ActivityRow, line)
const SystemRow = later(async () => (await import('./system-row')).SystemRow, line)

const of = <K extends ThreadRow['kind']>(row: ThreadRow, kind: K) =>
  row.kind === kind && (row as Extract<ThreadRow, { kind: K }>)

const rule =
  'flex items-center gap-3 px-5 before:h-px before:flex-1 after:h-px after:flex-1 max-sm:px-3 font-medium text-2xs'

/** Any row of a thread. Its key is its identity: what it shows may change, the element stays. */
export function ThreadRowView(props: {
  rowKey: string
  rows: ReadonlyMap<string, ThreadRow>
  /** The message that was jumped to: for a moment. */
  flashingId: string | undefined
  isFresh: boolean
  onEdit: () => Promise<(pending: Pending) => void>
}): JSX.Element {
  const row = createMemo<ThreadRow>(
    (before) => props.rows.get(props.rowKey) ?? before,
    // A row that is gone already is drawn as nothing until the list has heard of it.
    { kind: 'gone', key: props.rowKey } as never,
  )
  // Read once: it rises when it comes, not whenever something about it changes.
  const isFresh = props.isFresh
  let place: HTMLDivElement | undefined
  let hadFocus = false
  const kind = createMemo(() => row().kind)
  const isFlashing = () => isAbout(row(), props.flashingId)
  // The server has what was typed: another article takes its place, and the focus that was on the first.
  createComputed(
    on(kind, () => {
      hadFocus = place?.contains(document.activeElement) ?? false
    }),
  )
  createEffect(
    on(kind, () => {
      if (hadFocus && !place?.contains(document.activeElement))
        place?.querySelector<HTMLElement>('article')?.focus({ preventScroll: true })
    }),
  )
  return (
    <div
      ref={place}
      data-row={props.rowKey}
      data-flashing={isFlashing() ? '' : undefined}
      class={isFlashing() ? 'animate-[flash_1.4s_var(--e-out)] motion-reduce:bg-brand-soft' : undefined}
    >
      <Switch>
        <Match when={of(row(), 'day')}>
          {(day) => (
            <div class={`${rule} pt-3.5 pb-2.5 text-ink-3 before:bg-line after:bg-line`}>
              {formatDay(day().at, currentMinute())}
            </div>
          )}
        </Match>
        <Match when={of(row(), 'new')}>
          <div class={`${rule} pt-2 pb-1.5 font-semibold text-buoy-ink before:bg-buoy/45 after:bg-buoy/45`}>
            {t('thread.new')}
          </div>
        </Match>
        <Match when={of(row(), 'scheduled')}>
          <div class={`${rule} pt-3.5 pb-2 text-ink-3 before:bg-line after:bg-line`}>
            {t('thread.scheduled.heading')}
          </div>
        </Match>
        <Match when={of(row(), 'message')}>
          {(message) => (
            <MessageRow
              message={message().message}
              isFirst={message().isFirst}
              isLast={message().isLast}
              isFresh={isFresh}
            />
          )}
        </Match>
        <Match when={of(row(), 'note')}>{(note) => <NoteRow message={note().message} />}</Match>
        <Match when={of(row(), 'system')}>{(system) => <SystemRow message={system().message} />}</Match>
        <Match when={of(row(), 'activities')}>{(activities) => <ActivityRow messages={activities().messages} />}</Match>
        <Match when={of(row(), 'pending')}>
          {(pending) => (
            <PendingRow
              pending={pending().pending}
              isFirst={pending().isFirst}
              isLast={pending().isLast}
              isFresh={isFresh}
              isOffline={!online()}
              onEdit={props.onEdit}
            />
          )}
        </Match>
      </Switch>
    </div>
  )
}
