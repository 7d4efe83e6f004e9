import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  OGG,
  OggOutputFormat,
  Output,
  WEBM,
} from 'mediabunny'
import { t } from '../../shared/i18n'
import { FileError } from './file-error'
import { VOICE_TYPE } from './recorder-audio'

/**
 * A recording as a voice note: Opus in Ogg, one channel. Browsers record Opus in WebM; only the box is changed, which takes
 * milliseconds and loses nothing. @throws FileError
 */
export async function toVoiceNote(recording: Blob): Promise<Blob> {
  const input = new Input({ source: new BlobSource(recording), formats: [WEBM, OGG] })
  try {
    const track = await input.getPrimaryAudioTrack()
    if (!track) throw unreadable()
    if ((await track.getCodec()) !== 'opus' || (await track.getNumberOfChannels()) !== 1)
      throw new FileError(t('composing.recorder.unsupportedText'))
    return await repack(track)
  } catch (error) {
    throw error instanceof FileError ? error : unreadable(error)
  } finally {
    input.dispose()
  }
}

const unreadable = (cause?: unknown) => new FileError(t('composing.recorder.unreadable'), { cause })

async function repack(track: InputAudioTrack): Promise<Blob> {
  const target = new BufferTarget()
  const output = new Output({ format: new OggOutputFormat(), target })
  const source = new EncodedAudioPacketSource('opus')
  output.addAudioTrack(source)
  await output.start()
  const decoderConfig = await track.getDecoderConfig()
  if (!decoderConfig) throw unreadable()
  for await (const packet of new EncodedPacketSink(track).packets()) await source.add(packet, { decoderConfig })
  await output.finalize()
  if (!target.buffer) throw unreadable()
  return new Blob([target.buffer], { type: VOICE_TYPE })
}
