import { ERRORS } from './error-codes'

type Options = {
  /** `error_data.details`: what exactly is wrong. */
  details?: string | undefined
  subcode?: number | undefined
  /** Instead of the code's own text; the `(#code) ` before it is added. */
  message?: string | undefined
  /** The whole text, without `(#code) `: for the old codes of the Graph API. */
  title?: string | undefined
  status?: number | undefined
  /** Title and text for a person: the management endpoints have them. */
  user?: { title: string; message: string } | undefined
  /** Put beside `error`, for answers that carry both (block_users). */
  beside?: Record<string, unknown> | undefined
}

/** One of Meta's errors, thrown by anything that answers a Graph call. */
export class GraphError extends Error {
  readonly code: number
  readonly status: number
  readonly options: Options
  constructor(code: number, options: Options) {
    const [status, text] = ERRORS[code] ?? [400, 'Unknown error']
    super(options.title ?? `(#${code}) ${options.message ?? text}`)
    this.code = code
    this.status = options.status ?? status
    this.options = options
  }

  /** The body of the answer. */
  envelope(traceId: string): Record<string, unknown> {
    const { details, subcode, beside, user } = this.options
    return {
      ...beside,
      error: {
        message: this.message,
        type: 'OAuthException',
        code: this.code,
        ...(details !== undefined && { error_data: { messaging_product: 'whatsapp', details } }),
        ...(subcode !== undefined && { error_subcode: subcode }),
        ...(this.status >= 500 && { is_transient: true }),
        ...(user && { is_transient: false, error_user_title: user.title, error_user_msg: user.message }),
        fbtrace_id: traceId,
      },
    }
  }
}

/** Throw what this returns. Without options: the code's own text and HTTP status, as Meta's page of error codes has them. */
export const graphError = (code: number, options: Options = {}): GraphError => new GraphError(code, options)

/** Code 100, subcode 33: gone, or not for this token, or not this verb. Meta doesn't say which. */
export const noSuchObject = ({ verb, id }: { verb: string; id: string }): GraphError =>
  graphError(100, {
    title: `Unsupported ${verb.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    subcode: 33,
  })

/** Code 100 as Meta words it for a parameter at the top of a request. */
export const parameterRequired = (name: string): GraphError =>
  graphError(100, { message: `The parameter ${name} is required.` })

/** Meta's error object of a status or a message (`errors[]`). */
export function webhookError(code: number, details?: string): Record<string, unknown> {
  const title = titleOf(code)
  return {
    code,
    title,
    message: title,
    error_data: { details: details ?? DETAILS[code] ?? title },
    href: '/documentation/business-messaging/whatsapp/support/error-codes',
  }
}

export const titleOf = (code: number): string => ERRORS[code]?.[1] ?? 'Unknown error'

/** The sentences that Meta's own samples have. */
const DETAILS: Record<number, string> = {
  130429: 'Cloud API message throughput has been reached.',
  131026: 'Message Undeliverable.',
  131047:
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  131049: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  131050: 'Recipient has chosen to stop receiving marketing messages on WhatsApp from your business',
  131051: 'Message type is currently not supported.',
  131056:
    'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.',
}
export const detailsOf = (code: number): string => DETAILS[code] ?? titleOf(code)
