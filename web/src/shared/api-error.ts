/** One field that the server refused. */
export type FieldProblem = { path: string; message: string }

type ApiErrorInit = {
  /** 0 when there was no answer. */
  status: number
  /** `auth.invalid_credentials`; `network.offline` and `network.malformed` are made here. */
  code: string
  message: string
  requestId?: string | undefined
  details?: unknown
}

/** The API's error envelope, or the network's failure, as one thing to catch. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  readonly details: unknown

  constructor(init: ApiErrorInit) {
    super(init.message)
    this.name = 'ApiError'
    this.status = init.status
    this.code = init.code
    this.requestId = init.requestId
    this.details = init.details
  }

  /** Seconds to wait after a 429; undefined for any other error. */
  get retryAfterSeconds(): number | undefined {
    if (this.status !== 429 || !isRecord(this.details)) return undefined
    const seconds = this.details.retryAfterSeconds
    return typeof seconds === 'number' ? seconds : undefined
  }

  /** The fields the server refused (`request.invalid`), else none. */
  get fieldProblems(): FieldProblem[] {
    if (this.code !== 'request.invalid' || !Array.isArray(this.details)) return []
    return this.details.filter(isFieldProblem)
  }
}

export const offlineError = (): ApiError =>
  new ApiError({ status: 0, code: 'network.offline', message: 'The server could not be reached.' })

/** Reads `{ error: { code, message, requestId, details? } }`; anything else becomes `network.malformed`. */
export async function toApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined)
  const error = isRecord(body) ? body.error : undefined
  if (!isRecord(error) || typeof error.code !== 'string' || typeof error.message !== 'string') {
    return new ApiError({
      status: response.status,
      code: response.status >= 500 ? 'internal' : 'network.malformed',
      message: `The server answered ${response.status}.`,
      requestId: response.headers.get('x-request-id') ?? undefined,
    })
  }
  return new ApiError({
    status: response.status,
    code: error.code,
    message: error.message,
    requestId: typeof error.requestId === 'string' ? error.requestId : undefined,
    details: error.details,
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return isRecord(value) && typeof value.path === 'string' && typeof value.message === 'string'
}
