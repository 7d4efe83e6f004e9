import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { t } from '../../shared/i18n'
import { formatAge, formatExactly } from '../../shared/times'
import type { BadgeTone } from '../../ui/badge'

const DAY_MS = 86_400_000
/** From here on a token that ends is worth a word. */
const SOON_MS = 14 * DAY_MS
const count = new Intl.NumberFormat('en-GB')

type Tone = Extract<BadgeTone, 'ok' | 'warn' | 'bad' | 'neutral'>
export type Fact = { text: string; tone: Tone; exact?: string }

export const statusTone: Record<PhoneNumber['status'], Tone> = {
  connected: 'ok',
  paused: 'bad',
  disconnected: 'neutral',
}

export function qualityFact({ qualityRating }: Pick<PhoneNumber, 'qualityRating'>): Fact {
  if (qualityRating === 'GREEN') return { text: t('numbers.quality.GREEN'), tone: 'ok' }
  if (qualityRating === 'YELLOW') return { text: t('numbers.quality.YELLOW'), tone: 'warn' }
  if (qualityRating === 'RED') return { text: t('numbers.quality.RED'), tone: 'bad' }
  return { text: t('numbers.quality.other'), tone: 'neutral' }
}

/** Meta's words are `TIER_250`, `TIER_1K`, `TIER_UNLIMITED`: read, and not listed here, because they change. */
export function limitText({ messagingLimit }: Pick<PhoneNumber, 'messagingLimit'>): string {
  const limit = messagingLimit === null ? undefined : (/^TIER_(\w+)$/.exec(messagingLimit)?.[1] ?? messagingLimit)
  if (limit === undefined) return t('numbers.facts.unknown')
  if (limit === 'UNLIMITED') return t('numbers.limit.endless')
  const [, figure, thousands] = /^(\d+)(K?)$/.exec(limit) ?? []
  if (figure === undefined) return t('numbers.limit.none')
  return t('numbers.limit.people', { count: count.format(Number(figure) * (thousands === 'K' ? 1000 : 1)) })
}

export function throughputText(number: Pick<PhoneNumber, 'throughputLevel' | 'isOnPhoneApp'>): string {
  if (number.isOnPhoneApp) return t('numbers.throughput.phoneApp')
  const level = number.throughputLevel
  if (level === 'STANDARD' || level === 'HIGH') return t(`numbers.throughput.${level}`)
  return level ?? t('numbers.facts.unknown')
}

const nameTones: Record<string, Tone> = {
  APPROVED: 'ok',
  AVAILABLE_WITHOUT_REVIEW: 'ok',
  PENDING_REVIEW: 'warn',
  DECLINED: 'bad',
  EXPIRED: 'bad',
}
export function nameFact({ nameStatus }: Pick<PhoneNumber, 'nameStatus'>): Fact {
  switch (nameStatus) {
    case 'APPROVED':
    case 'AVAILABLE_WITHOUT_REVIEW':
    case 'PENDING_REVIEW':
    case 'DECLINED':
    case 'EXPIRED':
    case 'NONE':
      return { text: t(`numbers.nameStatus.${nameStatus}`), tone: nameTones[nameStatus] ?? 'neutral' }
    default:
      return { text: nameStatus ?? t('numbers.facts.unknown'), tone: 'neutral' }
  }
}

export function modeText({ accountMode }: Pick<PhoneNumber, 'accountMode'>): string {
  if (accountMode === 'LIVE' || accountMode === 'SANDBOX') return t(`numbers.mode.${accountMode}`)
  return accountMode ?? t('numbers.facts.unknown')
}

/** "5m ago", "19 Nov", "Never". */
export function momentFact(at: string | null, now: number): Fact {
  if (at === null) return { text: t('numbers.facts.never'), tone: 'neutral' }
  const age = formatAge(at, now)
  const exact = formatExactly(at)
  if (age === 'now') return { text: t('numbers.facts.now'), tone: 'neutral', exact }
  const isRecent = now - new Date(at).getTime() < DAY_MS
  return { text: isRecent ? t('numbers.facts.ago', { time: age }) : age, tone: 'neutral', exact }
}

/** What somebody ought to look at, the worst first. A number that is paused says so by itself. */
export function attentionOf(number: PhoneNumber, now: number): { text: string; tone: 'warn' | 'bad' }[] {
  if (number.status === 'disconnected') return []
  const found: { text: string; tone: 'warn' | 'bad' }[] = []
  if (number.qualityRating === 'RED') found.push({ text: t('numbers.attention.quality'), tone: 'bad' })
  if (number.nameStatus === 'DECLINED') found.push({ text: t('numbers.attention.name'), tone: 'bad' })
  if (number.tokenExpiresAt !== null) {
    const left = new Date(number.tokenExpiresAt).getTime() - now
    if (left <= 0) found.push({ text: t('numbers.attention.tokenOver'), tone: 'bad' })
    else if (left < SOON_MS)
      found.push({ text: t('numbers.attention.token', { time: formatExactly(number.tokenExpiresAt) }), tone: 'warn' })
  }
  if (number.webhookVerifiedAt === null && number.lastMessageAt === null)
    found.push({ text: t('numbers.attention.silent'), tone: 'warn' })
  return found
}
