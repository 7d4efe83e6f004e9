/** Signing in must not lead back to a page that only makes sense while signed out. */
const signedOutPages = ['/login', '/signup', '/forgot-password', '/reset-password']

/** Where to go after signing in: the page asked for, if it is one of ours. `//evil.example` and `/\evil` are not. */
export function nextPath(wanted: string | null | undefined, origin: string): string {
  if (!wanted?.startsWith('/')) return '/'
  if (!URL.canParse(wanted, origin)) return '/'
  const url = new URL(wanted, origin)
  if (url.origin !== origin || signedOutPages.includes(url.pathname)) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
