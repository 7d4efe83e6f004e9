/** An integer of 16 digits or more as a value: doubles end at 9007199254740992. */
const LONG_INTEGER = /[:[,]\s*-?\d{16}/

/**
 * Parses JSON without rounding integers above 2^53, which template ids may be: those become strings of their digits.
 * Texts without any, nearly all of them, are parsed as `JSON.parse` does and cost one search more.
 * @throws SyntaxError when the text is not JSON
 */
export function parseWebhookJson(text: string): unknown {
  const plain: unknown = JSON.parse(text)
  if (!LONG_INTEGER.test(text)) return plain
  try {
    return JSON.parse(text, exact as (key: string, value: unknown) => unknown) // the third argument is not in TypeScript's library yet
  } catch {
    // A reviver is called recursively: JSON that is nested too deeply for it keeps its rounded numbers.
    return plain
  }
}

const exact = (_key: string, value: unknown, { source }: { source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source)
    ? source
    : value
