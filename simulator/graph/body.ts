import type { GraphContext } from './auth'
import { graphError } from './errors'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The parameters of a call: query, then JSON or form over it, as the Graph API takes them from anywhere.
 * A body that isn't JSON is a body without parameters, to Meta; a broken multipart is refused.
 */
export async function readParameters(c: GraphContext): Promise<Record<string, unknown>> {
  const parameters = { ...c.req.query(), ...(await readBody(c)) }
  delete parameters.access_token
  return parameters
}

export async function readBody(c: GraphContext): Promise<Record<string, unknown>> {
  const type = c.req.header('content-type') ?? ''
  const body = /multipart\/form-data|x-www-form-urlencoded/i.test(type) ? await readForm(c) : await readJson(c)
  c.set('body', body)
  return body
}

async function readJson(c: GraphContext): Promise<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(await c.req.text())
    return isRecord(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

async function readForm(c: GraphContext): Promise<Record<string, unknown>> {
  try {
    const form: Record<string, unknown> = await c.req.parseBody()
    return Object.fromEntries(Object.entries(form).map(([key, value]) => [key, parsedField(value)]))
  } catch {
    throw graphError(100, { details: 'The request body could not be read.' })
  }
}

/** In a form, objects and lists are JSON inside a field. */
function parsedField(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
