/** What is in a message object is Meta's business: read without trusting it. */
export type Json = Record<string, unknown>

export const recordIn = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
export const listIn = (value: unknown): Json[] => (Array.isArray(value) ? value.map(recordIn) : [])
export const textIn = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
/** Undefined for what isn't there or is empty. */
export const someText = (value: unknown): string | undefined => textIn(value) || undefined
