import type { MessageStatus } from '@worker/modules/messages/messages.schemas'
import Check from 'lucide-solid/icons/check'
import CheckCheck from 'lucide-solid/icons/check-check'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleQuestionMark from 'lucide-solid/icons/circle-question-mark'
import Clock from 'lucide-solid/icons/clock'
import { Match, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'

/** How far a message of ours has come. The icon has the word as its text. */
export function Ticks(props: { status: MessageStatus; class?: string | undefined }) {
  const looks = () => cx('size-[15px] flex-none stroke-2', props.class)
  return (
    <Switch>
      <Match when={props.status === 'scheduled' || props.status === 'queued' || props.status === 'sending'}>
        <Clock role="img" aria-label={t(`inbox.ticks.${props.status as 'queued'}`)} class={cx(looks(), 'text-tick')} />
      </Match>
      <Match when={props.status === 'sent'}>
        <Check role="img" aria-label={t('inbox.ticks.sent')} class={cx(looks(), 'text-tick')} />
      </Match>
      <Match when={props.status === 'delivered'}>
        <CheckCheck role="img" aria-label={t('inbox.ticks.delivered')} class={cx(looks(), 'text-tick')} />
      </Match>
      <Match when={props.status === 'read' || props.status === 'played'}>
        <CheckCheck
          role="img"
          aria-label={t(`inbox.ticks.${props.status as 'read'}`)}
          class={cx(looks(), 'text-tick-read')}
        />
      </Match>
      <Match when={props.status === 'unconfirmed'}>
        <CircleQuestionMark role="img" aria-label={t('inbox.ticks.unconfirmed')} class={cx(looks(), 'text-warn-ink')} />
      </Match>
      <Match when={props.status === 'failed'}>
        <CircleAlert role="img" aria-label={t('inbox.ticks.failed')} class={cx(looks(), 'text-bad-ink')} />
      </Match>
    </Switch>
  )
}
