import type { BusinessAccount, Template } from '../core/state'
import type { World } from '../core/world'
import { graphError } from './errors'
import { templatesOf } from './template-node'
import { templateError } from './template-validation/problem'

/** Limits on making, changing and deleting templates. */

const HOUR = 3600_000
const DAY = 24 * HOUR
const CREATIONS_PER_HOUR = 100
const MOST = { unverified: 250, verified: 6000 }
const NAME_IS_TAKEN_FOR = 30 * DAY
const EDITS = { perDay: 1, perMonth: 10 }

/** @throws 80007, 2388019, 2388023, 2388024 */
export function requireRoom(
  world: World,
  { account, name, language }: { account: BusinessAccount; name: string; language: string },
): void {
  const now = world.now()
  const all = Object.values(world.state.templates).filter(({ accountId }) => accountId === account.id)
  if (all.filter(({ createdAt }) => createdAt > now - HOUR).length >= CREATIONS_PER_HOUR) {
    throw graphError(80007, { details: `At most ${CREATIONS_PER_HOUR} templates can be created in an hour.` })
  }
  const own = templatesOf(world, account.id)
  const isVerified = world.state.portfolios[account.portfolioId]?.isVerified === true
  const numbers = Object.values(world.state.numbers).filter(({ accountId }) => accountId === account.id)
  const hasName = numbers.some(({ nameStatus }) => nameStatus === 'APPROVED')
  const most = isVerified && hasName ? MOST.verified : MOST.unverified
  if (own.length >= most) throw templateError(2388019, `The account has ${most} templates, as many as it can have.`)
  const twin = own.find((one) => one.name === name && one.language === language)
  const deletedAt = account.deletedTemplates[name]
  const isFading = deletedAt !== undefined && deletedAt > now - NAME_IS_TAKEN_FOR
  if (isFading || twin?.status === 'PENDING_DELETION') {
    throw templateError(2388023, `New ${language} content can't be added while the existing content is being deleted.`)
  }
  if (twin) throw templateError(2388024, `There is already ${language} content for this template.`)
}

/** @throws 100: only what is approved, rejected or paused, and an approved one not too often */
export function requireEditable(template: Template, { now, category }: { now: number; category: unknown }): void {
  if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(template.status)) {
    throw templateError(2388045, `A template that is ${template.status} cannot be edited.`)
  }
  if (template.status !== 'APPROVED') return
  if (category !== undefined && String(category).toUpperCase() !== template.category) {
    throw templateError(2388046, "An approved template's category cannot be changed.")
  }
  const within = (time: number) => template.editedAt.filter((at) => at > now - time).length
  if (within(DAY) >= EDITS.perDay || within(30 * DAY) >= EDITS.perMonth) {
    throw templateError(
      2388048,
      `An approved template can be edited ${EDITS.perDay} time in 24 hours and ${EDITS.perMonth} times in 30 days.`,
    )
  }
}

/** Words that Meta takes for marketing, whatever was asked for. */
const PROMOTION = /\b(sale|discount|coupon|promo(tion)?|\d+\s?% off|special offer)\b/i

/** Meta's opinion of the category of a new template: it may be another than the one asked for. */
export function categoryOf({ category, components }: Pick<Template, 'category' | 'components'>): Template['category'] {
  if (category !== 'UTILITY') return category
  const isPromotion = components.some(({ text }) => typeof text === 'string' && PROMOTION.test(text))
  return isPromotion ? 'MARKETING' : category
}

/** Whether messages with it are still under way: then it stays until they have arrived or 30 days are over. */
export const isUnderWay = ({ state }: World, template: Template): boolean =>
  Object.values(state.messages).some(
    ({ templateId, status }) => templateId === template.id && (status === 'accepted' || status === 'sent'),
  )
