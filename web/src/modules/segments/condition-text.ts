import type { SegmentCondition } from '@worker/modules/segments/segments.schemas'
import { t } from '../../shared/i18n'
import { languageName } from '../contacts/languages'
import type { ConditionKind } from './condition-kinds'
import { regionName, regionShort } from './countries'

/** What ids in conditions are called. */
export type ConditionNames = {
  tag: (id: string) => string | undefined
  member: (id: string) => string | undefined
  field: (key: string) => string | undefined
}
const MOST = 2
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** "Last message", or the name of a field. */
export function conditionTitle(condition: SegmentCondition, names: ConditionNames): string {
  if (condition.on === 'field') return names.field(condition.key) ?? condition.key
  return t(`segments.kinds.${condition.on satisfies Exclude<ConditionKind, 'field'>}`)
}

/** "7 days", "VIP, London", "not UK": what a chip says behind its title. */
export function conditionValue(condition: SegmentCondition, names: ConditionNames): string {
  switch (condition.on) {
    case 'consent':
      return few(condition.values.map((value) => t(`segments.consent.${value}`)))
    case 'source':
      return few(condition.values.map((value) => t(`segments.source.${value}`)))
    case 'tags': {
      const words = few(condition.tagIds.map((id) => names.tag(id) ?? t('segments.gone')))
      if (condition.op === 'none') return t('segments.not', words)
      return condition.op === 'all' && condition.tagIds.length > 1 ? t('segments.allOf', words) : words
    }
    case 'country':
      return isOrNot(condition.op, few(condition.values.map(condition.values.length > 1 ? regionShort : regionName)))
    case 'language':
      return isOrNot(condition.op, few(condition.values.map(languageName)))
    case 'owner':
      return isOrNot(
        condition.op,
        few(
          condition.values.map((id) => (id === null ? t('segments.nobody') : (names.member(id) ?? t('segments.gone')))),
        ),
      )
    case 'blocked':
    case 'contacted':
      return t(condition.value ? 'segments.yes' : 'segments.no')
    case 'window':
      return t(`segments.windowIs.${condition.value}`)
    case 'has': {
      const what = t(`segments.hasShort.${condition.what}`)
      return condition.value ? what : t('segments.hasNot', { what })
    }
    case 'field':
      return t(`segments.operatorShort.${condition.op}`, { value: valueText(condition.value) })
    default: {
      const { since } = condition
      if (since.op === 'never') return t('segments.never')
      const days = t('segments.daysLeft', since.days)
      return since.op === 'within' ? days : t('segments.notFor', days)
    }
  }
}

const isOrNot = (op: 'is' | 'is_not', words: string): string => (op === 'is' ? words : t('segments.not', words))

function few(words: readonly string[]): string {
  const shown = words.slice(0, MOST).join(', ')
  return words.length > MOST ? t('segments.more', shown, words.length - MOST) : shown
}

function valueText(value: string | number | boolean | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return t(value ? 'segments.yes' : 'segments.no')
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)))
    return date.format(new Date(value))
  return String(value)
}
