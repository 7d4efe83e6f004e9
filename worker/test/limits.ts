/**
 * Production's limits, which a local run does not enforce (cloudflare docs: workers/platform/limits, d1/platform/limits,
 * queues/platform/limits; workerd limit-enforcer.h). On for every test: a breach is noted here and fails the test by name.
 */
export const LIMITS = {
  'outgoing connections at a time': 6,
  'D1 queries an invocation': 1000,
  'bytes of a D1 value': 2_000_000,
  'PBKDF2 iterations': 100_000,
  'bytes of a queue message': 128_000,
  'bytes of a socket attachment': 16_384,
} as const
export type LimitName = keyof typeof LIMITS

export class LimitError extends Error {
  override name = 'LimitError'
}

let breaches: string[] = []

/** Notes a breach and stops what would have failed in production. */
export function checkLimit(limit: LimitName, used: number): void {
  if (used <= LIMITS[limit]) return
  const breach = `${limit}: ${used} of ${LIMITS[limit]}`
  breaches.push(breach)
  throw new LimitError(breach)
}

/** What was breached since the last call. Each test's end asks; a test that breaches on purpose asks first. */
export function takeBreaches(): string[] {
  const taken = breaches
  breaches = []
  return taken
}

export function byteLength(value: unknown): number {
  if (typeof value === 'string') return new TextEncoder().encode(value).length
  if (value instanceof ArrayBuffer) return value.byteLength
  if (ArrayBuffer.isView(value)) return value.byteLength
  return value === undefined ? 0 : new TextEncoder().encode(JSON.stringify(value) ?? '').length
}

/** Outgoing connections of one invocation: fetch, R2 and queues share six. */
export function createConnectionCounter() {
  let open = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    checkLimit('outgoing connections at a time', open + 1)
    open++
    try {
      return await work()
    } finally {
      open--
    }
  }
}

let patched = false
/** Watches what belongs to no binding. Once for the runtime. */
export function watchGlobals(): void {
  if (patched) return
  patched = true
  for (const method of ['deriveBits', 'deriveKey'] as const) {
    const original = crypto.subtle[method].bind(crypto.subtle) as (...args: unknown[]) => Promise<never>
    crypto.subtle[method] = async (algorithm: unknown, ...rest: unknown[]) => {
      checkLimit('PBKDF2 iterations', (algorithm as { iterations?: number }).iterations ?? 0)
      return original(algorithm, ...rest)
    }
  }
  const serialize = WebSocket.prototype.serializeAttachment
  WebSocket.prototype.serializeAttachment = function (attachment: unknown) {
    checkLimit('bytes of a socket attachment', byteLength(attachment))
    return serialize.call(this, attachment)
  }
}
