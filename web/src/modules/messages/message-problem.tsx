import '../../strings/register-thread-rare'
import { A } from '@solidjs/router'
import type { Message } from '@worker/modules/messages/messages.schemas'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleQuestionMark from 'lucide-solid/icons/circle-question-mark'
import LayoutTemplate from 'lucide-solid/icons/layout-template'
import Paperclip from 'lucide-solid/icons/paperclip'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import Settings from 'lucide-solid/icons/settings-2'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { shortcutLabel } from '../../shared/shortcuts'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { useInboxLive } from '../inbox/inbox-context'
import { useThread } from './thread-context'

const line = 'flex max-w-full items-start justify-end gap-[5px] pt-1 text-[12.5px]/[17px]'
const sign = 'mt-0.5 size-3.5! flex-none'
const button =
  '-my-1 ms-0.5 inline-flex h-6 items-center gap-1 whitespace-nowrap rounded-sm px-[7px] align-middle font-medium hover:bg-bad-soft disabled:opacity-60 max-sm:my-0 max-sm:h-11 [&_.lucide]:size-3'

/** Below a bubble: why it did not go, or that nobody knows, and the one thing that helps. */
export function MessageProblem(props: { message: Message }): JSX.Element {
  return (
    <Switch>
      <Match when={props.message.status === 'failed'}>
        <Failed message={props.message} />
      </Match>
      <Match when={props.message.status === 'unconfirmed'}>
        <Unconfirmed message={props.message} />
      </Match>
    </Switch>
  )
}

function Failed(props: { message: Message }) {
  const member = useCurrentMember()
  const code = () => props.message.error?.code
  return (
    <div role="note" class={`${line} text-bad-ink`}>
      <CircleAlert aria-hidden="true" class={sign} />
      <span class="min-w-0">
        <b class="font-semibold">{t('thread.failed.title')}</b>{' '}
        {props.message.error?.message ?? t('thread.failed.unknown')}
        {/* Negative codes are ours: Meta gave none. */}
        <Show when={(code() ?? 0) > 0}>
          <span class="opacity-85" title={props.message.error?.details ?? undefined}>
            {' '}
            · {code()}
          </span>
        </Show>
        <Show when={member.can('messages:send')}>
          {' '}
          <SendAgain message={props.message} label={t('thread.failed.retry')} /> <Fix message={props.message} />
        </Show>
      </span>
    </div>
  )
}

/** The one way out, beside trying it again as it is. */
function Fix(props: { message: Message }) {
  const thread = useThread()
  const fix = () => props.message.error?.fix
  const inComposer = (kind: 'send_template' | 'fix_template' | 'replace_media', icon: JSX.Element) => (
    <button type="button" class={button} onClick={() => thread.fix(props.message)}>
      {icon}
      {t(`thread.failed.fix.${kind}`)}
    </button>
  )
  return (
    <Switch>
      <Match when={fix() === 'send_template'}>
        {inComposer('send_template', <LayoutTemplate aria-hidden="true" />)}
      </Match>
      <Match when={fix() === 'fix_template'}>{inComposer('fix_template', <LayoutTemplate aria-hidden="true" />)}</Match>
      <Match when={fix() === 'replace_media'}>{inComposer('replace_media', <Paperclip aria-hidden="true" />)}</Match>
      <Match when={fix() === 'fix_number'}>
        <A href={`/settings/numbers/${props.message.phoneNumberId}`} class={button}>
          <Settings aria-hidden="true" />
          {t('thread.failed.fix.fix_number')}
        </A>
      </Match>
    </Switch>
  )
}

function Unconfirmed(props: { message: Message }) {
  const member = useCurrentMember()
  const isOld = () =>
    props.message.canSendAgainAt !== null && Date.parse(props.message.canSendAgainAt) <= currentMinute()
  return (
    <div role="note" class={`${line} text-warn-ink`}>
      <CircleQuestionMark aria-hidden="true" class={sign} />
      <span class="min-w-0">
        {isOld() ? t('thread.unconfirmed.old') : t('thread.unconfirmed.fresh')}
        <Show when={isOld() && member.can('messages:send')}>
          {' '}
          <SendAgain message={props.message} label={t('thread.unconfirmed.sendAgain')} />
        </Show>
      </span>
    </div>
  )
}

function SendAgain(props: { message: Message; label: string }) {
  const live = useInboxLive()
  const [isBusy, setBusy] = createSignal(false)
  async function sendAgain(): Promise<void> {
    if (isBusy()) return
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
  return (
    <button
      type="button"
      data-key="shift+r"
      data-tip={props.label}
      data-tip-keys={shortcutLabel('shift+r')}
      disabled={isBusy()}
      class={button}
      onClick={() => void sendAgain()}
    >
      <RotateCw aria-hidden="true" />
      {props.label}
    </button>
  )
}
