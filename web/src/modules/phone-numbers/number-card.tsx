import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { Avatar } from '../../ui/avatar'
import { Badge } from '../../ui/badge'
import { Banner } from '../../ui/banner'
import { ButtonLink } from '../../ui/button'
import { useCurrentMember } from '../auth/current-member'
import { numberPath } from './connect-paths'
import { attentionOf, type Fact, limitText, momentFact, nameFact, qualityFact, throughputText } from './number-facts'
import { StatusBadge, ToneDot } from './number-marks'

/** One number and how it is. The whole card opens it. */
export function NumberCard(props: { number: PhoneNumber }) {
  const member = useCurrentMember()
  const facts = (): [label: string, fact: Fact][] => [
    [t('numbers.facts.quality'), qualityFact(props.number)],
    [t('numbers.facts.limit'), { text: limitText(props.number), tone: 'neutral' }],
    [t('numbers.facts.throughput'), { text: throughputText(props.number), tone: 'neutral' }],
    [t('numbers.facts.name'), nameFact(props.number)],
    [t('numbers.facts.lastMessage'), momentFact(props.number.lastMessageAt, currentMinute())],
    [t('numbers.facts.webhook'), momentFact(props.number.webhookVerifiedAt, currentMinute())],
  ]
  return (
    <article class="relative rounded-lg bg-surface ring-1 ring-line hover:ring-line-strong">
      <div class="flex items-center gap-3 px-[18px] pt-4 pb-3 max-sm:flex-wrap max-sm:gap-y-2 max-sm:px-4">
        <Avatar name={props.number.name} size={36} />
        <div class="min-w-0 flex-1">
          <h2 class="truncate text-md">
            {/* Its ring is the card's: the link covers it. */}
            <a
              href={numberPath(props.number.id)}
              class="outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:outline-offset-2"
            >
              {props.number.name}
            </a>
          </h2>
          <p class="truncate text-ink-2 tabular-nums">
            <bdi dir="ltr">{props.number.displayPhoneNumber}</bdi>
          </p>
        </div>
        <div class="flex flex-wrap justify-end gap-1.5 max-sm:order-last max-sm:basis-full max-sm:justify-start">
          <For each={attentionOf(props.number, currentMinute())}>
            {({ text, tone }) => <Badge tone={tone}>{text}</Badge>}
          </For>
          <StatusBadge status={props.number.status} />
        </div>
        <ChevronRight aria-hidden="true" class="text-ink-3 rtl:-scale-x-100" />
      </div>
      <Show when={props.number.status === 'paused'}>
        <div class="px-[18px] pb-3 max-sm:px-4">
          <Banner
            tone="bad"
            action={
              <Show when={member.can('phone-numbers:update')}>
                <ButtonLink href={numberPath(props.number.id)} size="sm" class="relative z-1 -my-[5px]">
                  {t('numbers.paused.wayOut')}
                </ButtonLink>
              </Show>
            }
          >
            <b>{t('numbers.paused.title')}.</b> {props.number.pausedReason ?? t('numbers.paused.noReason')}{' '}
            <Show when={!member.can('phone-numbers:update')}>{t('numbers.paused.admin')}</Show>
          </Banner>
        </div>
      </Show>
      <dl class="grid grid-cols-[1fr_1.4fr_1fr_1.1fr_1.2fr_1.3fr] border-line-soft border-t max-lg:grid-cols-3 max-sm:grid-cols-2">
        <For each={facts()}>
          {([label, fact]) => (
            <div class="min-w-0 px-[18px] py-3 max-lg:py-2 max-sm:px-4">
              <dt class="truncate text-ink-3 text-xs">{label}</dt>
              <dd class="flex items-center gap-1.5 font-medium" title={fact.exact}>
                <Show when={fact.tone !== 'neutral'}>
                  <ToneDot tone={fact.tone} />
                </Show>
                {fact.text}
              </dd>
            </div>
          )}
        </For>
      </dl>
    </article>
  )
}
