import type { Asking, Overview } from '@worker/modules/analytics/analytics.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import CirclePause from 'lucide-solid/icons/circle-pause'
import CircleQuestionMark from 'lucide-solid/icons/circle-question-mark'
import Clock from 'lucide-solid/icons/clock'
import MessageSquareWarning from 'lucide-solid/icons/message-square-warning'
import Smartphone from 'lucide-solid/icons/smartphone'
import { t } from '../../shared/i18n'
import { formatLeft } from '../../shared/times'
import type { Icon } from '../../ui/icon'
import { numberPath } from '../phone-numbers/connect-paths'
import { attentionOf } from '../phone-numbers/number-facts'
import { agoText, formatCount } from './figures'

const WINDOW_MS = 86_400_000

export type AttentionItem = {
  tone: 'bad' | 'warn'
  icon: Icon
  title: string
  text: string
  /** Where it is put right. */
  href: string
}

/** What has an action, the worst first. Numbers are an admin's to repair; that nothing is sent concerns everybody. */
export function attentionItems(
  overview: Pick<Overview, 'failed' | 'unconfirmed' | 'windowClosing' | 'numbers'>,
  { now, mayRepairNumbers }: { now: number; mayRepairNumbers: boolean },
): AttentionItem[] {
  const { numbers, failed, unconfirmed, windowClosing } = overview
  const found = [
    ...numbers.filter(({ status }) => status === 'paused').map(pausedItem),
    ...failedItem(failed, now),
    ...closingItem(windowClosing, now),
    ...unconfirmedItem(unconfirmed, now),
    ...(mayRepairNumbers ? numbers.flatMap((number) => numberItems(number, now)) : []),
  ]
  return found.toSorted((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'))
}

/** What is wrong with a number, as far as it is known without asking Meta. */
export const problemsOf = (number: PhoneNumber, now: number): { text: string; tone: 'warn' | 'bad' }[] => [
  ...attentionOf(number, now),
  ...(number.qualityRating === 'YELLOW'
    ? [{ text: t('overview.attention.qualityMedium'), tone: 'warn' } as const]
    : []),
]

const pausedItem = (number: PhoneNumber): AttentionItem => ({
  tone: 'bad',
  icon: CirclePause,
  title: t('overview.attention.paused', { name: number.name }),
  text: number.pausedReason ?? t('overview.attention.pausedText'),
  href: numberPath(number.id),
})

const numberItems = (number: PhoneNumber, now: number): AttentionItem[] =>
  problemsOf(number, now).map(({ text, tone }) => ({
    tone,
    icon: Smartphone,
    title: text,
    text: `${number.name} · ${number.displayPhoneNumber}`,
    href: numberPath(number.id),
  }))

const countOf = ({ count, isMore }: Asking): [string, boolean] => [formatCount(count, isMore), count === 1 && !isMore]

function failedItem(failed: Asking, now: number): AttentionItem[] {
  const { first } = failed
  if (!first) return []
  return [
    {
      tone: 'bad',
      icon: MessageSquareWarning,
      title: t('overview.attention.failed', ...countOf(failed)),
      text: sentText(failed, first, now),
      href: `/inbox/${first.conversationId}`,
    },
  ]
}

function unconfirmedItem(unconfirmed: Asking, now: number): AttentionItem[] {
  const { first } = unconfirmed
  if (!first) return []
  return [
    {
      tone: 'warn',
      icon: CircleQuestionMark,
      title: t('overview.attention.unconfirmed', ...countOf(unconfirmed)),
      text: sentText(unconfirmed, first, now),
      href: `/inbox/${first.conversationId}`,
    },
  ]
}

function closingItem(closing: Asking, now: number): AttentionItem[] {
  const { first } = closing
  // The minute may have passed it since the server looked.
  const left = first ? new Date(first.at).getTime() + WINDOW_MS - now : 0
  if (!first || left <= 0) return []
  const isOne = closing.count === 1 && !closing.isMore
  const words = { name: first.contactName, time: formatLeft(left) }
  return [
    {
      tone: 'warn',
      icon: Clock,
      title: t('overview.attention.closing', ...countOf(closing)),
      text: isOne ? t('overview.attention.closingOne', words) : t('overview.attention.closingMore', words),
      href: isOne ? `/inbox/${first.conversationId}` : '/inbox?view=window_closing',
    },
  ]
}

function sentText({ count }: Asking, first: NonNullable<Asking['first']>, now: number): string {
  const words = { name: first.contactName, time: agoText(first.at, now) }
  return count === 1 ? t('overview.attention.failedText', words) : t('overview.attention.newestText', words)
}
