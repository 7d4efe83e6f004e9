import { createClient } from '@worker/client'
import type { ClientResponse } from 'hono/client'
import type { SuccessStatusCode } from 'hono/utils/http-status'
import { createApiFetch } from './api-fetch'
import { session } from './session'

/** The typed client: `api.api.auth.me.$get()`. Every answer that is not a success is thrown as an ApiError. */
export const api = createClient('/', { fetch: createApiFetch(session, (input, init) => fetch(input, init)) })

type SuccessBody<Answer> =
  Answer extends ClientResponse<infer Body, infer Status, infer Format>
    ? Status extends SuccessStatusCode
      ? Format extends 'json'
        ? Body
        : undefined
      : never
    : never

/** The body of a successful answer: `const me = await call(api.api.auth.me.$get())`. 204 gives undefined. */
export async function call<Answer extends ClientResponse<unknown>>(
  request: Promise<Answer>,
): Promise<SuccessBody<Answer>> {
  const response = await request
  const text = await response.text()
  // The one place where the wire becomes a type: the Worker's routes say what a success looks like.
  return (text === '' ? undefined : JSON.parse(text)) as SuccessBody<Answer>
}
