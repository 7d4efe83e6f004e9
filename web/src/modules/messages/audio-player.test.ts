import { createRoot } from 'solid-js'
import { expect, it, vi } from 'vitest'
import { type AudioPlayer, createAudioPlayer } from './audio-player'

/** Plays what has a good address, as a browser does. */
class FakeAudio extends EventTarget {
  isGood = (_url: string): boolean => true
  preload = ''
  playbackRate = 1
  currentTime = 0
  duration = 20
  readyState = 0
  loaded: string[] = []
  #url = ''
  get src(): string {
    return this.#url
  }
  set src(url: string) {
    this.#url = url
    this.loaded.push(url)
    this.readyState = 0
    this.currentTime = 0
    queueMicrotask(() => {
      if (this.#url !== url) return
      this.readyState = this.isGood(url) ? 4 : 0
      this.dispatchEvent(new Event(this.isGood(url) ? 'loadedmetadata' : 'error'))
    })
  }
  async play(): Promise<void> {
    await Promise.resolve()
    if (!this.isGood(this.#url)) throw new DOMException('no source', 'NotSupportedError')
    this.dispatchEvent(new Event('playing'))
  }
  pause(): void {
    this.dispatchEvent(new Event('pause'))
  }
  /** What happens when the rest of a recording is asked for and refused. */
  breakOff(at: number): void {
    this.currentTime = at
    this.dispatchEvent(new Event('timeupdate'))
    this.dispatchEvent(new Event('error'))
  }
}

function create(run: (player: AudioPlayer, audio: FakeAudio) => Promise<void>): Promise<void> {
  const audio = new FakeAudio()
  return createRoot(async (dispose) => {
    await run(
      createAudioPlayer(() => audio as unknown as HTMLAudioElement),
      audio,
    )
    dispose()
  })
}
const track = (url: string, fresh: () => Promise<string | null>) => ({ id: 'med_1', url, fresh })

it('plays a recording whose address has expired after one click', () =>
  create(async (player, audio) => {
    audio.isGood = (url) => url === '/new'
    const fresh = vi.fn(async () => '/new')
    player.toggle(track('/old', fresh))
    await vi.waitFor(() => expect(player.stateOf('med_1')).toBe('playing'))
    expect(audio.loaded).toEqual(['/old', '/new'])
    expect(fresh).toHaveBeenCalledOnce()
  }))

it('goes on where it was when its address expires in the middle, each time', () =>
  create(async (player, audio) => {
    let hour = 0
    const fresh = async () => {
      hour += 1
      return `/hour-${hour}`
    }
    player.toggle(track('/hour-0', fresh))
    await vi.waitFor(() => expect(player.stateOf('med_1')).toBe('playing'))
    for (const at of [7, 12]) {
      audio.breakOff(at)
      await vi.waitFor(() => expect(player.stateOf('med_1')).toBe('playing'))
      expect(audio.currentTime).toBe(at)
    }
    expect(audio.loaded).toEqual(['/hour-0', '/hour-1', '/hour-2'])
  }))

it('gives up what cannot be played with the newest address either, and tries it again when asked to', () =>
  create(async (player, audio) => {
    audio.isGood = () => false
    const fresh = vi.fn(async () => '/same')
    player.toggle(track('/same', fresh))
    await vi.waitFor(() => expect(player.stateOf('med_1')).toBe('failed'))
    expect(audio.loaded).toEqual(['/same'])
    audio.isGood = () => true
    player.toggle(track('/same', fresh))
    await vi.waitFor(() => expect(player.stateOf('med_1')).toBe('playing'))
  }))

it('says so when no address is to be had, and does not play what was paused meanwhile', () =>
  create(async (player, audio) => {
    audio.isGood = (url) => url === '/new'
    player.toggle(track('/old', () => Promise.reject(new Error('offline'))))
    await vi.waitFor(() => expect(player.stateOf('med_1')).toBe('failed'))

    let answer: (url: string) => void = () => {}
    const later = () => new Promise<string>((resolve) => (answer = resolve))
    const play = vi.spyOn(audio, 'play')
    player.toggle(track('/old', later))
    await vi.waitFor(() => expect(audio.loaded).toEqual(['/old', '/old']))
    player.toggle(track('/old', later))
    expect(player.stateOf('med_1')).toBe('paused')
    answer('/new')
    await vi.waitFor(() => expect(audio.loaded.at(-1)).toBe('/new'))
    await vi.waitFor(() => expect(audio.readyState).toBe(4))
    expect(play).toHaveBeenCalledOnce()
    expect(player.stateOf('med_1')).toBe('paused')
  }))

it('finds a place in a recording whose address has expired without playing it', () =>
  create(async (player, audio) => {
    audio.isGood = (url) => url === '/new'
    player.seek(
      track('/old', async () => '/new'),
      9,
    )
    await vi.waitFor(() => expect(audio.currentTime).toBe(9))
    expect(audio.src).toBe('/new')
    expect(player.positionOf('med_1')).toBe(9)
    expect(player.stateOf('med_1')).toBe('rest')
  }))

it('a recording that begins while the address of another is asked for has its own asked for, too', () =>
  create(async (player, audio) => {
    audio.isGood = (url) => url === '/other-new'
    player.toggle(track('/old', () => new Promise(() => {})))
    await vi.waitFor(() => expect(audio.loaded).toEqual(['/old']))
    await Promise.resolve()
    player.toggle({ id: 'med_2', url: '/other-old', fresh: async () => '/other-new' })
    await vi.waitFor(() => expect(player.stateOf('med_2')).toBe('playing'))
    expect(player.stateOf('med_1')).toBe('rest')
  }))

it('what the network broke off in the middle goes on there when it is played again', () =>
  create(async (player, audio) => {
    const fresh = vi.fn<() => Promise<string | null>>(async () => '/here')
    player.toggle(track('/here', fresh))
    await vi.waitFor(() => expect(player.stateOf('med_1')).toBe('playing'))
    audio.breakOff(7)
    await vi.waitFor(() => expect(player.stateOf('med_1')).toBe('failed'))
    player.toggle(track('/here', fresh))
    await vi.waitFor(() => expect(player.stateOf('med_1')).toBe('playing'))
    expect(audio.currentTime).toBe(7)
  }))
