import type { Template } from '../core/state'
import type { World } from '../core/world'
import { decideReview, planCategory, planUnpause } from '../webhooks/template-fields'

/** The reasons that a name can ask for: `…_reject_promotional`. */
const REASONS = [
  'ABUSIVE_CONTENT',
  'INCORRECT_CATEGORY',
  'INVALID_FORMAT',
  'PROMOTIONAL',
  'SCAM',
  'TAG_CONTENT_MISMATCH',
]

/** Approves, unless the name has `reject` in it or the text the word `reject`. */
export function verdictOn({ name, components }: Pick<Template, 'name' | 'components'>): {
  result: 'APPROVED' | 'REJECTED'
  reason: string | null
} {
  const texts = components.map(({ text }) => (typeof text === 'string' ? text : ''))
  const isAsked = name.includes('reject') || texts.some((text) => /\breject\b/i.test(text))
  if (!isAsked) return { result: 'APPROVED', reason: null }
  const reason = REASONS.find((one) => name.includes(`reject_${one.toLowerCase()}`))
  return { result: 'REJECTED', reason: reason ?? 'INVALID_FORMAT' }
}

/** Puts a template under review: decided after the time that the settings give. */
export function submitForReview(world: World, template: Template): void {
  template.status = 'PENDING'
  template.review = { at: world.now() + world.state.settings.reviewDelayMs, ...verdictOn(template) }
  planReview(world, template)
}

function planReview(world: World, { id, review }: Template): void {
  if (!review) return
  world.schedule(review.at, () => {
    const template = world.state.templates[id]
    // Somebody decided it meanwhile, or it was edited or deleted.
    if (template?.status !== 'PENDING' || template.review?.at !== review.at) return
    return decideReview(world, id, review)
  })
}

/** After a restart: what was planned for templates is planned again. */
export function resumeTemplates(world: World): void {
  for (const template of Object.values(world.state.templates)) {
    planReview(world, template)
    planUnpause(world, template)
    planCategory(world, template)
  }
}
