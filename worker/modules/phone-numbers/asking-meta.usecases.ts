import type { AppError } from '../../shared/errors'
import { describeMetaError, GraphError } from '../../whatsapp/graph.errors'
import { metaRefused, metaUnreachable } from './phone-numbers.errors'

/** Meta's answer, or why there is none. */
export type Answered<T> = { value: T } | Refusal
export type Refusal = {
  /** Meta's number; 0 when no answer came. */
  code: number
  /** A sentence for people. */
  reason: string
  /** Nothing was decided: no answer came, or Meta asks to come back later. */
  isOpen: boolean
}

/** Asks, and takes a refusal for an answer. What is not Meta's is thrown on. */
export async function ask<T>(call: () => Promise<T>): Promise<Answered<T>> {
  try {
    return { value: await call() }
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    const { metaError, disposition } = error
    return {
      code: metaError.code,
      reason: describeMetaError(metaError).message,
      isOpen: disposition === 'retry' || disposition === 'unknown',
    }
  }
}

export const valueIn = <T>(answered: Answered<T> | null): T | null =>
  answered !== null && 'value' in answered ? answered.value : null

/** Asks, and throws a refusal as an error that the caller sees. @throws `phone_numbers.meta_refused`, `phone_numbers.meta_unreachable` */
export async function askOrThrow<T>(call: () => Promise<T>): Promise<T> {
  const answered = await ask(call)
  if ('value' in answered) return answered.value
  throw toAppError(answered)
}

export const toAppError = ({ code, reason, isOpen }: Refusal): AppError =>
  isOpen
    ? metaUnreachable({ details: { metaCode: code } })
    : metaRefused({ message: reason, details: { metaCode: code } })
