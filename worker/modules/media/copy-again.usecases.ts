import type { OrganizationContext, SystemContext } from '../../shared/context'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { DISCONNECTED, KEPT_BY_META } from './inbound-media.models'
import { mediaQueue } from './inbound-media.usecases'
import { listFailed, type MediaRow, reopenCopies } from './media.repository'
import { deleteForgotten } from './uploads.repository'

/** As many as one transaction and its frame to whoever looks on may hold. */
const AT_A_TIME = 50

/** Files that failed because their number was disconnected wait again. What another one has done meanwhile stays. */
export async function copyAgain(ctx: OrganizationContext, phoneNumberId: string): Promise<void> {
  const { organizationId } = ctx
  for (;;) {
    const now = ctx.clock.now()
    const lost = { phoneNumberId, failure: DISCONNECTED, since: now - KEPT_BY_META, limit: AT_A_TIME }
    const rows = await listFailed(ctx, lost)
    if (rows.length === 0) return
    const ids = rows.map(({ id }) => id)
    await commitInboxChange(ctx, {
      statements: [reopenCopies(ctx, ids, { failure: DISCONNECTED, now })],
      conversationIds: idsIn(rows, 'conversationId'),
      messageIds: idsIn(rows, 'messageId'),
    })
    await mediaQueue
      .send(
        ctx,
        ids.map((mediaId) => ({ organizationId, mediaId })),
      )
      .catch((error: unknown) => ctx.log.warn('files wait for the sweep', { error }))
    if (rows.length < AT_A_TIME) return
  }
}

const idsIn = (rows: MediaRow[], key: 'conversationId' | 'messageId'): string[] => [
  ...new Set(rows.flatMap((row) => row[key] ?? [])),
]

/** For the daily cron: what Meta has forgotten, and the parts of files that are whole, or gone. @returns how many rows */
export const deleteForgottenUploads = (system: Pick<SystemContext, 'env' | 'clock'>): Promise<number> =>
  deleteForgotten(system, system.clock.now())
