import type { Message } from '@worker/modules/messages/messages.schemas'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { showToast } from '../../ui/toast'
import { useInboxLive } from '../inbox/inbox-context'

/** Below a bubble: why it did not go, or that nobody knows, and the one thing that helps. */
export function MessageProblem(props: { message: Message }) {
  const live = useInboxLive()
  const [busy, setBusy] = createSignal(false)
  const canSendAgain = () =>
    props.message.canSendAgainAt !== null && Date.parse(props.message.canSendAgainAt) <= currentMinute()
  async function sendAgain(): Promise<void> {
    if (busy()) return
    setBusy(true)
    try {
      const sent = await call(api.api.messages[':id']['send-again'].$post({ param: { id: props.message.id } }))
      live.cache.applyMessages(props.message.conversationId, [sent])
    } catch (error) {
      showToast({ tone: 'bad', text: errorText(error) })
    } finally {
      setBusy(false)
    }
  }
  const again = (label: string) => (
    <button
      type="button"
      disabled={busy()}
      onClick={() => void sendAgain()}
      class="inline-flex h-6 items-center gap-1 rounded-sm px-[7px] font-medium hover:bg-bad-soft max-sm:min-h-11"
    >
      <RotateCw aria-hidden="true" class="size-3" />
      {label}
    </button>
  )
  return (
    <Switch>
      <Match when={props.message.status === 'failed'}>
        <div
          role="alert"
          class="flex flex-wrap items-center justify-end gap-x-[5px] pt-1 text-[12.5px]/[17px] text-bad-ink"
        >
          <CircleAlert aria-hidden="true" class="size-3.5 flex-none" />
          <span>
            <b class="font-semibold">{t('thread.failed.title')}</b>{' '}
            {props.message.error?.message ?? t('thread.failed.unknown')}
            <Show when={props.message.error}>{(error) => <span class="opacity-85"> · {error().code}</span>}</Show>
          </span>
          {again(t('thread.failed.retry'))}
        </div>
      </Match>
      <Match when={props.message.status === 'unconfirmed'}>
        <div class="flex flex-wrap items-center justify-end gap-x-[5px] pt-1 text-[12.5px]/[17px] text-warn-ink">
          <span>{canSendAgain() ? t('thread.unconfirmed.old') : t('thread.unconfirmed.fresh')}</span>
          <Show when={canSendAgain()}>{again(t('thread.unconfirmed.sendAgain'))}</Show>
        </div>
      </Match>
    </Switch>
  )
}
