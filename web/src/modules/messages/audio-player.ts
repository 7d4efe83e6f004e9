import { createSignal } from 'solid-js'
import { claimPlayback } from './playback'

export type PlayState = 'rest' | 'loading' | 'playing' | 'paused' | 'failed'
export const speeds = [1, 1.5, 2] as const
export type Speed = (typeof speeds)[number]
type Track = { id: string; url: string }

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

  function start(): HTMLAudioElement {
    if (element) return element
    element = createElement()
    element.preload = 'metadata'
    const on = (event: keyof HTMLMediaElementEventMap, run: () => void) => element?.addEventListener(event, run)
    on('playing', () => setState('playing'))
    on('waiting', () => setState('loading'))
    on('pause', () => setState((now) => (now === 'failed' || now === 'rest' ? now : 'paused')))
    on('error', () => setState('failed'))
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

  function load({ id, url }: Track): HTMLAudioElement {
    const audio = start()
    if (current() === id && state() !== 'failed') return audio
    const before = current()
    if (before !== undefined && state() !== 'failed') left.set(before, position())
    wanted = left.get(id) ?? 0
    left.delete(id)
    setCurrent(id)
    setState('rest')
    setPosition(wanted)
    setDuration(undefined)
    audio.src = url
    audio.playbackRate = speed()
    return audio
  }
  const pause = () => element?.pause()

  async function play(track: Track): Promise<void> {
    const audio = load(track)
    claimPlayback(pause)
    setState('loading')
    audio.playbackRate = speed()
    try {
      await audio.play()
    } catch (error) {
      // Another one began, or it was paused before it could play: no failure of this one.
      if (current() === track.id && !(error instanceof DOMException && error.name === 'AbortError')) setState('failed')
    }
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
