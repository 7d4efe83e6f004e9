import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatExactly } from '../../shared/times'
import { Badge } from '../../ui/badge'
import { Card } from '../../ui/card'
import {
  attentionOf,
  type Fact,
  limitText,
  modeText,
  momentFact,
  nameFact,
  qualityFact,
  throughputText,
} from './number-facts'
import { ToneDot } from './number-marks'

const plain = (text: string): Fact => ({ text, tone: 'neutral' })

/** Everything that is known of a number, as text. */
export function AboutNumber(props: { number: PhoneNumber }) {
  const tokenFact = (): Fact => {
    const { tokenExpiresAt } = props.number
    if (tokenExpiresAt === null) return plain(t('numbers.facts.tokenEndless'))
    return plain(t('numbers.facts.tokenUntil', { time: formatExactly(tokenExpiresAt) }))
  }
  const facts = (): [label: string, fact: Fact][] => {
    const { number } = props
    const rows: [string, Fact | null][] = [
      [t('numbers.facts.quality'), qualityFact(number)],
      [t('numbers.facts.limit'), plain(limitText(number))],
      [t('numbers.facts.throughput'), plain(throughputText(number))],
      [t('numbers.facts.name'), nameFact(number)],
      [t('numbers.facts.mode'), number.accountMode === null ? null : plain(modeText(number))],
      [t('numbers.facts.lastMessage'), momentFact(number.lastMessageAt, currentMinute())],
      [t('numbers.facts.webhook'), momentFact(number.webhookVerifiedAt, currentMinute())],
      [t('numbers.facts.app'), plain(t(number.app === 'own' ? 'numbers.facts.ownApp' : 'numbers.facts.platformApp'))],
      [t('numbers.facts.token'), number.status === 'disconnected' ? null : tokenFact()],
      [t('numbers.facts.metaId'), plain(number.metaPhoneNumberId)],
      [t('numbers.facts.waba'), plain(number.wabaId)],
      [t('numbers.facts.since'), plain(formatExactly(number.createdAt))],
    ]
    return rows.flatMap(([label, fact]) => (fact ? [[label, fact] as [string, Fact]] : []))
  }
  return (
    <Card title={t('numbers.detail.about')}>
      <p class="-mt-1.5 text-lg tabular-nums">
        <bdi dir="ltr">{props.number.displayPhoneNumber}</bdi>
      </p>
      <div class="mt-1.5 flex flex-wrap gap-1.5 empty:hidden">
        <For each={attentionOf(props.number, currentMinute())}>
          {({ text, tone }) => <Badge tone={tone}>{text}</Badge>}
        </For>
        <Show when={props.number.isOnPhoneApp}>
          <Badge tone="info">{t('numbers.facts.phoneApp')}</Badge>
        </Show>
      </div>
      <dl class="mt-3 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-2">
        <For each={facts()}>
          {([label, fact]) => (
            <>
              <dt class="text-ink-3">{label}</dt>
              <dd class="flex items-center justify-end gap-1.5 break-words text-end tabular-nums" title={fact.exact}>
                <Show when={fact.tone !== 'neutral'}>
                  <ToneDot tone={fact.tone} />
                </Show>
                {fact.text}
              </dd>
            </>
          )}
        </For>
      </dl>
    </Card>
  )
}
