import { type Accessor, createSignal } from 'solid-js'

/** Why nothing can be recorded. */
export type RecorderFault = 'denied' | 'missing' | 'busy' | 'unsupported'
export class RecorderError extends Error {
  readonly fault: RecorderFault
  constructor(fault: RecorderFault, cause?: unknown) {
    super(`The microphone: ${fault}`, { cause })
    this.fault = fault
  }
}

export type Recording = {
  /** Seconds of sound so far. */
  seconds: Accessor<number>
  /** Bytes so far. */
  size: Accessor<number>
  /** How loud it was, 0 to 1, ten times a second. */
  levels: Accessor<readonly number[]>
  isPaused: Accessor<boolean>
  pause: () => void
  resume: () => void
  /** What there is so far. */
  snapshot: () => Promise<Blob>
  /** Ends it. */
  stop: () => Promise<Blob>
  /** Lets the microphone go. */
  close: () => void
}

const TICK_MS = 100
const SLICE_MS = 1000
/** Speech needs no more, and a voice note of two minutes stays small. */
const BITS_PER_SECOND = 32_000
/** WhatsApp wants Ogg with Opus. Safari has the second from 18.4 on. */
const types = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus']
export const VOICE_TYPE = 'audio/ogg; codecs=opus'
const faults: Record<string, RecorderFault> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

/** Asks for the microphone and records in mono. @throws RecorderError */
export async function startRecording(): Promise<Recording> {
  if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === 'undefined')
    throw new RecorderError('unsupported')
  const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type))
  if (!mimeType) throw new RecorderError('unsupported')
  const microphone = await navigator.mediaDevices
    .getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } })
    .catch((error: unknown) => {
      const name = error instanceof DOMException ? error.name : ''
      throw new RecorderError(faults[name] ?? 'busy', error)
    })
  const context = new AudioContext()
  void context.resume()
  const source = context.createMediaStreamSource(microphone)
  const analyser = new AnalyserNode(context, { fftSize: 1024 })
  // A microphone may have two channels whatever was asked; WhatsApp takes one.
  const mono = new MediaStreamAudioDestinationNode(context, { channelCount: 1, channelCountMode: 'explicit' })
  source.connect(analyser)
  source.connect(mono)

  const [seconds, setSeconds] = createSignal(0)
  const [size, setSize] = createSignal(0)
  const [levels, setLevels] = createSignal<readonly number[]>([])
  const [isPaused, setPaused] = createSignal(false)
  const chunks: Blob[] = []
  const recorder = new MediaRecorder(mono.stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND })
  let waiting: (() => void)[] = []
  recorder.ondataavailable = ({ data }) => {
    chunks.push(data)
    setSize((bytes) => bytes + data.size)
    for (const tell of waiting) tell()
    waiting = []
  }
  recorder.start(SLICE_MS)

  const wave = new Float32Array(analyser.fftSize)
  let before = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    const passed = now - before
    before = now
    if (recorder.state !== 'recording') return
    setSeconds((so) => so + passed / 1000)
    analyser.getFloatTimeDomainData(wave)
    const power = wave.reduce((sum, value) => sum + value * value, 0) / wave.length
    // Loudness as it is heard: speech fills the bars, silence leaves them low.
    setLevels((all) => [...all, Math.min(1, Math.sqrt(power) * 4)])
  }, TICK_MS)

  const whole = () => new Blob(chunks, { type: mimeType })
  return {
    seconds,
    size,
    levels,
    isPaused,
    pause: () => {
      if (recorder.state !== 'recording') return
      recorder.pause()
      setPaused(true)
    },
    resume: () => {
      if (recorder.state !== 'paused') return
      recorder.resume()
      setPaused(false)
    },
    snapshot: async () => {
      if (recorder.state !== 'inactive')
        await new Promise<void>((resolve) => {
          waiting.push(resolve)
          recorder.requestData()
        })
      return whole()
    },
    stop: async () => {
      if (recorder.state !== 'inactive')
        await new Promise<void>((resolve) => {
          recorder.onstop = () => resolve()
          recorder.stop()
        })
      return whole()
    },
    close: () => {
      clearInterval(timer)
      if (recorder.state !== 'inactive') recorder.stop()
      for (const track of microphone.getTracks()) track.stop()
      if (context.state !== 'closed') void context.close()
    },
  }
}
