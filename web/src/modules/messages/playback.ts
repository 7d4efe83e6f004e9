let stopPlaying: (() => void) | undefined

/** One thing plays at a time: whoever begins says how to stop it, and stops what played before. */
export function claimPlayback(stop: () => void): void {
  if (stopPlaying !== stop) stopPlaying?.()
  stopPlaying = stop
}

/** When a conversation is left. */
export function stopPlayback(): void {
  stopPlaying?.()
  stopPlaying = undefined
}
