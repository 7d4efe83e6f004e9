import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  MP4,
  OGG,
  OggOutputFormat,
  Output,
  WEBM,
} from 'mediabunny'
import { toBlob } from './recorder-blob'

/**
 * A recording as a voice note: Opus in Ogg, one channel. Browsers record Opus in other boxes; only the box is changed, which
 * takes milliseconds and loses nothing. What isn't mono Opus is encoded anew, where the browser can.
 */
export async function toVoiceNote(recording: Blob): Promise<Blob> {
  const input = new Input({ source: new BlobSource(recording), formats: [WEBM, OGG, MP4] })
  try {
    const track = await input.getPrimaryAudioTrack()
    if (!track) throw new Error('There is no sound in this recording.')
    const [codec, channels] = [await track.getCodec(), await track.getNumberOfChannels()]
    if (codec === 'opus' && channels === 1) return await repack(track)
    const { encodeVoice } = await import('./recorder-encode')
    return await encodeVoice(input)
  } finally {
    input.dispose()
  }
}

async function repack(track: InputAudioTrack): Promise<Blob> {
  const target = new BufferTarget()
  const output = new Output({ format: new OggOutputFormat(), target })
  const source = new EncodedAudioPacketSource('opus')
  output.addAudioTrack(source)
  await output.start()
  const decoderConfig = await track.getDecoderConfig()
  if (!decoderConfig) throw new Error('The recording doesn’t say how it is encoded.')
  for await (const packet of new EncodedPacketSink(track).packets()) await source.add(packet, { decoderConfig })
  await output.finalize()
  return toBlob(target)
}
