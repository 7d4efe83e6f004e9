import { toIso } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { openOrganization } from '../../tenancy/organization-context'
import { parseChange } from '../../whatsapp/webhook-parser'
import { organizationNotFound } from '../organizations/organizations.errors'
import { ARCHIVE, type ArchivedChange, archiveHour } from './archive.usecases'
import type { Budget } from './inbound-run.models'
import { advanceReplay, findReplay, insertReplay, listReplays, type ReplayRow, settleReplay } from './replay.repository'
import type { Replay } from './replay.schemas'
import { storeEntries } from './store.usecases'

export const toReplay = (row: ReplayRow): Replay => ({
  id: row.id,
  from: toIso(row.from),
  to: toIso(row.to),
  status: row.status,
  objects: row.objects,
  changes: row.changes,
  failures: row.failures,
  reason: row.status === 'failed' ? row.reason : null,
  createdAt: toIso(row.createdAt),
  updatedAt: toIso(row.updatedAt),
})

async function enter(system: SystemContext, organizationId: string): Promise<OrganizationContext> {
  const ctx = await openOrganization(system, organizationId)
  if (!ctx) throw organizationNotFound()
  return ctx
}

/** The replays of an organization, newest first. @throws `organizations.not_found`, also when it is switched off */
export const findReplays = async (system: SystemContext, organizationId: string): Promise<Replay[]> =>
  (await listReplays(await enter(system, organizationId), 50)).map(toReplay)

/**
 * Runs what came in between two times through today's code again: what is missing is stored and announced, what an older
 * parser read is read anew, and everything else is left alone. Nobody who was erased comes back.
 * @throws `organizations.not_found`, also when it is switched off
 */
export async function startReplay(
  system: SystemContext,
  { organizationId, from, to, requestedBy }: { organizationId: string; from: number; to: number; requestedBy: string },
): Promise<Replay> {
  const ctx = await enter(system, organizationId)
  const now = system.clock.now()
  const row: ReplayRow = {
    id: createId('rpl', now),
    ...{ organizationId, from, to, requestedBy, status: 'running', position: null },
    ...{ objects: 0, changes: 0, failures: 0, reason: null, updatedAt: now, createdAt: now },
  }
  const { organizationId: _, ...values } = row
  await insertReplay(ctx, values)
  await tellNext(ctx, row.id)
  system.log.warn('replay requested by the operator', { organizationId, replayId: row.id, operatorId: requestedBy })
  return toReplay(row)
}

const tellNext = async ({ env, organizationId }: OrganizationContext, replayId: string): Promise<void> => {
  await env.INBOUND.send({ queue: 'inbound', payload: { type: 'replay', organizationId, replayId } })
}

/**
 * One object of the archive, and a message for the next one: what comes in live goes in between. The order of the archive
 * is the order of time. A step that is taken twice does nothing the second time.
 */
export async function stepReplay(
  system: SystemContext,
  { organizationId, replayId, inbound }: { organizationId: string; replayId: string; inbound: Budget },
): Promise<void> {
  const ctx = await openOrganization(system, organizationId)
  const replay = ctx && (await findReplay(ctx, replayId))
  if (!ctx || !replay || replay.status === 'done') return
  // Without the slash at its end it stands before everything in the folder.
  const startAfter = replay.position ?? archiveHour(replay.from).slice(0, -1)
  const { objects } = await ctx.media.list(ARCHIVE, { startAfter, limit: 1 })
  const path = objects[0]?.path
  if (path === undefined || path.slice(0, archiveHour(0).length) > archiveHour(replay.to)) {
    await settleReplay(ctx, replayId, 'done')
    return
  }
  const changes = (await readArchive(ctx, path)).filter(
    (one) => one.receivedAt >= replay.from && one.receivedAt < replay.to,
  )
  const failures = await run(system, ctx, { changes, inbound })
  await advanceReplay(ctx, replay, { position: path, changes: changes.length, failures })
  await tellNext(ctx, replayId)
}

/** Its step goes to the dead letters. When an operator sends that again, it goes on from there. */
export async function giveReplayUp(
  system: SystemContext,
  { organizationId, replayId, error }: { organizationId: string; replayId: string; error: unknown },
): Promise<void> {
  const ctx = await openOrganization(system, organizationId)
  if (!ctx) return
  await settleReplay(ctx, replayId, 'failed', reasonOf(error))
  ctx.log.error('a replay is given up', { replayId, error })
}

/** The innermost says what happened; the others around it quote whole statements, and what they were about. */
function reasonOf(error: unknown): string {
  let inner = error
  while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause
  return (inner instanceof Error ? inner.message : String(inner)).slice(0, MOST_OF_REASON)
}
const MOST_OF_REASON = 300

async function readArchive(ctx: OrganizationContext, path: string): Promise<ArchivedChange[]> {
  const object = await ctx.media.get(path)
  const lines = object ? (await object.text()).split('\n') : []
  try {
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as ArchivedChange) // written by `archiveChanges`
  } catch {
    // What the parser says quotes what people wrote.
    throw new Error(`${path} of the archive is not valid JSON`)
  }
}

/** @returns how many were dead-lettered @throws what can be tried again */
async function run(
  system: SystemContext,
  ctx: OrganizationContext,
  { changes, inbound }: { changes: ArchivedChange[]; inbound: Budget },
): Promise<number> {
  const failures: unknown[] = []
  const item = { id: 'replay', fail: (error: unknown) => void failures.push(error) }
  const entries = changes.map(({ receivedAt, appKey, phoneNumberId, ...raw }) => ({
    ...{ item, raw, receivedAt, appKey, phoneNumberId, isArchived: true },
    parsed: parseChange(raw, { receivedAt }),
  }))
  const buried = await storeEntries(system, ctx, { entries, run: inbound })
  if (failures.length > 0) throw failures[0]
  return buried
}
