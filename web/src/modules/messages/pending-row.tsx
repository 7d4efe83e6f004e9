import CircleAlert from 'lucide-solid/icons/circle-alert'
import Clock from 'lucide-solid/icons/clock'
import { Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { later } from '../../shared/later'
import { currentMinute } from '../../shared/minute'
import { sayNotLoaded } from '../../shared/not-loaded'
import { shortcutLabel } from '../../shared/shortcuts'
import { formatClock } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { cx } from '../../ui/cx'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { contentWords, kindIcon } from '../conversations/message-preview'
import { useInboxLive } from '../inbox/inbox-context'
import { canTakeBack, isOverdue, type Pending } from '../inbox/outbox'
import { Bubble } from './bubble'
import { PendingPicture, pictureUrl } from './pending-picture'
import { RichText } from './rich-text'

const PendingNote = later(
  async () => (await import('./pending-note')).PendingNote,
  () => <span class="block h-14" />,
)

type PendingRowProps = {
  pending: Pending
  isFirst: boolean
  isLast: boolean
  isFresh: boolean
  isOffline: boolean
  /** What puts it back into the composer, once its script is there: until then it stays in the outbox. */
  onEdit: () => Promise<(pending: Pending) => void>
}

/** Typed here, not with the server yet: a clock, or why it was refused. The text is never lost. */
export function PendingRow(props: PendingRowProps) {
  const { outbox } = useInboxLive()
  const takeBack = async () => {
    const { onEdit, pending } = props
    const edit = await onEdit().catch(() => void sayNotLoaded())
    if (!edit) return
    try {
      const taken = await outbox.discard(pending.clientId)
      if (taken) edit(taken)
    } catch (error) {
      showToast({ tone: 'bad', text: errorText(error) })
    }
  }
  const note = () => {
    const { content } = props.pending.message
    return content.type === 'note' ? content : undefined
  }
  return (
    <Show when={note()} fallback={<PendingBubble {...props} onTakeBack={() => void takeBack()} />}>
      {(content) => (
        <PendingNote
          pending={props.pending}
          body={content().body}
          isOffline={props.isOffline}
          onTakeBack={() => void takeBack()}
        />
      )}
    </Show>
  )
}

function PendingBubble(props: PendingRowProps & { onTakeBack: () => void }) {
  const { outbox } = useInboxLive()
  const member = useCurrentMember()
  const content = () => props.pending.message.content
  const picture = () => pictureUrl(content())
  const isRefused = () => props.pending.state === 'refused'
  const isWaiting = () => props.isOffline && !isRefused()
  /** With a time that has passed it would be refused again. */
  const again = () =>
    isRefused() && isOverdue(props.pending, Math.max(currentMinute(), Date.now()))
      ? t('thread.scheduled.sendNow')
      : t('thread.failed.retry')
  const link =
    '-my-1 inline-flex h-6 items-center rounded-sm px-[7px] align-middle font-medium hover:bg-bad-soft max-sm:my-0 max-sm:h-11'
  return (
    <article
      aria-label={t('thread.pending')}
      tabindex="-1"
      data-ours={isRefused() ? undefined : ''}
      class={cx(
        'group/message flex flex-row-reverse items-end gap-2 rounded-md px-5 outline-offset-[-3px] max-sm:px-3',
        props.isFirst ? 'pt-2.5' : 'pt-1',
        props.isFresh && 'animate-[rise_var(--t-slow)_var(--e-out)]',
      )}
    >
      <span class="w-6 flex-none max-sm:hidden">
        <Show when={props.isLast}>
          <Avatar name={member.me().user.name} size={24} />
        </Show>
      </span>
      <div class="flex min-w-0 max-w-[min(452px,74%)] flex-col items-end max-sm:max-w-[86%]">
        <Bubble
          message={{ direction: 'outbound', status: isRefused() ? 'failed' : 'queued' }}
          dashed={isWaiting()}
          isLast={props.isLast}
        >
          <PendingPicture url={picture()} />
          <Show when={!picture() && kindIcon(content().type)}>
            {(icon) => <Dynamic component={icon()} aria-hidden="true" class="me-1.5 inline! size-3.5 align-[-2px]" />}
          </Show>
          <span class={picture() ? 'inline-block max-w-[294px] align-top' : undefined}>
            <RichText text={contentWords(content())} />
          </span>
          <span class="float-end -me-0.5 -mb-[3px] ms-3 mt-1.5 inline-flex select-none items-center gap-[3px] whitespace-nowrap text-2xs/[14px] text-ink-3 tabular-nums group-data-ours/message:text-bubble-out-meta">
            <Show when={canTakeBack(props.pending, !props.isOffline)}>
              <button
                type="button"
                class="-my-1 me-1 inline-flex h-6 items-center rounded-sm px-1.5 font-medium text-brand-ink text-xs hover:bg-brand-soft-2 max-sm:-my-3 max-sm:h-11"
                onClick={() => props.onTakeBack()}
              >
                {t('composer.undo.take')}
              </button>
            </Show>
            {isWaiting() ? t('thread.waiting') : formatClock(new Date(props.pending.createdAt).toISOString())}
            <Show
              when={isRefused()}
              fallback={
                <Clock role="img" aria-label={t('inbox.ticks.queued')} class="size-[15px] stroke-2 text-tick" />
              }
            >
              <CircleAlert role="img" aria-label={t('inbox.ticks.failed')} class="size-[15px] stroke-2 text-bad-ink" />
            </Show>
          </span>
        </Bubble>
        <Show when={isRefused() || props.pending.problem}>
          <div
            role="alert"
            class="flex max-w-full items-start justify-end gap-[5px] pt-1 text-[12.5px]/[17px] text-bad-ink"
          >
            <CircleAlert aria-hidden="true" class="mt-0.5 size-3.5! flex-none" />
            <span class="min-w-0">
              <b class="font-semibold">{t(isRefused() ? 'thread.failed.title' : 'thread.stillTrying')}</b>{' '}
              {props.pending.problem?.text}{' '}
              <button
                type="button"
                data-key="shift+r"
                data-tip={again()}
                data-tip-keys={shortcutLabel('shift+r')}
                class={link}
                onClick={() => outbox.retry(props.pending.clientId)}
              >
                {again()}
              </button>
              <Show when={isRefused()}>
                <button type="button" class={link} onClick={() => props.onTakeBack()}>
                  {t('thread.failed.edit')}
                </button>
              </Show>
            </span>
          </div>
        </Show>
      </div>
    </article>
  )
}
