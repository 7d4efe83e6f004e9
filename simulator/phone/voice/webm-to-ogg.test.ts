import { expect, it } from 'vitest'
import { webmToOgg } from './webm-to-ogg'

const head = [...new TextEncoder().encode('OpusHead'), 1, 1, 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0]
const element = (id: number[], content: number[]) => [...id, 0x80 | content.length, ...content]
/** 20 ms of CELT, mono: config 19, one frame. */
const packet = (byte: number) => [0x98, byte, byte]
const block = (content: number[]) => element([0xa3], [0x81, 0, 0, 0x80, ...content])

/** As browsers record: segment and clusters of unknown length. */
const recording = (count: number) => {
  const unknown = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
  const track = element([0xae], element([0x63, 0xa2], head))
  return new Uint8Array([
    ...element([0x1a, 0x45, 0xdf, 0xa3], [0x42, 0x86, 0x81, 1]),
    ...[0x18, 0x53, 0x80, 0x67, ...unknown],
    ...element([0x16, 0x54, 0xae, 0x6b], track),
    ...[0x1f, 0x43, 0xb6, 0x75, ...unknown],
    ...Array.from({ length: count }, (_, index) => block(packet(index))).flat(),
  ])
}

type Page = { flags: number; granule: number; sequence: number; body: number[] }
function pagesOf(ogg: Uint8Array): Page[] {
  const pages: Page[] = []
  for (let at = 0; at < ogg.length; ) {
    expect(new TextDecoder().decode(ogg.subarray(at, at + 4))).toBe('OggS')
    const view = new DataView(ogg.buffer, at)
    const segments = ogg[at + 26] ?? 0
    const size = ogg.subarray(at + 27, at + 27 + segments).reduce((sum, length) => sum + length, 0)
    const start = at + 27 + segments
    pages.push({
      flags: ogg[at + 5] ?? 0,
      granule: Number(view.getBigUint64(6, true)),
      sequence: view.getUint32(18, true),
      body: [...ogg.subarray(start, start + size)],
    })
    at = start + size
  }
  return pages
}

it('puts the packets of a recording into Ogg, as WhatsApp sends voice', () => {
  const pages = pagesOf(webmToOgg(recording(25)))
  expect(pages.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3])
  expect(pages.map(({ flags }) => flags)).toEqual([2, 0, 0, 4])
  expect(pages[0]?.body).toEqual(head)
  // 960 samples at 48 kHz are 20 ms.
  expect(pages.map(({ granule }) => granule)).toEqual([0, 0, 20 * 960, 25 * 960])
  expect(pages.slice(2).flatMap(({ body }) => body)).toEqual(
    Array.from({ length: 25 }, (_, index) => packet(index)).flat(),
  )
})

it('refuses silence', () => {
  expect(() => webmToOgg(recording(0))).toThrow('the recording is empty')
})
