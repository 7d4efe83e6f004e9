import { z } from 'zod'
import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { aliasesOf } from '../contacts/contacts.models'
import { eraseFromArchive } from '../ingestion/archive-erasure.usecases'
import { identityHash } from '../ingestion/question.usecases'
import type { JobRow } from '../jobs/jobs.usecases'
import { deleteJobFiles } from '../jobs/jobs.usecases'
import type { JobWork, Step } from '../jobs/run-jobs.usecases'
import {
  countParts,
  eraseMessages,
  forgetPerson,
  listBubbles,
  listEarlierPlaces,
  listExports,
  listTargeted,
  readSubject,
} from './erasure.repository'
import { endExports } from './export.repository'
import { eraseFiles } from './files.usecases'

const MESSAGES = 500
const TARGETED = 2000
const OBJECTS = 100

const placeSchema = z.object({
  phase: z.enum(['messages', 'targeted', 'files', 'archive']),
  contactIds: z.array(z.string()),
  conversationIds: z.array(z.string()),
  /** As Meta writes them. Gone with the last step. */
  ids: z.array(z.string()),
  identityHashes: z.array(z.string()),
  erasedAt: z.number(),
  /** Which of the conversations, and behind which of its messages. */
  thread: z.number().default(0),
  after: z.tuple([z.number(), z.string()]).nullable().default(null),
  afterTarget: z.tuple([z.string(), z.string()]).nullable().default(null),
  position: z.string().nullable().default(null),
})
type Place = z.output<typeof placeSchema>
type Outcome = Omit<Step, 'place' | 'done' | 'isDone'> & { next: Place }

/** A step is bounded, and doing it again changes nothing: counts are committed with what they count. */
export const erasureWork: JobWork = {
  step: async (ctx, job) => {
    if (!job.place) return begin(ctx, job)
    const place = placeSchema.parse(job.place)
    if (place.phase === 'archive') return archive(ctx, job, place)
    const work = { messages, targeted, files }[place.phase]
    const { next, ...step } = await work(ctx, job, place)
    return { ...step, place: next, done: job.done + 1, isDone: false }
  },
}

/** Who it is. From here on they are unknown: whoever writes under these names is somebody new. */
async function begin(ctx: OrganizationContext, job: JobRow): Promise<Step> {
  const { contactId } = z.object({ contactId: z.string() }).parse(job.input)
  const { rows, contactIds, identities, conversationIds } = await readSubject(ctx, contactId)
  const earlier = (await listEarlierPlaces(ctx, contactIds)).flatMap((place) => {
    const known = placeSchema.safeParse(place).data
    return known ? [known] : []
  })
  const numbers = [
    ...identities.filter(({ kind }) => kind !== 'bsuid').map(({ value }) => value),
    ...rows.flatMap(({ phone }) => phone?.replace(/^\+/, '') ?? []),
  ].flatMap((value) => [value, ...aliasesOf(value)])
  const userIds = identities.filter(({ kind }) => kind === 'bsuid').map(({ value }) => value)
  const hashes = [
    ...numbers.flatMap((value) => [identityHash('wa_id', value), identityHash('phone', value)]),
    ...userIds.map((value) => identityHash('bsuid', value)),
  ]
  const place: Place = placeSchema.parse({
    phase: 'messages',
    contactIds,
    conversationIds,
    ids: [...new Set([...numbers, ...userIds, ...earlier.flatMap(({ ids }) => ids)])],
    identityHashes: [...new Set([...hashes, ...earlier.flatMap(({ identityHashes }) => identityHashes)])],
    erasedAt: ctx.clock.now(),
  })
  return {
    statements: [
      endExports(ctx, contactIds),
      ...forgetPerson(ctx, { ...place, identityHashes: hashes.filter((hash, at) => hashes.indexOf(hash) === at) }),
    ],
    conversationIds,
    place,
    done: 0,
    counts: { messages: 0, files: 0, archiveRows: 0, ...(await countParts(ctx, contactIds)) },
    isDone: false,
  }
}

const plus = ({ counts }: JobRow, more: Record<string, number>): Record<string, number> => ({
  ...counts,
  ...Object.fromEntries(Object.entries(more).map(([name, count]) => [name, (counts[name] ?? 0) + count])),
})

async function messages(ctx: OrganizationContext, job: JobRow, place: Place): Promise<Outcome> {
  const conversationId = place.conversationIds[place.thread]
  if (conversationId === undefined) return { statements: [], next: { ...place, phase: 'targeted' } }
  const rows = await listBubbles(ctx, { conversationId, after: place.after, limit: MESSAGES })
  const last = rows.at(-1)
  const isOver = rows.length < MESSAGES || !last
  return {
    statements: eraseMessages(ctx, rows),
    counts: plus(job, { messages: rows.length }),
    ...(isOver && { conversationIds: [conversationId] }),
    next: isOver
      ? { ...place, thread: place.thread + 1, after: null }
      : { ...place, after: [last.occurredAt, last.id] },
  }
}

async function targeted(ctx: OrganizationContext, job: JobRow, place: Place): Promise<Outcome> {
  const rows = await listTargeted(ctx, { after: place.afterTarget, limit: TARGETED })
  const theirs = rows.filter(({ conversationId }) => place.conversationIds.includes(conversationId))
  const last = rows.at(-1)
  return {
    statements: eraseMessages(ctx, theirs),
    counts: plus(job, { messages: theirs.length }),
    next:
      rows.length < TARGETED || !last?.targetWamid
        ? { ...place, phase: 'files' }
        : { ...place, afterTarget: [last.targetWamid, last.id] },
  }
}

async function files(ctx: OrganizationContext, job: JobRow, place: Place): Promise<Outcome> {
  const { statements, removed, isOver } = await eraseFiles(ctx, place.conversationIds)
  return {
    statements,
    counts: plus(job, { files: removed }),
    next: isOver ? { ...place, phase: 'archive' } : place,
  }
}

async function archive(ctx: OrganizationContext, job: JobRow, place: Place): Promise<Step> {
  const { position, lines } = await eraseFromArchive(ctx, place, { startAfter: place.position, limit: OBJECTS })
  const counts = plus(job, { archiveRows: lines })
  const done = job.done + 1
  if (position !== null) return { statements: [], counts, done, place: { ...place, position }, isDone: false }
  for (const { id } of await listExports(ctx, place.contactIds)) await deleteJobFiles(ctx, id)
  const { type, id } = ctx.actor
  // Of the person nothing but the id of an empty row.
  const result = { contactId: job.input.contactId, erasedAt: toIso(place.erasedAt), by: { type, id }, ...counts }
  return { statements: [], counts, done, total: done, place: {}, isDone: true, result }
}
