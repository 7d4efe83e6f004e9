import { webmToOgg } from './webm-to-ogg'

export type Recorder = { stop: () => Promise<Blob>; cancel: () => void }

const OGG = 'audio/ogg;codecs=opus'
const WEBM = 'audio/webm;codecs=opus'

/** Records one voice message, mono and small as WhatsApp's. @throws without a microphone or the permission */
export async function createRecorder(): Promise<Recorder> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } })
  const type = [OGG, WEBM, 'audio/mp4'].find((one) => MediaRecorder.isTypeSupported(one))
  const recorder = new MediaRecorder(stream, { ...(type && { mimeType: type }), audioBitsPerSecond: 24_000 })
  const parts: Blob[] = []
  recorder.ondataavailable = ({ data }) => parts.push(data)
  const ended = new Promise<void>((resolve) => {
    recorder.onstop = () => {
      for (const track of stream.getTracks()) track.stop()
      resolve()
    }
  })
  recorder.start()

  const end = async () => {
    if (recorder.state !== 'inactive') recorder.stop()
    await ended
  }
  return {
    cancel: () => void end(),
    async stop() {
      await end()
      const recorded = new Blob(parts, { type: recorder.mimeType })
      if (!recorder.mimeType.startsWith('audio/webm')) return recorded
      return new Blob([webmToOgg(new Uint8Array(await recorded.arrayBuffer()))], { type: 'audio/ogg; codecs=opus' })
    },
  }
}
