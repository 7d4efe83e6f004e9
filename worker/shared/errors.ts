import type { ContentfulStatusCode } from 'hono/utils/http-status'

export type ErrorDeclaration = { code: string; status: ContentfulStatusCode; message: string }
type ErrorOptions = {
  /** A more exact sentence than the declared one. */
  message?: string
  /** For programs: which fields, how long to wait. Never secrets. */
  details?: unknown
  headers?: Record<string, string>
  cause?: unknown
}

/** An error that a caller may see. Anything else that is thrown answers `internal` and is logged with its cause. */
export class AppError extends Error {
  readonly code: string
  readonly status: ContentfulStatusCode
  readonly details: unknown
  readonly headers: Record<string, string>

  constructor(declared: ErrorDeclaration & ErrorOptions) {
    super(declared.message, { cause: declared.cause })
    this.name = 'AppError'
    this.code = declared.code
    this.status = declared.status
    this.details = declared.details
    this.headers = declared.headers ?? {}
  }
}

/** A declared error: call it to make one to throw. `declaration` is what the API document shows. */
export type ErrorFactory = ((options?: ErrorOptions) => AppError) & { declaration: ErrorDeclaration }

/**
 * Declares an error beside its feature.
 * @example const contactNotFound = defineError({ code: 'contacts.not_found', status: 404, message: 'This contact does not exist.' })
 */
export function defineError(declaration: ErrorDeclaration): ErrorFactory {
  const create = (options: ErrorOptions = {}) => new AppError({ ...declaration, ...options })
  return Object.assign(create, { declaration })
}
