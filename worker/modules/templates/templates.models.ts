import type { GraphTemplate } from '../../whatsapp/graph.schemas'
import type { TemplateUpdatedEvent } from '../../whatsapp/webhook-events'
import type { NewTemplate, TemplateRow } from './templates.repository'
import type { Template } from './templates.schemas'

export const toTemplate = (row: TemplateRow): Template => ({
  wabaId: row.wabaId,
  name: row.name,
  language: row.language,
  status: row.status,
  category: row.category,
  parameterFormat: row.parameterFormat,
  components: row.components,
  qualityScore: row.qualityScore,
  reason: row.reason,
  syncedAt: new Date(row.syncedAt).toISOString(),
})

export const toRow = (template: GraphTemplate, { wabaId, now }: { wabaId: string; now: number }): NewTemplate => ({
  wabaId,
  name: template.name,
  language: template.language,
  metaTemplateId: template.id,
  status: template.status,
  category: template.category,
  parameterFormat: template.parameterFormat,
  components: template.components,
  qualityScore: template.qualityScore,
  reason: template.rejectedReason === 'NONE' ? null : template.rejectedReason,
  syncedAt: now,
})

/** A template has one text for each language. */
export const keyOf = ({ name, language }: { name: string; language: string }): string => `${name} ${language}`

/** What has to be written so that the copy equals what Meta has. */
export function compare(stored: TemplateRow[], fetched: NewTemplate[]) {
  const known = new Map(stored.map((row) => [keyOf(row), row]))
  const there = new Set(fetched.map(keyOf))
  return {
    changed: fetched.filter((row) => {
      const before = known.get(keyOf(row))
      return before === undefined || contentOf(before) !== contentOf(row)
    }),
    gone: stored.filter((row) => !there.has(keyOf(row))),
  }
}
/** All of it but the time, in a fixed order. */
const contentOf = (row: TemplateRow | NewTemplate): string =>
  JSON.stringify([
    row.metaTemplateId,
    row.status,
    row.category,
    row.parameterFormat,
    row.components,
    row.qualityScore ?? null,
    row.reason ?? null,
  ])

/** Webhooks print `en-US` where the API has `en_US`. */
export const languageOf = (language: string): string => language.replace('-', '_')

/** Statuses that a template can have. Other events only say that something happened to it. */
const statuses = [
  ...['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED', 'IN_APPEAL', 'PENDING_DELETION', 'LIMIT_EXCEEDED'],
  ...['ARCHIVED', 'LOCKED'],
]

/** What a webhook changes; `look`: Meta has to be asked, for it does not tell all, or is an old one that comes late. */
export function changesOf(event: TemplateUpdatedEvent): {
  changes: Partial<Pick<TemplateRow, 'status' | 'category' | 'qualityScore' | 'reason'>>
  look: boolean
} {
  const isStatus = event.status !== undefined && statuses.includes(event.status)
  const changes = {
    ...(isStatus && { status: event.status, reason: event.reason ?? null }),
    ...(event.category !== undefined && { category: event.category }),
    ...(event.qualityScore !== undefined && { qualityScore: event.qualityScore }),
  }
  return { changes, look: event.changed === true || event.status !== undefined || Object.keys(changes).length === 0 }
}
