import type { Template, TemplateStatus } from '../core/state'
import type { World } from '../core/world'
import { deliver } from './deliver'

/** What happens to templates: each changes the state and tells the business. */

const HOUR = 3600_000
const DAY = 24 * HOUR
/** The first and the second low quality; the third disables. */
const PAUSES = [3 * HOUR, 6 * HOUR]
const PAUSE_TITLES = ['FIRST_PAUSE', 'SECOND_PAUSE']

export type RejectionReason =
  | 'ABUSIVE_CONTENT'
  | 'INCORRECT_CATEGORY'
  | 'INVALID_FORMAT'
  | 'PROMOTIONAL'
  | 'SCAM'
  | 'TAG_CONTENT_MISMATCH'

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000)

export function templateOf(world: World, templateId: string): Template {
  const template = world.state.templates[templateId]
  if (!template) throw new Error(`no template ${templateId}`)
  return template
}

/** Ids are JSON numbers here, and languages are printed with a hyphen. */
const about = ({ id, name, language }: Template) => ({
  message_template_id: Number(id),
  message_template_name: name,
  message_template_language: language.replace('_', '-'),
})

type Update = { template: Template; field: string; value: Record<string, unknown>; what: string }
const send = (world: World, { template, field, value, what }: Update): Promise<void> =>
  deliver(world, {
    accountId: template.accountId,
    field,
    value: { ...about(template), ...value },
    summary: `template ${template.name} (${template.language}): ${what}`,
  })

type StatusEvent = TemplateStatus | 'LIMIT_EXCEEDED' | 'FLAGGED' | 'REINSTATED' | 'LOCKED'
type StatusUpdate = { event: StatusEvent; reason?: string | null; more?: Record<string, unknown> }

/** Any event of `message_template_status_update`. */
export const sendTemplateStatus = (world: World, template: Template, update: StatusUpdate): Promise<void> =>
  send(world, {
    template,
    field: 'message_template_status_update',
    value: {
      event: update.event,
      reason: update.reason === undefined ? 'NONE' : update.reason,
      message_template_category: template.category,
      ...update.more,
    },
    what: update.event,
  })

const RECOMMENDATIONS: Record<string, string> = {
  ABUSIVE_CONTENT: 'Remove threatening or demeaning content.',
  INCORRECT_CATEGORY: 'Choose the category that the content belongs to.',
  INVALID_FORMAT: 'Check variables, examples and spelling.',
  PROMOTIONAL: 'Utility templates must not promote: use the marketing category.',
  SCAM: 'Remove content that looks like a scam.',
  TAG_CONTENT_MISMATCH: 'Use the language and category that the content has.',
}

export type Decision = { result: 'APPROVED' | 'REJECTED'; reason?: string | null }

/** Ends the review of a template that is in one. */
export async function decideReview(world: World, templateId: string, decision: Decision): Promise<void> {
  const template = templateOf(world, templateId)
  template.review = null
  if (decision.result === 'APPROVED') {
    Object.assign(template, { status: 'APPROVED', rejectedReason: null })
    await sendTemplateStatus(world, template, { event: 'APPROVED' })
    return
  }
  const reason = decision.reason ?? 'INVALID_FORMAT'
  Object.assign(template, { status: 'REJECTED', rejectedReason: reason })
  const rejection_info = {
    reason: `The template was rejected: ${reason}.`,
    recommendation: RECOMMENDATIONS[reason] ?? 'Edit the template and submit it again.',
  }
  await sendTemplateStatus(world, template, { event: 'REJECTED', reason, more: { rejection_info } })
}

/** Low quality: paused for 3 hours, the second time for 6, the third time disabled. */
export async function pauseTemplate(world: World, templateId: string): Promise<void> {
  const template = templateOf(world, templateId)
  const pause = PAUSES[template.pauses]
  if (pause === undefined) return disableTemplate(world, templateId)
  const title = PAUSE_TITLES[template.pauses]
  template.pauses++
  template.status = 'PAUSED'
  template.pausedUntil = world.now() + pause
  planUnpause(world, template)
  const description = `The template has low quality and is paused for ${pause / HOUR} hours.`
  await sendTemplateStatus(world, template, { event: 'PAUSED', more: { other_info: { title, description } } })
}

/** Back at its time: also asked for after a restart. */
export function planUnpause(world: World, { id, pausedUntil }: Template): void {
  if (pausedUntil === null) return
  world.schedule(pausedUntil, () => {
    const template = world.state.templates[id]
    if (template?.status === 'PAUSED' && template.pausedUntil === pausedUntil) return unpauseTemplate(world, id)
  })
}

export async function unpauseTemplate(world: World, templateId: string): Promise<void> {
  const template = templateOf(world, templateId)
  Object.assign(template, { status: 'APPROVED', pausedUntil: null })
  const other_info = { title: 'UNPAUSE', description: 'The template can be sent again.' }
  await sendTemplateStatus(world, template, { event: 'APPROVED', more: { other_info } })
}

export async function disableTemplate(world: World, templateId: string): Promise<void> {
  const template = templateOf(world, templateId)
  Object.assign(template, { status: 'DISABLED', pausedUntil: null })
  const more = {
    disable_info: { disable_date: seconds(world.now()) },
    other_info: { title: 'DISABLED', description: 'The template had low quality three times and is disabled.' },
  }
  await sendTemplateStatus(world, template, { event: 'DISABLED', more })
}

export async function setTemplateQuality(
  world: World,
  templateId: string,
  quality: Template['quality'],
): Promise<void> {
  const template = templateOf(world, templateId)
  const before = template.quality
  if (before === quality) return
  template.quality = quality
  await send(world, {
    template,
    field: 'message_template_quality_update',
    value: { previous_quality_score: before, new_quality_score: quality },
    what: `quality ${before} → ${quality}`,
  })
}

type CategoryChange = { category: Template['category']; atOnce?: boolean }

/** Announced, and done a day later; or done at once. */
export async function changeTemplateCategory(
  world: World,
  templateId: string,
  { category, atOnce = false }: CategoryChange,
): Promise<void> {
  const template = templateOf(world, templateId)
  if (template.category === category) return
  template.correctCategory = category
  if (atOnce) return carryOutCategory(world, templateId)
  template.categoryChangeAt = world.now() + DAY
  planCategory(world, template)
  const isCorrected = { category: template.category, correct_category: category }
  const what = `is ${category}, not ${template.category}`
  await send(world, { template, field: 'template_correct_category_detection', value: isCorrected, what })
  await send(world, {
    template,
    field: 'template_category_update',
    value: {
      new_category: template.category,
      correct_category: category,
      category_update_timestamp: seconds(template.categoryChangeAt),
    },
    what,
  })
}

/** Also asked for after a restart. */
export function planCategory(world: World, { id, categoryChangeAt }: Template): void {
  if (categoryChangeAt === null) return
  world.schedule(categoryChangeAt, () => {
    if (world.state.templates[id]?.categoryChangeAt === categoryChangeAt) return carryOutCategory(world, id)
  })
}

async function carryOutCategory(world: World, templateId: string): Promise<void> {
  const template = templateOf(world, templateId)
  const { category: before, correctCategory } = template
  if (correctCategory === null) return
  Object.assign(template, {
    category: correctCategory,
    previousCategory: before,
    correctCategory: null,
    categoryChangeAt: null,
  })
  await send(world, {
    template,
    field: 'template_category_update',
    value: { previous_category: before, new_category: correctCategory },
    what: `${before} → ${correctCategory}`,
  })
}

const recordsOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : [])

/** Its parts were changed. */
export async function sendTemplateComponents(world: World, templateId: string): Promise<void> {
  const template = templateOf(world, templateId)
  const part = (type: string) => template.components.find((component) => component.type === type)
  const buttons = recordsOf(part('BUTTONS')?.buttons).map(({ type, text, url, phone_number: phone }) => ({
    message_template_button_type: type,
    message_template_button_text: text,
    ...(url !== undefined && { message_template_button_url: url }),
    ...(phone !== undefined && { message_template_button_phone_number: phone }),
  }))
  await send(world, {
    template,
    field: 'message_template_components_update',
    value: {
      message_template_language: template.language,
      ...(part('HEADER')?.text !== undefined && { message_template_title: part('HEADER')?.text }),
      message_template_element: part('BODY')?.text,
      ...(part('FOOTER')?.text !== undefined && { message_template_footer: part('FOOTER')?.text }),
      ...(buttons.length > 0 && { message_template_buttons: buttons }),
    },
    what: 'edited',
  })
}
