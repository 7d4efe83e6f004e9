import type { Overview, Today } from '@worker/modules/analytics/analytics.schemas'
import { formatDuration } from '../../shared/duration'
import { t } from '../../shared/i18n'
import { formatAge } from '../../shared/times'

const MOST = 100
const SECOND_MS = 1000
const figure = new Intl.NumberFormat('en-GB')

/** "63", "1,310"; a count that stopped says so. */
export const formatCount = (count: number, isMore = false): string =>
  isMore ? `${figure.format(count)}+` : figure.format(count)
/** Views are counted up to 100. */
export const formatViewCount = (count: number): string =>
  count >= MOST ? t('overview.figures.most') : figure.format(count)

export function unassignedText({ open, unassigned }: Pick<Overview, 'open' | 'unassigned'>): string {
  if (open === 0) return t('overview.figures.nothingOpen')
  if (unassigned === 0) return t('overview.figures.allAssigned')
  return t('overview.figures.unassigned', unassigned, unassigned >= MOST)
}

export function waitingText({ first, isMore }: Overview['waiting'], now: number): string {
  if (!first) return t('overview.figures.nobodyWaits')
  const words = { name: first.contactName, time: agoText(first.at, now) }
  return isMore ? t('overview.figures.waitingFirst', words) : t('overview.figures.waitingOldest', words)
}

export type Comparison = { change?: { text: string; tone: 'ok' | 'bad' }; text: string }

/** Today's median beside that of the day before. What is of the newest conversations only says so and is compared to nothing. */
export function comparisonOf({ today, yesterday }: Today['firstReply']): Comparison {
  if (today.isMore)
    return { text: t(today.medianSeconds === null ? 'overview.figures.noneOfNewest' : 'overview.figures.ofNewest') }
  const before = yesterday.isMore ? null : yesterday.medianSeconds
  if (today.medianSeconds === null)
    return {
      text:
        before === null
          ? t('overview.figures.noReplyYet')
          : t('overview.figures.yesterdayWas', { time: formatDuration(before) }),
    }
  if (before === null) return { text: t('overview.figures.ofConversations', today.answered) }
  const change = today.medianSeconds - before
  if (Math.abs(change) * SECOND_MS < SECOND_MS) return { text: t('overview.figures.asYesterday') }
  const word = change < 0 ? t('overview.figures.faster') : t('overview.figures.slower')
  return {
    change: { text: `${formatDuration(Math.abs(change))} ${word}`, tone: change < 0 ? 'ok' : 'bad' },
    text: t('overview.figures.thanYesterday'),
  }
}

/** "4m 12s" as its figures and units, which are drawn apart. */
export const durationParts = (seconds: number): { value: string; unit: string }[] =>
  [...formatDuration(seconds).matchAll(/(\d+)([a-z]+)/g)].map(([, value = '', unit = '']) => ({ value, unit }))

/** "just now", "5m ago", "19 Nov". */
export function agoText(at: string, now: number): string {
  const age = formatAge(at, now)
  if (age === 'now') return t('numbers.facts.now').toLocaleLowerCase('en-GB')
  return /^\d+[mh]$/.test(age) ? t('numbers.facts.ago', { time: age }) : age
}
