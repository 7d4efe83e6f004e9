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

/** Before a video is given another address: it goes on where it was. */
export function keepPlace(video: HTMLVideoElement): void {
  const { currentTime, paused } = video
  if (currentTime === 0 && paused) return
  video.addEventListener(
    'loadedmetadata',
    () => {
      video.currentTime = currentTime
      // A browser may want a click for it.
      if (!paused) void video.play().catch(() => {})
    },
    { once: true },
  )
}
