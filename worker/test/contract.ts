import { expect } from 'vitest'
import type { z } from 'zod'
import { errorEnvelopeSchema } from '../shared/http/errors'
import { json } from '../shared/http/openapi'
import { bodyErrors } from '../shared/http/openapi-document'
import { app } from './worker'

type Described = {
  method: string
  path: string
  pattern: RegExp
  responses: Record<string, { content?: Record<string, { schema?: unknown }> }>
}

const bodyResponses = Object.fromEntries(
  bodyErrors.map(({ declaration: { status, message } }) => [status, json(errorEnvelopeSchema, message)]),
)

let described: Described[] | undefined

/** Every route with its declared answers, hidden ones too. Literal paths before those with parameters. */
export function describedRoutes(): Described[] {
  described ??= app.openAPIRegistry.definitions
    .flatMap((definition) => (definition.type === 'route' ? [definition.route] : []))
    .map(({ method, path, responses }) => ({
      method: method.toUpperCase(),
      path,
      pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
      responses: { ...(method === 'get' ? {} : bodyResponses), ...(responses as Described['responses']) },
    }))
    .sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')))
  return described
}

/** Fails the test when a route answers what it does not describe: another status, a missing or an additional field. */
export function checkAnswer(method: string, path: string, answer: { status: number; body: unknown }): void {
  const route = describedRoutes().find((one) => one.method === method && one.pattern.test(path))
  // 500 and 503 can happen anywhere and are the envelope, which the error tests hold.
  if (!route || answer.status >= 500) return
  const response = route.responses[answer.status]
  expect(response, `${method} ${route.path} answered ${answer.status}, which it does not describe`).toBeDefined()
  const schema = response?.content?.['application/json']?.schema as z.ZodType | undefined
  if (!schema) {
    if (!response?.content) expect(answer.body, `${method} ${route.path} describes no body`).toBe('')
    return
  }
  const parsed = schema.safeParse(answer.body)
  expect(parsed.error, `${method} ${route.path} answered something else than it describes`).toBeUndefined()
  // Parsing drops unknown fields: what is gone afterwards was never described.
  expect(answer.body, `${method} ${route.path} answered more than it describes`).toEqual(parsed.data)
}
