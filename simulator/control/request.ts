import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import type { World } from '../core/world'
import type { Simulator } from '../simulator'

/** What the control API is made of, beside the simulator itself. */
export type Control = {
  simulator: Simulator
  world: World
  /** The product whose clock moves along. */
  workerUrl: string | null
  /** Where a person opens it. */
  dashboardUrl: string | null
  /** Tells the product's clock. @throws when it doesn't answer */
  tellClock: (offsetMs: number) => Promise<void>
  /** Fills an empty simulator with something to look at. */
  demo: (() => void) | null
}

/** Refused, with a sentence that says why. */
export class ControlError extends Error {
  readonly status: ContentfulStatusCode
  readonly details: { path: string; message: string }[]
  constructor(status: ContentfulStatusCode, message: string, details: { path: string; message: string }[] = []) {
    super(message)
    this.status = status
    this.details = details
  }
}

/** The body by its schema; an empty body counts as `{}`. @throws ControlError with a sentence */
export async function readJson<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const text = await c.req.text()
  let body: unknown = {}
  try {
    if (text.trim() !== '') body = JSON.parse(text)
  } catch {
    throw new ControlError(400, 'The body is not JSON.')
  }
  return parse(schema, body)
}

export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true })
  if (parsed.success) return parsed.data
  const details = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: sentenceOf(issue) }))
  throw new ControlError(400, details[0]?.message ?? 'That request cannot be read.', details)
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.')
  if (issue.code !== 'invalid_type')
    return where && !/^[A-Z]/.test(issue.message) ? `${where}: ${issue.message}` : issue.message
  if (issue.input === undefined) return where ? `${where} is missing.` : 'The body is empty.'
  return `${where || 'The body'} is ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}, not ${JSON.stringify(issue.input)}.`
}

/** An entry of a part of the state. @throws ControlError 404 */
export function findIn<Value>(all: Record<string, Value>, id: string | undefined, what: string): Value {
  const found = id === undefined || !Object.hasOwn(all, id) ? undefined : all[id]
  if (found === undefined) throw new ControlError(404, `There is no ${what} ${id ?? ''}.`)
  return found
}

/** A whole number from the query, within bounds. */
export function countIn(c: Context, name: string, { fallback, most }: { fallback: number; most: number }): number {
  const text = c.req.query(name)
  if (text === undefined || text === '') return fallback
  const count = Number(text)
  if (!Number.isInteger(count) || count < 0) throw new ControlError(400, `${name} is a whole number, not "${text}".`)
  return Math.min(count, most)
}

/** Says in the log what was done from outside; whoever follows the log hears that the state has changed. */
export const note = (
  { world }: Control,
  kind: string,
  summary: string,
  more: { payload?: unknown; numberId?: string; customerId?: string } = {},
): void => {
  world.log({ way: 'control', kind, summary, status: null, milliseconds: null, payload: null, ...more })
}
