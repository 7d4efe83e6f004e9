import { z } from 'zod'
import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { requirePerson, toContact } from '../contacts/person.usecases'
import { deleteJobFiles, type JobRow, jobFailed, jobPath } from '../jobs/jobs.usecases'
import type { JobWork, Step } from '../jobs/run-jobs.usecases'
import { mediaPath } from '../media/media-store.usecases'
import { type MediaRow, readSubject } from './erasure.repository'
import { findReadyFiles, listReadyFiles, readMessages, readRecords } from './export.repository'
import { fileIn, messageLine, readable, threadIn } from './export-content.usecases'
import { exportFile, type PersonExportReceipt } from './privacy.schemas'
import { abandonZip, openZip, startZip, zipPlaceSchema } from './zip-upload.usecases'

const MESSAGES = 500
const FILES = 20
/** A step's files: no more are begun behind so many bytes. */
const STEP_BYTES = 32 * 1024 * 1024

const placeSchema = z.object({
  phase: z.enum(['person', 'messages', 'files', 'shared', 'end']),
  contactIds: z.array(z.string()),
  conversationIds: z.array(z.string()),
  /** Which of the conversations, and behind which of its messages. */
  thread: z.number().default(0),
  after: z.tuple([z.number(), z.string()]).nullable().default(null),
  afterFile: z.string().nullable().default(null),
  /** Files they were sent that belong to another's thread as well. */
  shared: z.array(z.string()).default([]),
  zip: zipPlaceSchema,
})
type Place = z.output<typeof placeSchema>
type Zip = Awaited<ReturnType<typeof openZip>>
type Outcome = { next: Place; counts: Record<string, number> }
type Work = (ctx: OrganizationContext, zip: Zip, place: Place) => Promise<Outcome>

const pathOf = ({ id }: Pick<JobRow, 'id'>): string => jobPath(id, exportFile)
const toBytes = (text: string): Uint8Array => new TextEncoder().encode(text)

export const exportWork: JobWork = {
  step: async (ctx, job) => {
    const { contactId } = z.object({ contactId: z.string() }).parse(job.input)
    const { rows, contactIds, conversationIds } = await readSubject(ctx, contactId)
    // Nobody's, and of somebody who is being erased nothing is written any more.
    if (!rows.some(({ mergedInto, deletedAt }) => mergedInto === null && deletedAt === null)) throw personGone()
    if (!job.place) {
      const zip = await startZip(ctx, pathOf(job))
      const place = placeSchema.parse({ phase: 'person', contactIds, conversationIds, zip })
      return { statements: [], place, done: 0, counts: {}, isDone: false }
    }
    const place = placeSchema.parse(job.place)
    const zip = await openZip(ctx, { jobId: job.id, path: pathOf(job) }, place.zip)
    // A step of its own: what is put together takes no more parts, should it be done again.
    if (place.phase === 'end') return end(ctx, job, place, await zip.finish())
    const { next, counts } = await { person, messages, files, shared }[place.phase](ctx, zip, place)
    return {
      statements: [],
      place: { ...next, zip: await zip.pause() },
      counts: plus(job.counts, counts),
      done: job.done + 1,
      isDone: false,
    }
  },
  onEnd: async (ctx, job) => {
    const place = placeSchema.safeParse(job.place).data
    if (place && job.state !== 'done') await abandonZip(ctx, pathOf(job), place.zip)
    await deleteJobFiles(ctx, job.id, job.state === 'done' ? exportFile : undefined)
  },
}

const personGone = () => jobFailed('contacts.not_found', 'This person has been deleted meanwhile.')

const plus = (counts: Record<string, number>, more: Record<string, number>): Record<string, number> => ({
  ...counts,
  ...Object.fromEntries(Object.entries(more).map(([name, count]) => [name, (counts[name] ?? 0) + count])),
})

function end(ctx: OrganizationContext, job: JobRow, place: Place, bytes: number): Step {
  const { type, id } = ctx.actor
  const count = (name: string) => job.counts[name] ?? 0
  const result: PersonExportReceipt = {
    ...{ contactId: String(job.input.contactId), exportedAt: toIso(place.zip.at), by: { type, id }, bytes },
    ...{ messages: count('messages'), files: count('files'), missingFiles: count('missingFiles') },
    ...{ conversations: place.conversationIds.length, notes: count('notes') },
    ...{ events: count('events'), consents: count('consents') },
  }
  return { statements: [], done: job.done + 1, total: job.done + 1, place: {}, isDone: true, result }
}

/** Everything but what was said. */
const person: Work = async (ctx, zip, place) => {
  const found = await requirePerson(ctx, place.contactIds[0] ?? '')
  const { consents, notes, events, merges, threads, episodes } = await readRecords(ctx, place)
  const all = (rows: readonly Record<string, unknown>[]) => rows.map(readable)
  const opened = episodes.flatMap(({ conversationId, openedAt, openedBy, closedAt, closedBy }) => [
    { at: openedAt, type: 'conversation_opened', conversationId, by: openedBy },
    ...(closedAt === null ? [] : [{ at: closedAt, type: 'conversation_closed', conversationId, by: closedBy }]),
  ])
  const timeline = [
    ...events.map(({ occurredAt, type, data, actor, contactId }) => ({ at: occurredAt, type, contactId, data, actor })),
    ...opened,
  ].sort((one, other) => one.at - other.at)
  const content = {
    exportedAt: toIso(place.zip.at),
    contact: toContact(found),
    ...{ consents: all(consents), notes: all(notes), merges: all(merges) },
    timeline: timeline.map(({ at, ...entry }) => ({ at: toIso(at), ...entry })),
    conversations: threads.map((thread) => ({ ...readable(thread), file: threadIn(thread.id) })),
  }
  await zip.add('person.json', toBytes(`${JSON.stringify(content, null, 2)}\n`))
  return {
    next: { ...place, phase: 'messages' },
    counts: { notes: notes.length, events: events.length, consents: consents.length },
  }
}

const messages: Work = async (ctx, zip, place) => {
  const conversationId = place.conversationIds[place.thread]
  if (conversationId === undefined) return { next: { ...place, phase: 'files' }, counts: {} }
  const page = await readMessages(ctx, { conversationId, after: place.after, limit: MESSAGES })
  const { rows, about } = page
  await zip.begin(threadIn(conversationId))
  for (const row of rows) await zip.write(toBytes(messageLine(row, about, page.files)))
  const last = rows.at(-1)
  const isOver = rows.length < MESSAGES || !last
  if (isOver) await zip.end()
  const foreign = page.files.filter((file) => !place.conversationIds.includes(file.conversationId ?? ''))
  const known = [...new Set([...place.shared, ...foreign.map(({ id }) => id)])]
  return {
    next: {
      ...place,
      shared: known,
      ...(isOver ? { thread: place.thread + 1, after: null } : { after: [last.occurredAt, last.id] }),
    },
    counts: { messages: rows.length + about.length },
  }
}

const files: Work = async (ctx, zip, place) => {
  const { conversationIds, afterFile } = place
  const rows = await listReadyFiles(ctx, { conversationIds, after: afterFile, limit: FILES })
  const { written, counts } = await addFiles(ctx, zip, rows)
  const isOver = rows.length < FILES && written.length === rows.length
  return {
    next: isOver
      ? { ...place, phase: 'shared', afterFile: null }
      : { ...place, afterFile: written.at(-1)?.id ?? afterFile },
    counts,
  }
}

const shared: Work = async (ctx, zip, place) => {
  const rows = await findReadyFiles(ctx, place.shared.slice(0, FILES))
  const { written, counts } = await addFiles(ctx, zip, rows)
  const done = new Set(written.map(({ id }) => id))
  const waiting = new Set(rows.flatMap(({ id }) => (done.has(id) ? [] : [id])))
  // Those that are gone by now are left out.
  const rest = place.shared.filter((id, at) => at >= FILES || waiting.has(id))
  return { next: rest.length > 0 ? { ...place, shared: rest } : { ...place, shared: [], phase: 'end' }, counts }
}

async function addFiles(ctx: OrganizationContext, zip: Zip, rows: readonly MediaRow[]) {
  const before = zip.bytes()
  const written: MediaRow[] = []
  let missing = 0
  for (const row of rows) {
    if (zip.bytes() - before > STEP_BYTES) break
    const object = await ctx.media.get(mediaPath(row.id))
    if (object) await zip.add(fileIn(row), object.body)
    else missing += 1
    written.push(row)
  }
  return { written, counts: { files: written.length - missing, missingFiles: missing } }
}
