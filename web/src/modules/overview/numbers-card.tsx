import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import Activity from 'lucide-solid/icons/activity'
import Gauge from 'lucide-solid/icons/gauge'
import MessageSquare from 'lucide-solid/icons/message-square'
import SignalHigh from 'lucide-solid/icons/signal-high'
import SignalLow from 'lucide-solid/icons/signal-low'
import SignalMedium from 'lucide-solid/icons/signal-medium'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatExactly } from '../../shared/times'
import { Badge } from '../../ui/badge'
import { cx } from '../../ui/cx'
import { useCurrentMember } from '../auth/current-member'
import { CONNECT_PATH, numberPath } from '../phone-numbers/connect-paths'
import { limitText, qualityFact } from '../phone-numbers/number-facts'
import { ToneDot } from '../phone-numbers/number-marks'
import { problemsOf } from './attention'
import { agoText } from './figures'
import { coveringLink, SectionCard } from './section-card'

/** Every connected number and how it is; what is wrong in the place of what is well. */
export function NumbersCard(props: { numbers: readonly PhoneNumber[] }) {
  const member = useCurrentMember()
  return (
    <SectionCard
      title={t('overview.numbers.title')}
      end={
        <a
          href={member.can('phone-numbers:update') ? CONNECT_PATH : '/settings/numbers'}
          class="link rounded-xs max-sm:-my-3 max-sm:py-3"
        >
          {member.can('phone-numbers:update') ? t('overview.numbers.connect') : t('overview.numbers.all')}
        </a>
      }
    >
      <Show
        when={props.numbers.length > 0}
        fallback={<p class="px-[18px] pb-4 text-ink-2 max-sm:px-4">{t('overview.numbers.none')}</p>}
      >
        <ul class="-ms-px mt-1 grid grid-cols-[repeat(auto-fit,minmax(250px,1fr))] max-sm:grid-cols-1">
          <For each={props.numbers}>{(number) => <NumberCell number={number} />}</For>
        </ul>
      </Show>
    </SectionCard>
  )
}

const signals = { ok: SignalHigh, warn: SignalMedium, bad: SignalLow, neutral: undefined }

function NumberCell(props: { number: PhoneNumber }) {
  const quality = () => qualityFact(props.number)
  const problems = () => [
    ...(props.number.status === 'paused' ? [{ text: t('overview.numbers.paused'), tone: 'bad' } as const] : []),
    ...problemsOf(props.number, currentMinute()),
  ]
  const tone = () => (problems().some((one) => one.tone === 'bad') ? 'bad' : problems().length > 0 ? 'warn' : 'ok')
  return (
    <li class="relative min-w-0 border-line-soft border-s border-t px-[18px] pt-3.5 pb-[15px] hover:bg-surface-2 max-sm:px-4">
      <div class="flex items-center gap-[7px]">
        <ToneDot tone={tone()} />
        <h3 class="min-w-0 flex-1 truncate text-sm">
          <a href={numberPath(props.number.id)} class={coveringLink}>
            {props.number.name}
          </a>
        </h3>
        <Show when={signals[quality().tone]}>
          {(icon) => (
            <Badge
              tone={quality().tone}
              icon={<Dynamic component={icon()} aria-label={t('overview.numbers.quality', { quality: '' }).trim()} />}
            >
              {quality().text}
            </Badge>
          )}
        </Show>
      </div>
      <p class="mt-px mb-2.5 truncate ps-[15px] text-ink-3 text-xs tabular-nums">
        <bdi dir="ltr">{props.number.displayPhoneNumber}</bdi>
      </p>
      <ul class="flex flex-col gap-1 text-ink-2 text-xs">
        <Fact icon={<Gauge aria-hidden="true" class="size-3.5" />}>{limitText(props.number)}</Fact>
        <Fact icon={<MessageSquare aria-hidden="true" class="size-3.5" />} exact={props.number.lastMessageAt}>
          {props.number.lastMessageAt === null
            ? t('overview.numbers.noMessage')
            : t('overview.numbers.lastMessage', { time: agoText(props.number.lastMessageAt, currentMinute()) })}
        </Fact>
        <Fact icon={<Activity aria-hidden="true" class="size-3.5" />} exact={props.number.webhookVerifiedAt}>
          {props.number.webhookVerifiedAt === null
            ? t('overview.numbers.noWebhook')
            : t('overview.numbers.lastWebhook', { time: agoText(props.number.webhookVerifiedAt, currentMinute()) })}
        </Fact>
        {/* That nothing has come in is said above already. */}
        <For each={problems().filter(({ text }) => text !== t('numbers.attention.silent'))}>
          {(problem) => (
            <Fact
              icon={<TriangleAlert aria-hidden="true" class="size-3.5" />}
              class={problem.tone === 'bad' ? 'text-bad-ink' : 'text-warn-ink'}
            >
              {problem.text}
            </Fact>
          )}
        </For>
      </ul>
    </li>
  )
}

function Fact(props: { icon: JSX.Element; exact?: string | null; class?: string; children: JSX.Element }) {
  return (
    <li
      class={cx('flex items-center gap-[5px]', props.class)}
      title={props.exact ? formatExactly(props.exact) : undefined}
    >
      {props.icon}
      <span class="min-w-0">{props.children}</span>
    </li>
  )
}
