import { type Disposition, type Fix, metaErrors, NO_ANSWER } from './graph-error-table'
import type { MetaError } from './message-content.schemas'

export type { Disposition } from './graph-error-table'

/** What a failed message shows: Meta's error, our sentence, and what helps. */
export type DescribedError = MetaError & { message: string; fix: Fix }

/** Graph refused, or did not answer (`metaError.code` -1, `httpStatus` 0). */
export class GraphError extends Error {
  readonly metaError: MetaError
  readonly disposition: Disposition
  readonly httpStatus: number
  /** Milliseconds, when Meta said how long to wait. */
  readonly retryAfterMs: number | null

  constructor({
    metaError,
    disposition,
    httpStatus,
    retryAfterMs = null,
    cause,
  }: {
    metaError: MetaError
    disposition: Disposition
    httpStatus: number
    retryAfterMs?: number | null
    cause?: unknown
  }) {
    super(`Graph ${metaError.code}: ${metaError.title}`, { cause })
    this.name = 'GraphError'
    this.metaError = metaError
    this.disposition = disposition
    this.httpStatus = httpStatus
    this.retryAfterMs = retryAfterMs
  }
}

const knownError = (code: number) => (Object.hasOwn(metaErrors, code) ? metaErrors[code] : undefined)
/** 200–299: a permission is missing. */
const isPermission = (code: number) => code >= 200 && code < 300

/**
 * What to do after Meta's error `code`.
 * @param httpStatus of the answer that carried it; 0 without one, also for errors that a webhook told
 */
export function dispositionOf(code: number, httpStatus: number): Disposition {
  const known = knownError(code)
  if (known) return known[0]
  if (isPermission(code)) return 'pause_number'
  if (httpStatus === 429) return 'retry'
  return httpStatus >= 500 ? 'unknown' : 'fail'
}

/** Meta's error with a sentence for people. Never shows more of Meta's than its title and details. */
export function describeMetaError(error: MetaError): DescribedError {
  const known = knownError(error.code)
  if (known) return { ...error, fix: known[1], message: known[2] }
  if (isPermission(error.code)) return { ...error, fix: 'fix_number', message: metaErrors[10]?.[2] ?? error.title }
  if (error.code >= 2_388_000 && error.code < 2_389_000)
    return { ...error, fix: 'fix_template', message: `Meta refused the template: ${error.details ?? error.title}` }
  return { ...error, fix: 'none', message: `WhatsApp refused it: ${error.details ?? error.title}` }
}

/** No answer came, or none that could be read. */
export const noAnswer = (
  title: string,
  {
    details = null,
    ...rest
  }: { details?: string | null; disposition: Disposition; httpStatus?: number; cause?: unknown },
) => new GraphError({ httpStatus: 0, ...rest, metaError: { code: NO_ANSWER, title, details } })
