const SECOND_MS = 1000

/** "4m 12s", "45s", "2h 5m". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = whole % 60
  if (hours > 0) return minutes > 0 ? `${hours}h ${minutes}m` : `${hours}h`
  if (minutes > 0) return rest > 0 ? `${minutes}m ${rest}s` : `${minutes}m`
  return `${rest}s`
}

/** Calls back with the seconds left, once a second, until 0. Counted by the clock, which a sleeping laptop can't stop. */
export function startCountdown(seconds: number, onTick: (left: number) => void): () => void {
  const end = Date.now() + seconds * SECOND_MS
  onTick(Math.ceil(seconds))
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / SECOND_MS))
    onTick(left)
    if (left === 0) clearInterval(timer)
  }, SECOND_MS)
  return () => clearInterval(timer)
}
