// @vitest-environment node
import { readFileSync } from 'node:fs'
import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  OGG,
  Output,
  WebMOutputFormat,
} from 'mediabunny'
import { describe, expect, it } from 'vitest'
import { composing } from '../../strings/en.composing'
import '../../strings/register-composing'
import { FileError } from './file-error'
import { toVoiceNote } from './recorder-ogg'

const open = (bytes: BlobPart) => new Input({ source: new BlobSource(new Blob([bytes])), formats: [OGG] })
const voice = new Uint8Array(readFileSync('simulator/customer/samples/voice.ogg'))

/** What Chromium's recorder gives: Opus in WebM. */
async function record(): Promise<Blob> {
  const track = await open(voice).getPrimaryAudioTrack()
  if (!track) throw new Error('no sample')
  const target = new BufferTarget()
  const output = new Output({ format: new WebMOutputFormat(), target })
  const source = new EncodedAudioPacketSource('opus')
  output.addAudioTrack(source)
  await output.start()
  const decoderConfig = await track.getDecoderConfig()
  for await (const packet of new EncodedPacketSink(track).packets())
    await source.add(packet, decoderConfig ? { decoderConfig } : undefined)
  await output.finalize()
  return new Blob([target.buffer ?? new ArrayBuffer()])
}

describe('a voice note', () => {
  it('is one channel of Opus in Ogg, with every packet and the length of what was recorded', async () => {
    const recording = await record()
    const note = await toVoiceNote(recording)
    expect(note.type).toBe('audio/ogg; codecs=opus')
    const bytes = new Uint8Array(await note.arrayBuffer())
    expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('OggS')
    const track = await open(bytes).getPrimaryAudioTrack()
    const original = await open(voice).getPrimaryAudioTrack()
    expect([await track?.getCodec(), await track?.getNumberOfChannels()]).toEqual(['opus', 1])
    const lengths = [await track?.computeDuration(), await original?.computeDuration()]
    expect(Math.abs((lengths[0] ?? 0) - (lengths[1] ?? 9))).toBeLessThan(0.05)
  })

  it('is not made of something without sound, and says so in our words', async () => {
    const problem = await toVoiceNote(new Blob(['no sound'])).catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(FileError)
    expect(problem).toMatchObject({ message: composing.recorder.unreadable })
  })
})
