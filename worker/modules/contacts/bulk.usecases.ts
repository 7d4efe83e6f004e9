import { z } from 'zod'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { createJob, type JobRow } from '../jobs/jobs.usecases'
import type { JobWork, Step } from '../jobs/run-jobs.usecases'
import { startErasure } from '../privacy/erasure.usecases'
import { seenPeople } from '../segments/segments.usecases'
import { changeLinks, listPeople, setField, setOwner } from './bulk.repository'
import { type Bulk, type BulkAction, bulkSchema, type Selection } from './contact-list.schemas'
import { countContacts, filterCondition } from './contact-list.usecases'
import { ownerNotFound, tagNotFound } from './contacts.errors'
import { requireValidFields } from './custom-fields.usecases'
import { insertEvents, isMember } from './person.repository'
import { findTagged, findTagIds, listTagRows } from './tags.repository'

const PAGE = 500
/** Each is a job of its own. */
const DELETED_AT_ONCE = 20
const QUERIES_OF_A_DELETION = 12
const MAX_TAGS = 500

/** What the job is to do, and whom of these people who began it sees. */
const inputSchema = z.object({ ...bulkSchema.shape, visibility: z.enum(['all', 'own']) })
const placeSchema = z.object({ after: z.string() })

/**
 * Does something with many people, as a job.
 * @throws `contacts.tag_not_found`, `contacts.owner_not_found`, `contacts.invalid_fields`, `segments.not_found`,
 * `segments.invalid`
 */
export async function startBulk(ctx: OrganizationContext, { selection, action }: Bulk): Promise<JobRow> {
  await requireDoable(ctx, action)
  const total = await countSelected(ctx, selection)
  const people = total === 1 ? '1 contact' : `${total.toLocaleString('en-GB')} contacts`
  return createJob(ctx, {
    kind: 'contact_bulk',
    title: `${{ tag: 'Tag', owner: 'Assign', field: 'Change', delete: 'Delete' }[action.type]} ${people}`,
    input: { selection, action, visibility: ctx.visibility },
    state: 'running',
    total,
  })
}

async function requireDoable(ctx: OrganizationContext, action: BulkAction): Promise<void> {
  if (action.type === 'tag') {
    const ids = [...new Set([...action.add, ...action.remove])]
    if ((await findTagIds(ctx, ids)).length < ids.length) throw tagNotFound()
  }
  if (action.type === 'owner' && action.ownerId !== null && !(await isMember(ctx, action.ownerId)))
    throw ownerNotFound()
  if (action.type === 'field') await requireValidFields(ctx, { [action.key]: action.value })
}

async function countSelected(ctx: OrganizationContext, selection: Selection): Promise<number> {
  if ('ids' in selection) return new Set(selection.ids).size
  return Math.max(0, (await countContacts(ctx, selection.filter)).count - selection.except.length)
}

export const bulkWork: JobWork = {
  async step(outer, job): Promise<Step> {
    const { selection, action, visibility } = inputSchema.parse(job.input)
    const ctx = { ...outer, visibility }
    const after = job.place === null ? '' : placeSchema.parse(job.place).after
    const limit = action.type === 'delete' ? DELETED_AT_ONCE : PAGE
    const filtered = 'filter' in selection ? await filterCondition(ctx, selection.filter) : undefined
    const found = await listPeople(ctx, {
      condition: seenPeople(ctx, filtered),
      ids: 'ids' in selection ? selection.ids : null,
      ...{ after, limit },
    })
    const left = 'except' in selection ? new Set(selection.except) : new Set<string>()
    const people = found.filter(({ id }) => !left.has(id))
    const { changed, statements, conversationIds } = await plan(ctx, action, people)
    const last = found.at(-1)?.id ?? after
    return {
      statements,
      conversationIds,
      place: { after: last },
      done: job.done + people.length,
      counts: {
        changed: (job.counts.changed ?? 0) + changed,
        unchanged: (job.counts.unchanged ?? 0) + people.length - changed,
      },
      isDone: found.length < limit,
      ...(action.type === 'delete' && { queries: people.length * QUERIES_OF_A_DELETION }),
    }
  },
}

type Person = Awaited<ReturnType<typeof listPeople>>[number]
type Plan = { changed: number; statements: Statement[]; conversationIds: string[] }

async function plan(ctx: OrganizationContext, action: BulkAction, people: readonly Person[]): Promise<Plan> {
  if (people.length === 0) return { changed: 0, statements: [], conversationIds: [] }
  if (action.type === 'delete') {
    // Whoever is deleted already has their job: doing it again changes nothing.
    for (const { id } of people) await startErasure(ctx, id)
    return { changed: people.length, statements: [], conversationIds: [] }
  }
  const { links, shown } = await findTagged(
    ctx,
    people.map(({ id }) => id),
  )
  const { ids, statements } =
    action.type === 'tag' ? await planTags(ctx, action, people, links) : planValue(ctx, action, people)
  const changed = new Set(ids)
  return {
    statements: changed.size === 0 ? [] : statements,
    changed: changed.size,
    conversationIds: shown.flatMap(({ id, contactId }) => (changed.has(contactId) ? [id] : [])),
  }
}

async function planTags(
  ctx: OrganizationContext,
  { add, remove }: Extract<BulkAction, { type: 'tag' }>,
  people: readonly Person[],
  links: readonly { contactId: string; tagId: string }[],
) {
  // One that is gone by now is given to nobody.
  const tags = await listTagRows(ctx, MAX_TAGS)
  const named = (ids: readonly string[]) =>
    tags.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ id, name }))
  const tagsOf = Map.groupBy(links, ({ contactId }) => contactId)
  const wanted = named(add).map(({ id }) => id)
  const changes = people.flatMap(({ id: contactId }) => {
    const has = tagsOf.get(contactId)?.map(({ tagId }) => tagId) ?? []
    const added = wanted.filter((id) => !has.includes(id) && !remove.includes(id))
    const removed = remove.filter((id) => has.includes(id))
    return added.length + removed.length > 0 ? [{ contactId, add: added, remove: removed }] : []
  })
  return {
    ids: changes.map(({ contactId }) => contactId),
    statements: [
      ...changeLinks(ctx, changes, remove),
      ...insertEvents(
        ctx,
        changes.flatMap((one) => [
          ...(one.add.length > 0 ? [{ contactId: one.contactId, type: 'tagged', data: { tags: named(one.add) } }] : []),
          ...(one.remove.length > 0
            ? [{ contactId: one.contactId, type: 'untagged', data: { tags: named(one.remove) } }]
            : []),
        ]),
      ),
    ],
  }
}

function planValue(
  ctx: OrganizationContext,
  action: Extract<BulkAction, { type: 'owner' | 'field' }>,
  people: readonly Person[],
) {
  const isSame = (person: Person) =>
    action.type === 'owner' ? person.ownerId === action.ownerId : (person.fields?.[action.key] ?? null) === action.value
  const ids = people.filter((person) => !isSame(person)).map(({ id }) => id)
  const event =
    action.type === 'owner'
      ? { type: 'owner', data: { ownerId: action.ownerId } }
      : { type: 'changed', data: { changes: ['fields'] } }
  return {
    ids,
    statements: [
      action.type === 'owner' ? setOwner(ctx, ids, action.ownerId) : setField(ctx, ids, action),
      ...insertEvents(
        ctx,
        ids.map((contactId) => ({ contactId, ...event })),
      ),
    ],
  }
}
