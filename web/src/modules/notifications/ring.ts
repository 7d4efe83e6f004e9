const SHORTEST_PAUSE_MS = 1000
const NOTES = [
  { hz: 880, at: 0 },
  { hz: 1174.7, at: 0.11 },
] as const
const LENGTH_S = 0.28
const LOUDNESS = 0.12

let context: AudioContext | undefined
let rungAt = Number.NEGATIVE_INFINITY

/** Browsers let a page make a sound only after somebody has touched it. */
export function armRing(): () => void {
  const signs = ['pointerdown', 'keydown'] as const
  const arm = () => {
    context ??= 'AudioContext' in window ? new AudioContext() : undefined
    if (context?.state === 'suspended') void context.resume().catch(() => undefined)
    disarm()
  }
  const disarm = () => {
    for (const sign of signs) window.removeEventListener(sign, arm)
  }
  for (const sign of signs) window.addEventListener(sign, arm)
  return disarm
}

/** Two short notes, at most once a second. @returns whether it rang */
export function ring(now: number = Date.now()): boolean {
  if (now - rungAt < SHORTEST_PAUSE_MS || context?.state !== 'running') return false
  rungAt = now
  for (const { hz, at } of NOTES) playNote(context, hz, context.currentTime + at)
  return true
}

/** For "Play it": the click is what browsers wait for. */
export async function tryRing(): Promise<void> {
  context ??= 'AudioContext' in window ? new AudioContext() : undefined
  await context?.resume().catch(() => undefined)
  ring()
}

function playNote(audio: AudioContext, hz: number, at: number): void {
  const tone = audio.createOscillator()
  const loudness = audio.createGain()
  tone.type = 'sine'
  tone.frequency.value = hz
  // Up and down without a click in the loudspeaker.
  loudness.gain.setValueAtTime(0, at)
  loudness.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015)
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + LENGTH_S)
  tone.connect(loudness).connect(audio.destination)
  tone.start(at)
  tone.stop(at + LENGTH_S)
}
