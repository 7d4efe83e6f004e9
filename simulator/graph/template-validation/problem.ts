import { ERRORS } from '../error-codes'
import { type GraphError, graphError } from '../errors'

const TITLES: Record<number, string> = {
  2388043: 'Message template "components" param is missing expected field(s)',
}

/** What a template may not be: code 100, the documented code as subcode, and a text for whoever wrote it. */
export const templateError = (subcode: number, message: string): GraphError =>
  graphError(100, {
    title: 'Invalid parameter',
    subcode,
    details: message,
    user: { title: TITLES[subcode] ?? ERRORS[subcode]?.[1] ?? 'Invalid parameter', message },
  })

export const tooLong = (what: string, most: number): GraphError =>
  templateError(2388040, `${what} cannot be longer than ${most} characters.`)

/** An example, a text, buttons: a component without it says nothing. */
export const missingField = (component: string, field: string): GraphError =>
  templateError(2388043, `component of type ${component} is missing expected field(s) (${field})`)

export const invalidComponent = (message: string): GraphError => graphError(100, { message })
