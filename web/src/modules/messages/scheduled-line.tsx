import type { Message } from '@worker/modules/messages/messages.schemas'
import AlarmClock from 'lucide-solid/icons/alarm-clock'
import { createSignal, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { formatExactly } from '../../shared/times'
import { useCurrentMember } from '../auth/current-member'
import { useInboxLive } from '../inbox/inbox-context'
import { cancelMessage } from './cancel-message'

const RescheduleDialog = lazyPart(() => import('./reschedule-dialog'))
const button = 'h-6 rounded-sm px-[7px] font-medium text-brand-ink hover:bg-brand-soft max-sm:h-11'

/** Below a message that waits for its time: when, and how to change one's mind. */
export function ScheduledLine(props: { message: Message }) {
  const member = useCurrentMember()
  const live = useInboxLive()
  const [isOpen, setOpen] = createSignal<boolean>()
  return (
    <div class="flex flex-wrap items-center justify-end gap-x-1 pt-1 text-[12.5px]/[17px] text-ink-2">
      <AlarmClock aria-hidden="true" class="size-3.5" />
      <span>
        {t('thread.scheduled.at', { time: formatExactly(props.message.scheduledFor ?? props.message.occurredAt) })}
      </span>
      <Show when={member.can('messages:send')}>
        <button type="button" class={button} onClick={() => setOpen(true)}>
          {t('thread.scheduled.reschedule')}
        </button>
        <button
          type="button"
          class={button}
          onClick={() => void cancelMessage(live.cache, props.message, t('thread.scheduled.cancelled'))}
        >
          {t('thread.scheduled.cancel')}
        </button>
      </Show>
      <Show when={isOpen() !== undefined}>
        <Suspense>
          <RescheduleDialog message={props.message} open={isOpen() === true} onOpenChange={setOpen} />
        </Suspense>
      </Show>
    </div>
  )
}
