import type { BufferTarget } from 'mediabunny'

export const VOICE_TYPE = 'audio/ogg; codecs=opus'

export function toBlob({ buffer }: BufferTarget): Blob {
  if (!buffer) throw new Error('Nothing was made of the recording.')
  return new Blob([buffer], { type: VOICE_TYPE })
}
