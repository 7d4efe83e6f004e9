import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { Match, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatDay } from '../../shared/times'
import type { Pending } from '../inbox/outbox'
import { ActivityRow } from './activity-row'
import { MessageActions } from './message-actions'
import { MessageRow } from './message-row'
import { NoteRow } from './note-row'
import { PendingRow } from './pending-row'
import type { ThreadRow } from './thread-rows'

export type ThreadRowViewProps = {
  row: ThreadRow
  /** Of the thread, for quotes and chosen buttons. */
  messages: readonly Message[]
  conversation: Conversation
  members: readonly Member[]
  isOffline: boolean
  flashingId: string | undefined
  onQuote: (messageId: string) => void
  onEdit: (pending: Pending) => void
  onReply: (message: Message) => void
}

const of = <K extends ThreadRow['kind']>(row: ThreadRow, kind: K) =>
  row.kind === kind && (row as Extract<ThreadRow, { kind: K }>)

/** Any row of a thread. */
export function ThreadRowView(props: ThreadRowViewProps) {
  const quoted = (message: Message) =>
    props.messages.find(({ wamid }) => wamid !== null && wamid === message.replyTo?.wamid)
  /** What the customer chose of our buttons: they answer them by quoting. */
  const picked = (message: Message) => {
    const answer = props.messages.find(
      ({ content, replyTo }) => content.type === 'button_reply' && replyTo !== null && replyTo.wamid === message.wamid,
    )
    return answer?.content.type === 'button_reply' ? answer.content.id : undefined
  }
  return (
    <Switch>
      <Match when={of(props.row, 'day')}>
        {(row) => (
          <div class="my-2.5 flex items-center gap-3 px-5 font-medium text-2xs text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            {formatDay(row().at, currentMinute())}
          </div>
        )}
      </Match>
      <Match when={of(props.row, 'new')}>
        <div class="mt-2 mb-1.5 flex items-center gap-2.5 px-5 font-semibold text-2xs text-buoy-ink before:h-px before:flex-1 before:bg-buoy/45 after:h-px after:flex-1 after:bg-buoy/45">
          {t('thread.new')}
        </div>
      </Match>
      <Match when={of(props.row, 'message')}>
        {(row) => (
          <MessageRow
            message={row().message}
            contactName={props.conversation.contact.displayName}
            isFirst={row().isFirst}
            isLast={row().isLast}
            isFlashing={props.flashingId === row().message.id}
            quoted={quoted(row().message)}
            pickedId={picked(row().message)}
            onQuote={props.onQuote}
            actions={<MessageActions message={row().message} onReply={() => props.onReply(row().message)} />}
          />
        )}
      </Match>
      <Match when={of(props.row, 'note')}>{(row) => <NoteRow message={row().message} members={props.members} />}</Match>
      <Match when={of(props.row, 'activities')}>
        {(row) => <ActivityRow messages={row().messages} members={props.members} />}
      </Match>
      <Match when={of(props.row, 'pending')}>
        {(row) => (
          <PendingRow
            pending={row().pending}
            isFirst={row().isFirst}
            isLast={row().isLast}
            isOffline={props.isOffline}
            onEdit={props.onEdit}
          />
        )}
      </Match>
    </Switch>
  )
}
