import { z } from 'zod'
import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { decodeCursor, toPage } from '../../shared/pagination'
import { listConsent } from './consent-log.repository'
import type { ConsentEntry } from './consent-log.schemas'
import { requirePerson } from './person.usecases'

const positionSchema = z.tuple([z.number(), z.string()])
const actorSchema = z
  .object({ type: z.string(), id: z.string().nullable().default(null), name: z.string().nullable().default(null) })
  .nullable()
  .catch(null)

/** All that was ever said about marketing by a person, newest first. @throws `contacts.not_found` */
export async function listConsentLog(
  ctx: OrganizationContext,
  contactId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: ConsentEntry[]; nextCursor: string | null }> {
  const { ids } = await requirePerson(ctx, contactId)
  const after = cursor === undefined ? undefined : decodeCursor(positionSchema, cursor)
  const page = toPage(await listConsent(ctx, { ids, after, limit: limit + 1 }), limit, (row) => [
    row.occurredAt,
    row.id,
  ])
  return {
    items: page.items.map(({ id, state, source, wording, actor, occurredAt }) => ({
      ...{ id, state, source, wording, actor: actorSchema.parse(actor), occurredAt: toIso(occurredAt) },
    })),
    nextCursor: page.nextCursor,
  }
}
