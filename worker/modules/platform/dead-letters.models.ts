/** What every queue of ours carries. A message is stored in this form, so that it can be sent again as it is. */
export type Envelope = { queue: string; payload: unknown }
export type ReadLetter = { envelope: Envelope; organizationId: string | null; reason: string }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isEnvelope = (value: unknown): value is Envelope =>
  isRecord(value) && typeof value.queue === 'string' && 'payload' in value

/** The names of queues that cannot be told. */
export const UNKNOWN_QUEUE = 'unknown'
const OUT_OF_RETRIES = 'Every retry failed. The log has the errors.'
const UNREADABLE = 'It does not say which queue it comes from.'

/**
 * Reads a dead letter: an envelope that ran out of retries, one that a consumer buried with its reason, or anything else,
 * which is kept too.
 */
export function readDeadLetter(body: unknown): ReadLetter {
  if (isEnvelope(body)) return toLetter(body, OUT_OF_RETRIES)
  if (isRecord(body) && typeof body.queue === 'string' && 'message' in body) {
    const envelope = isEnvelope(body.message) ? body.message : { queue: body.queue, payload: body.message }
    return toLetter({ ...envelope, queue: body.queue }, typeof body.reason === 'string' ? body.reason : OUT_OF_RETRIES)
  }
  return toLetter({ queue: UNKNOWN_QUEUE, payload: body ?? null }, UNREADABLE)
}

function toLetter({ queue, payload }: Envelope, reason: string): ReadLetter {
  const organizationId = isRecord(payload) && typeof payload.organizationId === 'string' ? payload.organizationId : null
  return { envelope: { queue, payload }, organizationId, reason }
}

/** The object in the bucket that a letter's message points at, when it is a delivery that was too long for the queue. */
export function objectOf({ message }: { message: unknown }): string | null {
  const payload = isEnvelope(message) ? message.payload : null
  const key = isRecord(payload) && payload.type === 'stored' ? payload.key : null
  return typeof key === 'string' ? key : null
}

/** A service binding claims to have every method, `sendBatch` too; what tells it apart is `fetch`. */
export const isQueue = (binding: unknown): binding is Queue =>
  typeof binding === 'object' && binding !== null && 'sendBatch' in binding && !('fetch' in binding)

/** The queue that `wharf-<name>` is bound to, by the rule of wrangler.toml: `events` is EVENTS. Dead letters are no target. */
export function findQueue(env: object, name: string): Queue | undefined {
  const bindingName = name.toUpperCase().replaceAll('-', '_')
  const binding: unknown = Object.entries(env).find(([key]) => key === bindingName)?.[1]
  return isQueue(binding) && bindingName !== 'DEAD_LETTERS' ? binding : undefined
}
