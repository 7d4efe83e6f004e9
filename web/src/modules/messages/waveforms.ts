import { createSignal } from 'solid-js'
import { freshAddress } from './media-source'
import type { Waveform } from './waveform'

export const WAVE_BARS = 34
/** Eight minutes of a voice note. Longer ones are played without a picture of them. */
const MOST_BYTES = 1024 * 1024

const [known, setKnown] = createSignal<ReadonlyMap<string, Waveform>>(new Map())
const asked = new Set<string>()
let queue: Promise<void> = Promise.resolve()

/** What is known of a recording; it is worked out once a page, one after the other, while nothing else happens. */
export function waveformOf(media: { id: string; url: string | null; size: number | null }): Waveform | undefined {
  const found = known().get(media.id)
  if (found || asked.has(media.id) || media.url === null || media.size === null || media.size > MOST_BYTES) return found
  asked.add(media.id)
  const { id, url } = media
  queue = queue.then(() => read(id, url)).catch(() => {})
  return undefined
}

async function read(id: string, url: string): Promise<void> {
  await new Promise<void>((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 2000 })
    else resolve()
  })
  const { readWaveform } = await import('./waveform')
  const waveform = await readWaveform(url, WAVE_BARS).catch(async (error: unknown) => {
    const fresh = await freshAddress(id)
    if (fresh === null || fresh === url) throw error
    return readWaveform(fresh, WAVE_BARS)
  })
  setKnown((all) => new Map(all).set(id, waveform))
}
