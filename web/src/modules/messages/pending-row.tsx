import CircleAlert from 'lucide-solid/icons/circle-alert'
import Clock from 'lucide-solid/icons/clock'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatClock } from '../../shared/times'
import { useInboxLive } from '../inbox/inbox-context'
import type { Pending } from '../inbox/outbox'
import { Bubble } from './bubble'
import { RichText } from './rich-text'

/** Typed here, not with the server yet: a clock, or why it was refused. The text is never lost. */
export function PendingRow(props: {
  pending: Pending
  isFirst: boolean
  isLast: boolean
  isOffline: boolean
  onEdit: (pending: Pending) => void
}) {
  const { outbox } = useInboxLive()
  const words = () => {
    const content = props.pending.message.content
    if (content.type === 'text' || content.type === 'note') return content.body
    if ('caption' in content && content.caption) return content.caption
    return t('thread.pendingKind')
  }
  const isRefused = () => props.pending.state === 'refused'
  return (
    <article aria-label={t('thread.pending')} class="flex flex-row-reverse items-end gap-2 px-5 pt-0.5 max-sm:px-3">
      <span class="w-6 flex-none" />
      <div class="flex min-w-0 max-w-[min(76%,560px)] flex-col items-end">
        <Bubble
          message={{ direction: 'outbound', reactions: [], status: isRefused() ? 'failed' : 'queued' }}
          dashed={props.isOffline && !isRefused()}
          isFirst={props.isFirst}
          isLast={props.isLast}
        >
          <RichText text={words()} />
          <span class="float-end ms-3 mt-1.5 inline-flex items-center gap-[3px] text-2xs/[14px] text-bubble-out-meta tabular-nums">
            {formatClock(new Date(props.pending.createdAt).toISOString())}
            <Show
              when={isRefused()}
              fallback={<Clock role="img" aria-label={t('inbox.ticks.queued')} class="size-[13px]" />}
            >
              <CircleAlert role="img" aria-label={t('inbox.ticks.failed')} class="size-[15px] text-bad-ink" />
            </Show>
          </span>
        </Bubble>
        <Show when={isRefused()}>
          <div
            role="alert"
            class="flex flex-wrap items-center justify-end gap-x-[5px] pt-1 text-[12.5px]/[17px] text-bad-ink"
          >
            <span>
              <b class="font-semibold">{t('thread.failed.title')}</b> {props.pending.problem?.text}
            </span>
            <button
              type="button"
              class="h-6 rounded-sm px-[7px] font-medium hover:bg-bad-soft"
              onClick={() => outbox.retry(props.pending.clientId)}
            >
              {t('thread.failed.retry')}
            </button>
            <button
              type="button"
              class="h-6 rounded-sm px-[7px] font-medium hover:bg-bad-soft"
              onClick={() => {
                const taken = outbox.discard(props.pending.clientId)
                if (taken) props.onEdit(taken)
              }}
            >
              {t('thread.failed.edit')}
            </button>
          </div>
        </Show>
      </div>
    </article>
  )
}
