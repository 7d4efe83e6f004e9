import { BufferTarget, Conversion, type Input, OggOutputFormat, Output } from 'mediabunny'
import { t } from '../../shared/i18n'
import { toBlob } from './recorder-blob'

/** Where a browser records something else, such as AAC in Safari: Opus, one channel. @throws with a sentence for the person */
export async function encodeVoice(input: Input): Promise<Blob> {
  const target = new BufferTarget()
  const output = new Output({ format: new OggOutputFormat(), target })
  const conversion = await Conversion.init({
    input,
    output,
    audio: { codec: 'opus', numberOfChannels: 1, sampleRate: 48_000 },
    showWarnings: false,
  })
  if (!conversion.isValid) throw new Error(t('composer.recorder.unsupportedText'))
  await conversion.execute()
  return toBlob(target)
}
