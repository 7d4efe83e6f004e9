import type { UseQueryResult } from '@tanstack/solid-query'
import type { Overview, Today } from '@worker/modules/analytics/analytics.schemas'
import { For, type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { Figure } from './figure'
import { comparisonOf, durationParts, formatCount, formatViewCount, unassignedText, waitingText } from './figures'

export type KeyFiguresProps = {
  overview: Overview
  today: UseQueryResult<Today, Error>
  timeZone: string
}

/** One card with hairlines; each figure leads to the conversations behind it. */
export function KeyFigures(props: KeyFiguresProps) {
  const shown = () => (props.today.isPending ? undefined : props.today.data)
  const zone = () => props.timeZone.replaceAll('_', ' ')
  const waiting = () => props.overview.waiting
  return (
    <section aria-label={t('overview.figures.label')} class="overflow-hidden rounded-lg bg-surface ring-1 ring-line">
      {/* The cells' own lines, drawn over the card's edge at the start and the top. */}
      <div class="-ms-px -mt-px grid grid-cols-[repeat(auto-fit,minmax(190px,1fr))] max-sm:grid-cols-2">
        <Figure
          label={t('overview.figures.open')}
          hint={t('overview.figures.openHint')}
          href="/inbox"
          text={unassignedText(props.overview)}
        >
          {formatViewCount(props.overview.open)}
        </Figure>
        <Figure
          label={t('overview.figures.waiting')}
          hint={t('overview.figures.waitingHint')}
          href={waiting().first ? `/inbox/${waiting().first?.conversationId}` : undefined}
          text={waitingText(waiting(), currentMinute())}
        >
          {formatCount(waiting().count, waiting().isMore)}
        </Figure>
        <Figure
          label={t('overview.figures.unread')}
          hint={t('overview.figures.unreadHint')}
          href="/inbox?view=unread"
          text={props.overview.unread === 0 ? t('overview.figures.unreadNone') : t('overview.figures.unreadSome')}
        >
          {formatViewCount(props.overview.unread)}
        </Figure>
        <Figure
          label={t('overview.figures.firstReply')}
          hint={t('overview.figures.firstReplyHint', { zone: zone() })}
          text={<FirstReplyText {...props} />}
        >
          <Show when={shown()?.firstReply.today.medianSeconds ?? undefined} fallback={zeroOrNone(shown())}>
            {(seconds) => (
              <For each={durationParts(seconds())}>
                {({ value, unit }) => (
                  <>
                    {value}
                    <Unit>{unit}</Unit>
                  </>
                )}
              </For>
            )}
          </Show>
        </Figure>
        {/* Who sees their own conversations only is not told what everybody wrote. */}
        <Show when={shown()?.messages !== null}>
          <Figure
            label={t('overview.figures.messages')}
            hint={t('overview.figures.messagesHint', { zone: zone() })}
            text={
              <Loaded today={props.today}>
                {shown()?.messages?.isMore ? t('overview.figures.messagesMore') : t('overview.figures.messagesText')}
              </Loaded>
            }
          >
            <Show when={shown()?.messages} fallback={t('overview.figures.none')}>
              {(messages) => (
                <>
                  {formatCount(messages().received)}
                  <Unit>{t('overview.figures.received')}</Unit> {formatCount(messages().sent)}
                  <Unit>{t('overview.figures.sent')}</Unit>
                </>
              )}
            </Show>
          </Figure>
        </Show>
      </div>
    </section>
  )
}

/** A median of no time at all is a figure, too. */
const zeroOrNone = (today: Today | undefined) =>
  today?.firstReply.today.medianSeconds === 0 ? (
    <>
      0<Unit>s</Unit>
    </>
  ) : (
    t('overview.figures.none')
  )

const Unit = (props: { children: string }) => (
  <small class="ms-px me-[3px] font-semibold text-[17px]/none text-ink-2 tracking-[-.01em]">{props.children}</small>
)

function FirstReplyText(props: KeyFiguresProps) {
  const comparison = () => {
    const today = props.today.isPending ? undefined : props.today.data
    return today && comparisonOf(today.firstReply)
  }
  return (
    <Loaded today={props.today}>
      <Show when={comparison()}>
        {(found) => (
          <>
            <Show when={found().change}>
              {(change) => (
                <b class={change().tone === 'ok' ? 'text-ok-ink tabular-nums' : 'text-bad-ink tabular-nums'}>
                  {change().text}
                </b>
              )}
            </Show>{' '}
            {found().text}
          </>
        )}
      </Show>
    </Loaded>
  )
}

/** The day's figures come by themselves, and may fail by themselves. */
function Loaded(props: { today: KeyFiguresProps['today']; children: JSX.Element }) {
  return (
    <Show
      when={props.today.isError && !props.today.data}
      fallback={
        <Show when={!props.today.isPending} fallback={'\u00a0'}>
          {props.children}
        </Show>
      }
    >
      {t('overview.figures.failed')}{' '}
      <button type="button" class="link relative z-1" onClick={() => void props.today.refetch()}>
        {t('overview.figures.retry')}
      </button>
    </Show>
  )
}
