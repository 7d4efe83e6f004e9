/** What SQLite or D1 say of a statement that will never go through, however often it is tried. */
const PERMANENT =
  /SQLITE_(CONSTRAINT|ERROR|MISMATCH|TOOBIG|RANGE|NOMEM)|D1_TYPE_ERROR|malformed JSON|string or blob too big/
/** Faults of our code at this input. */
const FAULTS = ['TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'ZodError', 'URIError']

/** Whether trying again cannot help: the database is fine, and does not take this; or our code does not. */
export function isPermanent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (FAULTS.includes(cause.name) || PERMANENT.test(cause.message)) return true
  return false
}

/** What an operator reads beside a dead letter: what went wrong, not what a customer wrote. */
export function reasonOf(error: unknown): string {
  let innermost = error
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause
  const text = innermost instanceof Error ? `${innermost.name}: ${innermost.message}` : String(innermost)
  return text.slice(0, 300)
}
