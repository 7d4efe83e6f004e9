import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { AppError, defineError } from '../errors'
import type { AppEnv } from './env'

export const errorEnvelopeSchema = z
  .object({
    error: z.object({
      code: z
        .string()
        .meta({ description: 'Stable and dotted. Programs decide by it.', example: 'contacts.not_found' }),
      message: z.string().meta({ description: 'A sentence for people.' }),
      requestId: z.string().meta({ description: 'Quote it when you ask for help.' }),
      details: z.unknown().optional(),
    }),
  })
  .meta({ id: 'Error' })
export type ErrorEnvelope = z.infer<typeof errorEnvelopeSchema>

export const invalidRequest = defineError({
  code: 'request.invalid',
  status: 400,
  message: 'Some of the fields are not right.',
})
export const malformedJson = defineError({
  code: 'request.malformed_json',
  status: 400,
  message: 'The body is not valid JSON.',
})
export const wrongContentType = defineError({
  code: 'request.wrong_content_type',
  status: 415,
  message: 'Send the body as JSON, with the header Content-Type: application/json.',
})
export const bodyTooLarge = defineError({
  code: 'request.too_large',
  status: 413,
  message: 'The body is too large. The limit is 1 MB.',
})
export const routeNotFound = defineError({
  code: 'request.not_found',
  status: 404,
  message: 'There is nothing at this address.',
})
const internal = defineError({
  code: 'internal',
  status: 500,
  message: 'Something on our side broke. We have a record of it; try again.',
})

/** What the zod hook of every route throws: one entry a field. */
export const invalidFields = (error: z.core.$ZodError) =>
  invalidRequest({
    details: error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'This field is not known here.' }))
        : [{ path: issue.path.join('.'), message: issue.message }],
    ),
  })

/** Turns whatever was thrown into the one envelope, and logs it once. */
export function handleError(error: unknown, c: Context<AppEnv>): Response {
  const known = toAppError(error)
  const log = c.var.log
  if (known.status >= 500) log.error(known.message, { errorCode: known.code, error: known.cause ?? known })
  else log.info('refused', { errorCode: known.code, status: known.status })
  for (const [name, value] of Object.entries(known.headers)) c.header(name, value)
  const envelope: ErrorEnvelope = {
    error: {
      code: known.code,
      message: known.message,
      requestId: c.var.requestId,
      ...(known.details === undefined ? {} : { details: known.details }),
    },
  }
  return c.json(envelope, known.status)
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  // Hono's validator throws these two itself, before a schema is asked.
  if (error instanceof HTTPException && error.status === 400) return malformedJson({ cause: error })
  return internal({ cause: error })
}
