type Fields = Record<string, unknown>
export type Logger = {
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
  /** The same logger with fields that every line carries. */
  with(fields: Fields): Logger
}

/** Names whose values are never written, at any depth: secrets, and what people wrote. */
const unprintable =
  /pass(word|phrase)|secret|token|authorization|cookie|^code$|recovery|^pin$|^text$|^html$|^body$|^content$|^caption$/i

/** One line of JSON per event. */
export function createLogger(fields: Fields = {}, write: (line: string) => void = writeLine): Logger {
  const log =
    (level: string) =>
    (message: string, more: Fields = {}) =>
      write(JSON.stringify({ level, message, ...fields, ...more }, printable))
  return {
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    with: (more) => createLogger({ ...fields, ...more }, write),
  }
}

function printable(key: string, value: unknown): unknown {
  if (key !== '' && unprintable.test(key) && value !== null && value !== undefined) return '[hidden]'
  if (value instanceof Error)
    return {
      name: value.name,
      message: value.message,
      stack: value.stack,
      ...(value.cause ? { cause: value.cause } : {}),
    }
  return value
}

// Workers Logs indexes what is logged as one JSON line.
function writeLine(line: string): void {
  console.log(line)
}
