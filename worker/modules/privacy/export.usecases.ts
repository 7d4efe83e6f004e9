import { z } from 'zod'
import type { OrganizationContext } from '../../shared/context'
import { auditStatement } from '../audit-log/audit-log.usecases'
import { contactNotFound } from '../contacts/contacts.errors'
import { displayName } from '../inbox/inbox.models'
import { createJob, type JobRow, jobPath, requireJob } from '../jobs/jobs.usecases'
import { readSubject } from './erasure.repository'
import { findRunningExport } from './export.repository'
import { exportNotFound } from './privacy.errors'
import { exportFile } from './privacy.schemas'

/**
 * Everything about a person, as a ZIP that a job makes. Asked for while one is made it is that one.
 * @throws `contacts.not_found`
 */
export async function startExport(ctx: OrganizationContext, contactId: string): Promise<JobRow> {
  const { contactIds, survivor } = await requireSubject(ctx, contactId)
  const running = await findRunningExport(ctx, contactIds)
  if (running) return running
  const input = { contactId: survivor.id }
  // No name: the job outlives an erasure.
  const job = await createJob(ctx, { kind: 'person_export', title: 'Export a person', input, state: 'running' })
  await auditStatement(ctx, { action: 'contact.exported', target: targetOf(survivor) })
  return job
}

type Subject = Awaited<ReturnType<typeof requireSubject>>['survivor']
// An erasure takes the name out again.
const targetOf = (person: Subject) => ({ type: 'contact', id: person.id, label: displayName(person) })

async function requireSubject(ctx: OrganizationContext, contactId: string) {
  const { rows, contactIds } = await readSubject(ctx, contactId)
  const survivor = rows.find(({ mergedInto }) => mergedInto === null)
  if (!survivor || survivor.deletedAt !== null) throw contactNotFound()
  return { contactIds, survivor }
}

/**
 * The ZIP of an export that is done. Of a person who is being erased there is none any more, wherever the erasure is.
 * @throws `privacy.export_not_found`
 */
export async function openExport(ctx: OrganizationContext, jobId: string) {
  const job = await requireJob(ctx, jobId).catch(() => undefined)
  const contactId = z.object({ contactId: z.string() }).safeParse(job?.input).data?.contactId
  const isHere = job?.kind === 'person_export' && job.state === 'done' && (job.expiresAt ?? 0) > ctx.clock.now()
  if (!isHere || contactId === undefined) throw exportNotFound()
  const { survivor } = await requireSubject(ctx, contactId).catch(() => {
    throw exportNotFound()
  })
  const object = await ctx.media.get(jobPath(jobId, exportFile))
  if (!object) throw exportNotFound()
  await auditStatement(ctx, { action: 'contact.export_downloaded', target: targetOf(survivor) })
  return { body: object.body, size: object.size, exportedOn: new Date(job.createdAt).toISOString().slice(0, 10) }
}
