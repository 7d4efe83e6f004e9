/** How loud a recording is along its length, from 0 to 1, and how long it is. */
export type Waveform = { peaks: number[]; seconds: number }

const RATE = 8000

/** Fetches and decodes it. Loaded only where a recording is on the screen. */
export async function readWaveform(url: string, bars: number): Promise<Waveform> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`The recording was answered ${response.status}.`)
  const bytes = await response.arrayBuffer()
  // Decoded to the context's rate: eight minutes of 48 kHz would take a hundred megabytes.
  const context = new OfflineAudioContext(1, 1, RATE)
  const audio = await context.decodeAudioData(bytes)
  return { peaks: toPeaks(audio.getChannelData(0), bars), seconds: audio.duration }
}

/** The loudest sample of each stretch, against the loudest of all. Silence stays flat. */
export function toPeaks(samples: Float32Array, bars: number): number[] {
  const stretch = samples.length / bars
  const peaks = Array.from({ length: bars }, (_, bar) => {
    let loudest = 0
    const end = Math.min(samples.length, Math.floor((bar + 1) * stretch))
    for (let at = Math.floor(bar * stretch); at < end; at += 1) loudest = Math.max(loudest, Math.abs(samples[at] ?? 0))
    return loudest
  })
  const most = Math.max(...peaks, 0.01)
  return peaks.map((peak) => peak / most)
}
