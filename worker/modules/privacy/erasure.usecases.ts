import type { OrganizationContext } from '../../shared/context'
import { auditStatement } from '../audit-log/audit-log.usecases'
import { contactNotFound } from '../contacts/contacts.errors'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { createJob, type JobRow } from '../jobs/jobs.usecases'
import { findRunningErasure, hidePerson, readSubject } from './erasure.repository'
import { endExports } from './export.repository'

/**
 * Erases a person: they leave every list at once, and a job takes away what they and the team said, their files and their
 * names, here and in the archive. Asked for twice it is one job. @throws `contacts.not_found`
 */
export async function startErasure(ctx: OrganizationContext, contactId: string): Promise<JobRow> {
  const { rows, contactIds, conversationIds } = await readSubject(ctx, contactId)
  const survivor = rows.find(({ mergedInto }) => mergedInto === null)
  if (!survivor) throw contactNotFound()
  const running = await findRunningErasure(ctx, contactIds)
  if (running) return running
  // The job first: should this die in between, the job hides them.
  const input = { contactId: survivor.id }
  const job = await createJob(ctx, { kind: 'person_erasure', title: 'Erase a person', input, state: 'running' })
  const target = { type: 'contact', id: survivor.id, label: null }
  await commitInboxChange(ctx, {
    statements: [
      ...hidePerson(ctx, contactIds),
      endExports(ctx, contactIds),
      auditStatement(ctx, { action: 'contact.erased', target }),
    ],
    conversationIds,
    events: [
      {
        type: 'contact.updated',
        version: 1,
        at: ctx.clock.now(),
        data: { contactId: survivor.id, changes: ['deleted'] },
      },
    ],
  })
  return job
}
