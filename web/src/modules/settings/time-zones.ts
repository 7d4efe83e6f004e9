/**
 * Every zone this browser knows, plus the chosen one: browsers leave out UTC and the older names ("Asia/Calcutta"),
 * and the workspace may have been made elsewhere.
 */
export function timeZoneOptions(chosen: string): { value: string; label: string }[] {
  const zones = new Set(['UTC', chosen, ...Intl.supportedValuesOf('timeZone')])
  return [...zones].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}

/** "14:32" on the clocks there; '' for a zone that this browser doesn't know. */
export function clockIn(timeZone: string, now: Date): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(now)
  } catch {
    return ''
  }
}
