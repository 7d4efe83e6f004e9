import type { z } from 'zod'
import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { isConflict } from '../../shared/db/statements'
import { createId } from '../../shared/ids'
import { compileSegment, type PeopleCondition } from './segment-condition.repository'
import { segmentInvalid, segmentNameTaken, segmentNotFound, tooManySegments } from './segments.errors'
import { conditionsOf, problemsOf } from './segments.models'
import {
  deleteSegment,
  findSegment,
  insertSegment,
  listSegmentRows,
  readKnown,
  type SegmentRow,
  seenOf,
  selectCount,
  selectCounts,
  updateSegment,
} from './segments.repository'
import {
  type changeSegmentSchema,
  type NewSegment,
  SEGMENTS_MAX,
  type Segment,
  type SegmentDefinition,
} from './segments.schemas'

export type { PeopleCondition }

/**
 * The condition on rows of `contacts` that they belong to a segment. Merged and deleted people, and those the actor does
 * not see, are the caller's to leave out.
 */
export const segmentCondition = (ctx: OrganizationContext, definition: SegmentDefinition): PeopleCondition =>
  compileSegment(ctx, definition)

/** Of those whom a condition leaves, or of everyone, whom the actor sees. */
export const seenPeople = (ctx: OrganizationContext, condition?: PeopleCondition): PeopleCondition | undefined =>
  seenOf(ctx, condition ?? compileSegment(ctx, { match: 'all', conditions: [] }))

/** @throws `segments.not_found` */
export async function requireSegment(ctx: OrganizationContext, id: string): Promise<SegmentRow> {
  const row = await findSegment(ctx, id)
  if (!row) throw segmentNotFound()
  return row
}

/** How many people there are, of those that a condition on `contacts` leaves. */
export const countPeople = async (ctx: OrganizationContext, condition?: PeopleCondition): Promise<number> =>
  (await selectCount(ctx, condition))[0]?.count ?? 0

const toSegment = ({ id, name, definition, createdAt, updatedAt }: Omit<SegmentRow, 'organizationId'>): Segment => ({
  id,
  name,
  definition,
  createdAt: toIso(createdAt),
  updatedAt: toIso(updatedAt),
})

export const listSegments = async (ctx: OrganizationContext): Promise<Segment[]> =>
  (await listSegmentRows(ctx, SEGMENTS_MAX)).map(toSegment)

/** What a definition names must be there. @throws `segments.invalid` with a sentence for each that is not */
export async function requireValid(ctx: OrganizationContext, definition: SegmentDefinition): Promise<void> {
  const conditions = conditionsOf(definition)
  const tagIds = conditions.flatMap((condition) => (condition.on === 'tags' ? condition.tagIds : []))
  if (tagIds.length === 0 && !conditions.some(({ on }) => on === 'field')) return
  const problems = problemsOf(definition, await readKnown(ctx, tagIds))
  if (problems.length > 0) throw segmentInvalid({ message: problems.join(' '), details: { problems } })
}

/** @throws `segments.invalid`, `segments.name_taken`, `segments.too_many` */
export async function createSegment(ctx: OrganizationContext, { name, definition }: NewSegment): Promise<Segment> {
  await requireValid(ctx, definition)
  const rows = await listSegmentRows(ctx, SEGMENTS_MAX)
  if (rows.length >= SEGMENTS_MAX) throw tooManySegments()
  const now = ctx.clock.now()
  const position = (rows.at(-1)?.position ?? -1) + 1
  const row = {
    id: createId('seg', now),
    name,
    definition,
    position,
    createdBy: { ...ctx.actor },
    createdAt: now,
    updatedAt: now,
  }
  await refusingTwice(() => insertSegment(ctx, row))
  return toSegment(row)
}

/** @throws `segments.not_found`, `segments.invalid`, `segments.name_taken` */
export async function changeSegment(
  ctx: OrganizationContext,
  id: string,
  { position, name, definition }: z.output<typeof changeSegmentSchema>,
): Promise<Segment> {
  const row = await requireSegment(ctx, id)
  if (definition) await requireValid(ctx, definition)
  const changes = { ...(name !== undefined && { name }), ...(definition && { definition }), updatedAt: ctx.clock.now() }
  const others = position === undefined ? [] : (await listSegmentRows(ctx, SEGMENTS_MAX)).map((one) => one.id)
  const order = position === undefined ? undefined : others.filter((one) => one !== id).toSpliced(position, 0, id)
  await refusingTwice(() => updateSegment(ctx, id, { ...changes, ...(order && { order }) }))
  return toSegment({ ...row, ...changes })
}

/** How many of those that the actor sees are in it now. @throws `segments.invalid` */
export async function countSegment(ctx: OrganizationContext, definition: SegmentDefinition): Promise<number> {
  await requireValid(ctx, definition)
  return (await countOf(ctx, [definition]))[0] ?? 0
}

/** The same of all that are saved. What a deleted tag or field leaves behind holds of nobody. */
export async function countSegments(ctx: OrganizationContext): Promise<{ id: string; count: number }[]> {
  const rows = await listSegmentRows(ctx, SEGMENTS_MAX)
  const counts = await countOf(
    ctx,
    rows.map(({ definition }) => definition),
  )
  return rows.map(({ id }, at) => ({ id, count: counts[at] ?? 0 }))
}

const countOf = (ctx: OrganizationContext, definitions: SegmentDefinition[]): Promise<number[]> =>
  selectCounts(
    ctx,
    definitions.map((definition) => seenOf(ctx, compileSegment(ctx, definition))),
  )

/** @throws `segments.not_found` */
export async function removeSegment(ctx: OrganizationContext, id: string): Promise<void> {
  await requireSegment(ctx, id)
  await deleteSegment(ctx, id)
}

async function refusingTwice(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (isConflict(error)) throw segmentNameTaken()
    throw error
  }
}
