import { createHash } from 'node:crypto'
import type { OrganizationContext } from '../../shared/context'
import type { RawChange } from '../../whatsapp/webhook-events'

/** One line of the archive: a change of a delivery as it came, who signed it, and for which number of ours it spoke. */
export type ArchivedChange = RawChange & { receivedAt: number; appKey: string | null; phoneNumberId: string }

export const ARCHIVE = 'deliveries/'

/** The folder of an hour: `deliveries/2026/11/23/09/`. Sorted by name is sorted by time. */
export const archiveHour = (at: number): string =>
  `${ARCHIVE}${new Date(at).toISOString().slice(0, 13).replace(/[-T]/g, '/')}/`

/**
 * Keeps what Meta told about the organization, as it came: one object for a queue batch and hour, of one JSON line a change.
 * @param messageIds of the queue: the same messages again write the same object again
 */
export async function archiveChanges(
  ctx: OrganizationContext,
  { changes, messageIds }: { changes: ArchivedChange[]; messageIds: string[] },
): Promise<void> {
  const digest = createHash('sha256').update(messageIds.sort().join()).digest('hex').slice(0, 26)
  for (const [hour, some] of Map.groupBy(changes, ({ receivedAt }) => archiveHour(receivedAt))) {
    const lines = some.map(({ receivedAt, appKey, phoneNumberId, wabaId, field, value }) =>
      JSON.stringify({ receivedAt, appKey, phoneNumberId, wabaId, field, value }),
    )
    const httpMetadata = { contentType: 'application/x-ndjson' }
    await ctx.media.put(`${hour}dlv_${digest}.ndjson`, `${lines.join('\n')}\n`, { httpMetadata })
  }
}
