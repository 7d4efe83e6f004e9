import { z } from 'zod'
import type { OrganizationContext } from '../../shared/context'
import { idsSince } from '../../shared/ids'
import { deleteArchiveBefore } from '../ingestion/archive-erasure.usecases'
import type { JobWork, Step } from '../jobs/run-jobs.usecases'
import { deleteFiles, eraseMessages } from './erasure.repository'
import { removeBytes } from './files.usecases'
import { listOldFiles, listOldMessages, listStillUsed } from './retention.repository'

const MESSAGES = 500
const FILES = 50
const OBJECTS = 200

const inputSchema = z.object({ before: z.number(), since: z.number() })
type Input = z.output<typeof inputSchema>
const placeSchema = z.object({ phase: z.enum(['messages', 'files', 'archive']), after: z.string().nullable() })
type Place = z.output<typeof placeSchema>
type Outcome = Pick<Step, 'statements' | 'conversationIds'> & { count: number; next: Place | null }

/**
 * What is older than the organization keeps it. Messages are emptied and stay, as after an erasure: threads keep their
 * order, and what is counted its counts. Files and the archive's objects are removed.
 */
export const retentionWork: JobWork = {
  async step(ctx, job) {
    const input = inputSchema.parse(job.input)
    const place = placeSchema.parse(job.place ?? { phase: 'messages', after: null })
    const { count, next, ...step } = await { messages, files, archive }[place.phase](ctx, input, place)
    const name = place.phase === 'archive' ? 'archiveObjects' : place.phase
    const counts = { messages: 0, files: 0, archiveObjects: 0, ...job.counts }
    const all = { ...counts, [name]: counts[name] + count }
    const done = job.done + count
    return next === null
      ? { ...step, place: {}, done, total: done, counts: all, isDone: true, result: all }
      : { ...step, place: next, done, counts: all, isDone: false }
  },
}

async function messages(ctx: OrganizationContext, { before, since }: Input, { after }: Place): Promise<Outcome> {
  const from = after ?? idsSince('msg', since)
  const rows = await listOldMessages(ctx, { from, to: idsSince('msg', before), before, limit: MESSAGES })
  const last = rows.at(-1)
  return {
    statements: eraseMessages(ctx, rows),
    conversationIds: [...new Set(rows.map(({ conversationId }) => conversationId))],
    count: rows.length,
    next: rows.length < MESSAGES || !last ? { phase: 'files', after: null } : { phase: 'messages', after: last.id },
  }
}

async function files(ctx: OrganizationContext, { before }: Input, { after }: Place): Promise<Outcome> {
  const rows = await listOldFiles(ctx, { from: after ?? '', to: idsSince('med', before), limit: FILES })
  const ids = rows.map(({ id }) => id)
  // A picture that was uploaded once may be in a message of today.
  const used = rows.length === 0 ? [] : await listStillUsed(ctx, { ids, since: idsSince('msg', before) })
  const old = rows.filter(({ id }) => !used.includes(id))
  for (const row of old) await removeBytes(ctx, row)
  const last = rows.at(-1)
  return {
    statements: deleteFiles(
      ctx,
      old.map(({ id }) => id),
    ),
    count: old.length,
    next: rows.length < FILES || !last ? { phase: 'archive', after: null } : { phase: 'files', after: last.id },
  }
}

async function archive(ctx: OrganizationContext, { before }: Input): Promise<Outcome> {
  const count = await deleteArchiveBefore(ctx, { before, limit: OBJECTS })
  return { statements: [], count, next: count < OBJECTS ? null : { phase: 'archive', after: null } }
}
