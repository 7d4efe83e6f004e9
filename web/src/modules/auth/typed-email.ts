/** The address typed on the page before ("Forgot it?", "Log in instead"), handed on so that nobody types it twice. */
export function typedEmail(state: unknown): string {
  if (typeof state !== 'object' || state === null || !('email' in state)) return ''
  return typeof state.email === 'string' ? state.email : ''
}
