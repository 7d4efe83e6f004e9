/** An address that a click may follow, or undefined: a customer's `javascript:` is none. */
export function safeUrl(text: string | null | undefined): string | undefined {
  if (!text || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined
}

/** "kilnandloom.example" */
export const hostOf = (url: string): string => new URL(url).host
