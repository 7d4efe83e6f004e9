import { OpenAPIHono } from '@hono/zod-openapi'
import type { Env as HonoEnv } from 'hono'
import { z } from 'zod'
import type { ErrorFactory } from '../errors'
import { errorEnvelopeSchema, invalidFields, invalidRequest, wrongContentType } from './errors'

// Sentences for people where a schema has none of its own.
z.config({
  customError: (issue) => {
    switch (issue.code) {
      case 'invalid_type':
        if (issue.input === undefined) return 'This field is missing.'
        return `This needs to be ${typeNames[issue.expected] ?? issue.expected}.`
      case 'too_big':
        return issue.origin === 'string' || issue.origin === 'array'
          ? `This is too long: at most ${amountOf(issue.origin, issue.maximum)}.`
          : `This is too much: at most ${issue.maximum.toLocaleString('en-GB')}.`
      case 'too_small':
        if (issue.origin !== 'string' && issue.origin !== 'array')
          return `This is too little: at least ${issue.minimum.toLocaleString('en-GB')}.`
        if (issue.minimum === 1) return 'This cannot be empty.'
        return `This is too short: at least ${amountOf(issue.origin, issue.minimum)}.`
      case 'invalid_value':
        return `This needs to be ${listOf(issue.values)}.`
      case 'invalid_union':
        return Array.isArray(issue.options) ? `This needs to be ${listOf(issue.options)}.` : undefined
      default:
        return undefined
    }
  },
})
const amountOf = (origin: string, count: number | bigint): string => {
  const [one, many] = origin === 'string' ? ['character', 'characters'] : ['entry', 'entries']
  return `${count.toLocaleString('en-GB')} ${Number(count) === 1 ? one : many}`
}
const listOf = (values: readonly unknown[]): string => {
  const words = values.map(String)
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
const typeNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

/** A router whose input errors all leave as `request.invalid`. */
export const createRouter = <E extends HonoEnv>() =>
  new OpenAPIHono<E>({
    defaultHook: (result) => {
      if (!result.success) throw invalidFields(result.error)
    },
  })

/** Only for the dashboard: left out of the published document, not of the tests that hold a route to what it describes. */
export const internal = { 'x-internal': true } as const

/** A required JSON body. */
export const jsonBody = <S extends z.ZodType>(schema: S) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})

export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** An answer without a body. */
export const empty = (description: string) => ({ description })

type ErrorResponses = {
  400: ErrorResponse
  401: ErrorResponse
  403: ErrorResponse
  404: ErrorResponse
  409: ErrorResponse
  429: ErrorResponse
}
type ErrorResponse = ReturnType<typeof json<typeof errorEnvelopeSchema>>

/**
 * The error answers of a route, from the errors it can throw. Kept out of the client's types: a failed call throws there.
 * Every route can answer 400, because every route checks what it is given.
 */
export function errors(...factories: ErrorFactory[]): Record<never, never> {
  const byStatus = new Map<number, string[]>()
  for (const { declaration } of [invalidRequest, ...factories])
    byStatus.set(declaration.status, [
      ...(byStatus.get(declaration.status) ?? []),
      `\`${declaration.code}\`: ${declaration.message}`,
    ])
  const responses = [...byStatus].map(([status, lines]) => [status, json(errorEnvelopeSchema, lines.join('\n\n'))])
  return Object.fromEntries(responses) as Partial<ErrorResponses> as Record<never, never>
}

/** Refuses a body that is not JSON before it is read: a form from another site cannot reach a handler. */
export async function requireJson(request: Request): Promise<void> {
  const type = request.headers.get('content-type')
  if (/^application\/([\w.+-]+\+)?json\b/i.test(type ?? '')) return
  if (type || (await hasBytes(request))) throw wrongContentType()
}

/** Over real HTTP a request without a body has an empty stream: only reading tells. */
async function hasBytes(request: Request): Promise<boolean> {
  if (request.body === null || request.headers.get('content-length') === '0') return false
  const reader = request.clone().body?.getReader()
  const first = await reader?.read()
  await reader?.cancel()
  return first?.done === false
}
