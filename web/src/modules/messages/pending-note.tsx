import Clock from 'lucide-solid/icons/clock'
import Lock from 'lucide-solid/icons/lock'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatClock } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { useCurrentMember } from '../auth/current-member'
import { useInboxLive } from '../inbox/inbox-context'
import { canTakeBack, type Pending } from '../inbox/outbox'

/** A note that isn't with the server yet, or was refused: on its yellow paper at once. */
export function PendingNote(props: { pending: Pending; body: string; isOffline: boolean; onTakeBack: () => void }) {
  const member = useCurrentMember()
  const { outbox } = useInboxLive()
  const link = 'inline-flex h-6 items-center rounded-sm px-1.5 font-medium hover:bg-bad-soft max-sm:h-11'
  return (
    <article
      aria-label={t('thread.pending')}
      tabindex="-1"
      class="mx-5 mt-2.5 mb-2 flex gap-[9px] rounded-[10px] bg-note py-[9px] ps-[11px] pe-3 text-[13.5px]/[19px] text-note-ink inset-ring inset-ring-note-line max-sm:mx-3"
    >
      <Avatar name={member.me().user.name} size={24} />
      <div class="min-w-0 flex-1">
        <p class="mb-px flex items-center gap-1.5 text-note-ink-2 text-xs">
          <Lock aria-hidden="true" class="size-3" />
          <b class="font-semibold text-note-ink">{member.me().user.name}</b> · {t('thread.note')}
          <span class="ms-auto flex items-center gap-1 tabular-nums">
            <Show when={canTakeBack(props.pending, !props.isOffline)}>
              <button
                type="button"
                class="-my-1 me-1 inline-flex h-6 items-center rounded-sm px-1.5 font-medium text-note-ink hover:bg-note-ink/8 max-sm:-my-3 max-sm:h-11"
                onClick={() => props.onTakeBack()}
              >
                {t('composer.undo.take')}
              </button>
            </Show>
            {formatClock(new Date(props.pending.createdAt).toISOString())}
            <Show when={props.pending.state !== 'refused'}>
              <Clock role="img" aria-label={t('inbox.ticks.queued')} class="size-3.5" />
            </Show>
          </span>
        </p>
        <p dir="auto" class="whitespace-pre-wrap [overflow-wrap:anywhere]">
          {props.body}
        </p>
        <Show when={props.pending.problem}>
          {(problem) => (
            <p role="alert" class="pt-1 text-[12.5px]/[17px] text-bad-ink">
              <b class="font-semibold">
                {t(props.pending.state === 'refused' ? 'thread.failed.title' : 'thread.stillTrying')}
              </b>{' '}
              {problem().text}{' '}
              <button type="button" class={link} onClick={() => outbox.retry(props.pending.clientId)}>
                {t('thread.failed.retry')}
              </button>
              <Show when={props.pending.state === 'refused'}>
                <button type="button" class={link} onClick={() => props.onTakeBack()}>
                  {t('thread.failed.edit')}
                </button>
              </Show>
            </p>
          )}
        </Show>
      </div>
    </article>
  )
}
