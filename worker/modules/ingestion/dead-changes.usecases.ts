import type { SystemContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { PLATFORM_DELIVERIES } from '../../shared/names'
import type { BatchItem } from '../../shared/queue'
import type { ParsedChange, RawChange } from '../../whatsapp/webhook-events'
import type { Inbound, SignedBy } from './ingestion.schemas'

type Platform = Pick<SystemContext, 'clock' | 'log'> & { env: Pick<Env, 'BUCKET' | 'DEAD_LETTERS' | 'INBOUND'> }

/** The queue takes 128 KB with everything around it. */
const MAX_BYTES = 100_000
/** Below this no escaping can make it too large. */
const SURELY_FITS = 45_000

/** Whether a body still fits into a message of the queue once it is a JSON text in a JSON text. */
export const fitsIntoQueue = (body: string): boolean =>
  body.length <= SURELY_FITS || (body.length <= MAX_BYTES && Buffer.byteLength(JSON.stringify(body)) <= MAX_BYTES)

/** A message for the queue: the body itself, or where it is when it is too large. */
export async function toInbound(system: Platform, body: string, signedBy: SignedBy): Promise<Inbound> {
  if (fitsIntoQueue(body)) return { type: 'delivery', ...signedBy, body }
  const now = system.clock.now()
  const key = `${PLATFORM_DELIVERIES}${new Date(now).toISOString().slice(0, 10)}/${createId('dlv', now)}.json`
  await system.env.BUCKET.put(key, body)
  return { type: 'stored', ...signedBy, key }
}

/** Changes as a delivery of their own, which can take every way that Meta's deliveries take. */
export const toBody = (changes: RawChange[]): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: changes.map(({ wabaId: id, field, value }) => ({ id, changes: [{ field, value }] })),
  })

/** Puts changes that cannot be handled with the dead letters, from where an operator can send them again. */
export async function buryChanges(
  system: Platform,
  { changes, signedBy, reason }: { changes: RawChange[]; signedBy: SignedBy; reason: string },
): Promise<void> {
  const payload = await toInbound(system, toBody(changes), signedBy)
  await system.env.DEAD_LETTERS.send({ queue: 'inbound', message: { queue: 'inbound', payload }, reason })
}

type Unrouted = SignedBy & { item: BatchItem<Inbound>; raw: RawChange; parsed: ParsedChange }

/**
 * Deliveries about numbers that nobody has connected, or not through the app that signed: kept for an operator, who can
 * send them again once somebody has. Nobody's fault, so nothing is tried again.
 */
export async function buryUnrouted(system: Platform, unrouted: Unrouted[]): Promise<void> {
  const groups = Map.groupBy(unrouted, ({ appKey, organizationId, isArchived, parsed }) =>
    JSON.stringify([appKey, organizationId, isArchived, parsed.phoneNumberId, parsed.phoneNumberId ?? parsed.wabaId]),
  )
  for (const group of groups.values()) {
    const [first] = group
    if (!first) continue
    const { appKey, receivedAt, organizationId, isArchived } = first
    const signedBy = {
      ...{ appKey, receivedAt },
      ...(organizationId !== undefined && { organizationId }),
      ...(isArchived !== undefined && { isArchived }),
    }
    const reason = whyUnrouted(first)
    try {
      await buryChanges(system, { changes: group.map(({ raw }) => raw), signedBy, reason })
      system.log.warn('deliveries for nobody', { reason, count: group.length })
    } catch (error) {
      for (const { item } of group) item.fail(error)
    }
  }
}

function whyUnrouted({ appKey, organizationId, parsed }: Unrouted): string {
  const signer = appKey === null ? 'the platform’s Meta app' : `the Meta app ${appKey}`
  const { phoneNumberId, wabaId } = parsed
  if (phoneNumberId === null)
    return `It names no number, and the business account ${wabaId} has none that is connected through ${signer}, or several.`
  return organizationId === undefined
    ? `Nobody has connected the number ${phoneNumberId} through ${signer}.`
    : `The organization ${organizationId}, to which it was told, has the number ${phoneNumberId} no longer connected through ${signer}.`
}
