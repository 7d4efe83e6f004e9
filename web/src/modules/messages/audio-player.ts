import { createSignal } from 'solid-js'
import { claimPlayback } from './playback'

export type PlayState = 'rest' | 'loading' | 'playing' | 'paused' | 'failed'
export const speeds = [1, 1.5, 2] as const
export type Speed = (typeof speeds)[number]
/** `fresh`: an address that is good now, when `url` has expired. */
type Track = { id: string; url: string; fresh: () => Promise<string | null> }

/**
 * The one player of the page: a recording goes on while its row is scrolled away, and stops when another one begins.
 * Where a recording was left is remembered until it has been heard to its end.
 */
export function createAudioPlayer(createElement: () => HTMLAudioElement) {
  const [current, setCurrent] = createSignal<string>()
  const [state, setState] = createSignal<PlayState>('rest')
  const [position, setPosition] = createSignal(0)
  const [duration, setDuration] = createSignal<number>()
  const [speed, setSpeed] = createSignal<Speed>(1)
  const left = new Map<string, number>()
  let element: HTMLAudioElement | undefined
  let wanted = 0
  let isToPlay = false
  let track: Track | undefined
  let renewing: Track | undefined

  function start(): HTMLAudioElement {
    if (element) return element
    element = createElement()
    element.preload = 'metadata'
    const on = (event: keyof HTMLMediaElementEventMap, run: () => void) => element?.addEventListener(event, run)
    on('playing', () => setState('playing'))
    on('waiting', () => setState('loading'))
    on('pause', () => setState((now) => (now === 'failed' || now === 'rest' ? now : 'paused')))
    on('error', () => void renew())
    on('loadedmetadata', () => {
      if (!element) return
      if (Number.isFinite(element.duration)) setDuration(element.duration)
      if (wanted > 0) element.currentTime = wanted
    })
    on('timeupdate', () => {
      if (element && element.readyState > 0) setPosition(element.currentTime)
    })
    on('ended', () => {
      setState('rest')
      setPosition(0)
      wanted = 0
      if (element) element.currentTime = 0
    })
    return element
  }

  /** Most likely its address has expired. It goes on where it was; what the newest one cannot play is given up. */
  async function renew(): Promise<void> {
    const failed = track
    if (!failed || renewing === failed) return
    renewing = failed
    wanted = position()
    if (isToPlay) setState('loading')
    const url = await failed.fresh().catch(() => null)
    if (renewing === failed) renewing = undefined
    if (track !== failed) return
    if (url === null || url === failed.url) {
      setState('failed')
      return
    }
    const audio = point({ ...failed, url })
    if (isToPlay) await attempt(audio, failed.id)
  }
  function point(next: Track): HTMLAudioElement {
    const audio = start()
    track = next
    audio.src = next.url
    audio.playbackRate = speed()
    return audio
  }
  async function attempt(audio: HTMLAudioElement, id: string): Promise<void> {
    try {
      await audio.play()
    } catch (error) {
      const name = error instanceof DOMException ? error.name : ''
      // Another one began, or it was paused before it could play: no failure of this one.
      if (current() !== id || name === 'AbortError') return
      // A browser that wants another click for it.
      if (name === 'NotAllowedError') setState('paused')
      else await renew()
    }
  }

  function load(next: Track): HTMLAudioElement {
    const { id } = next
    const audio = start()
    if (current() === id && state() !== 'failed') return audio
    const before = current()
    if (before !== undefined) left.set(before, position())
    wanted = left.get(id) ?? 0
    left.delete(id)
    setCurrent(id)
    setState('rest')
    setPosition(wanted)
    setDuration(undefined)
    isToPlay = false
    return point(next)
  }
  function pause(): void {
    isToPlay = false
    if (state() === 'loading') setState('paused')
    element?.pause()
  }

  async function play(next: Track): Promise<void> {
    const audio = load(next)
    claimPlayback(pause)
    isToPlay = true
    setState('loading')
    audio.playbackRate = speed()
    // While a new address is asked for, there is nothing to play: it begins when that is here.
    if (!renewing || renewing !== track) await attempt(audio, next.id)
  }

  return {
    speed,
    stateOf: (id: string): PlayState => (current() === id ? state() : 'rest'),
    positionOf: (id: string): number => (current() === id ? position() : (left.get(id) ?? 0)),
    durationOf: (id: string): number | undefined => (current() === id ? duration() : undefined),
    toggle: (track: Track): void => {
      const isOn = current() === track.id && (state() === 'playing' || state() === 'loading')
      if (isOn) pause()
      else void play(track)
    },
    /** Also of one that has not played yet: it begins there. */
    seek: (track: Track, seconds: number): void => {
      const audio = load(track)
      const at = Math.max(0, Math.min(seconds, duration() ?? seconds))
      wanted = at
      setPosition(at)
      if (audio.readyState > 0) audio.currentTime = at
    },
    nextSpeed: (): void => {
      setSpeed((now) => speeds[(speeds.indexOf(now) + 1) % speeds.length] ?? 1)
      if (element) element.playbackRate = speed()
    },
  }
}
export type AudioPlayer = ReturnType<typeof createAudioPlayer>

export const audioPlayer: AudioPlayer = createAudioPlayer(() => new Audio())
