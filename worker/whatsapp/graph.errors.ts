import type { MetaError } from './message-content.schemas'

/** What a failed message shows: Meta's error, our sentence, and what helps. */
export type DescribedError = MetaError & {
  message: string
  fix: 'send_template' | 'retry' | 'fix_number' | 'fix_template' | 'replace_media' | 'wait' | 'none'
}

/**
 * What to do after a refusal. `unknown`: it may have been done all the same, so it is never repeated by itself.
 * `pause_number`: nothing will work until a person has repaired the number.
 */
export type Disposition = 'retry' | 'fail' | 'unknown' | 'pause_number'

/** Graph refused, or did not answer. `code` 0 with `httpStatus` 0: no answer came. */
export class GraphError extends Error {
  readonly metaError: MetaError
  readonly disposition: Disposition
  /** 0 when no answer came. */
  readonly httpStatus: number
  /** When Meta said how long to wait. */
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
    super(`Graph: ${metaError.code} ${metaError.title}`, { cause })
    this.name = 'GraphError'
    this.metaError = metaError
    this.disposition = disposition
    this.httpStatus = httpStatus
    this.retryAfterMs = retryAfterMs
  }
}

/** What to do after Meta's error `code` in an answer of `httpStatus`. Source: developers.facebook.com, "Error codes". */
export function dispositionOf(code: number, httpStatus: number): Disposition {
  if (code === 190) return 'pause_number'
  return httpStatus >= 500 ? 'unknown' : 'fail'
}

export const describeMetaError = (error: MetaError): DescribedError => ({
  ...error,
  message: error.details ?? error.title,
  fix: 'none',
})
