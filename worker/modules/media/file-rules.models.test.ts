import { fileTypeFromBuffer } from 'file-type'
import { describe, expect, it } from 'vitest'
import * as files from '../../test/media-files'
import { readShape } from './file-heads.models'
import { type FileClaim, judgeFile, sendProblem, sizeProblem } from './file-rules.models'

const MB = 1024 * 1024
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

async function judge(bytes: Uint8Array, claim: Partial<FileClaim> = {}) {
  const said = { kind: null, mimeType: null, filename: null, size: bytes.length, ...claim }
  const sniffed = await fileTypeFromBuffer(bytes).catch(() => undefined)
  return judgeFile(said, readShape(bytes), sniffed?.mime)
}
const taken = async (bytes: Uint8Array, claim: Partial<FileClaim> = {}) => {
  const verdict = await judge(bytes, claim)
  return verdict.problem === null ? [verdict.kind, verdict.mimeType] : verdict.sentence
}

describe('what WhatsApp takes', () => {
  it.each<[string, Uint8Array, Partial<FileClaim>, string, string]>([
    ['a JPEG', files.jpeg(), {}, 'image', 'image/jpeg'],
    ['a JPEG that a browser calls PNG', files.jpeg(), { mimeType: 'image/png' }, 'image', 'image/jpeg'],
    ['a PNG', files.png(), { mimeType: 'image/png; x=y' }, 'image', 'image/png'],
    ['a sticker', files.webp(), {}, 'sticker', 'image/webp'],
    ['a lossless sticker', files.webp({ form: 'VP8L' }), { kind: 'sticker' }, 'sticker', 'image/webp'],
    ['a moving sticker', files.webp({ form: 'VP8X', isAnimated: true }), {}, 'sticker', 'image/webp'],
    ['a film', files.mp4(), {}, 'video', 'video/mp4'],
    ['a film of an old phone', files.mp4('3gp4'), {}, 'video', 'video/3gpp'],
    ['a recording in MP4', files.mp4(), { kind: 'audio' }, 'audio', 'audio/mp4'],
    ['a recording of Safari', files.mp4('iso5'), { mimeType: 'audio/mp4' }, 'audio', 'audio/mp4'],
    ['an M4A', files.mp4('M4A '), {}, 'audio', 'audio/mp4'],
    ['an MP3', files.mp3(), { mimeType: 'audio/mp3' }, 'audio', 'audio/mpeg'],
    ['AMR', files.amr(), {}, 'audio', 'audio/amr'],
    ['AAC', files.aac(), {}, 'audio', 'audio/aac'],
    ['a voice note', files.oggOpus(), { mimeType: 'audio/ogg; codecs=opus' }, 'audio', 'audio/ogg; codecs=opus'],
    ['a PDF', files.pdf(), { filename: 'order.pdf' }, 'document', 'application/pdf'],
    ['a Word file', files.docx(), { mimeType: 'application/zip' }, 'document', DOCX],
    ['an old Word file, by its name', files.oldOffice(), { filename: 'A.DOC' }, 'document', 'application/msword'],
    [
      'an old Excel file, by its type',
      files.oldOffice(),
      { mimeType: 'application/vnd.ms-excel' },
      'document',
      'application/vnd.ms-excel',
    ],
    ['text', files.text('Grüße\n'), { mimeType: 'text/plain' }, 'document', 'text/plain'],
    [
      'text of Windows',
      new Uint8Array([0xff, 0xfe, 0x48, 0, 0x69, 0]),
      { filename: 'a.txt' },
      'document',
      'text/plain',
    ],
    [
      'a table that a browser calls Excel',
      files.text('a;b\n1;2'),
      { filename: 'Liste.CSV', mimeType: 'application/vnd.ms-excel' },
      'document',
      'text/plain',
    ],
    ['a table', files.text('a;b\n1;2'), { mimeType: 'text/csv' }, 'document', 'text/plain'],
    [
      'text by its name',
      files.text('hello'),
      { filename: 'notes.txt', mimeType: 'application/octet-stream' },
      'document',
      'text/plain',
    ],
  ])('%s', async (_, bytes, claim, kind, mimeType) => {
    expect(await taken(bytes, claim)).toEqual([kind, mimeType])
  })

  it.each<[string, Uint8Array, Partial<FileClaim>, string, string]>([
    [
      'an archive that calls itself a JPEG',
      files.zip(),
      { mimeType: 'image/jpeg', filename: 'cat.jpg', kind: 'image' },
      'type',
      'This file says that it is image/jpeg, but its contents are application/zip. An image is a JPEG or PNG file.',
    ],
    [
      'a Word file that calls itself a picture',
      files.docx(),
      { mimeType: 'image/png' },
      'type',
      `This file says that it is image/png, but its contents are ${DOCX}. WhatsApp takes`,
    ],
    ['a page that calls itself a picture', files.text('<html>'), { mimeType: 'image/jpeg' }, 'type', 'something else'],
    ['an archive', files.zip(), { kind: 'document' }, 'type', 'This file is application/zip. A document is a PDF'],
    ['a program', files.exe(), { filename: 'a.exe' }, 'type', 'WhatsApp takes'],
    ['a GIF', files.gif(), {}, 'type', 'This file is image/gif. WhatsApp takes'],
    ['a picture as a document', files.jpeg(), { kind: 'document' }, 'type', 'A document is a PDF'],
    ['a film of an iPhone', files.mp4('qt  '), {}, 'type', 'video/quicktime'],
    ['OGG without Opus', files.oggVorbis(), {}, 'type', 'audio/ogg'],
    ['a page as text with a wrong type', files.text('<script>'), { mimeType: 'text/html' }, 'type', 'text/html'],
    [
      'a page named as text that calls itself a picture',
      files.text('<p>'),
      { filename: 'a.txt', mimeType: 'image/png' },
      'type',
      'something else',
    ],
    ['zeros as text', new Uint8Array(50), { mimeType: 'text/plain' }, 'type', 'something else'],
    ['something without a name', files.text('hello'), {}, 'type', 'WhatsApp takes'],
    ['a stereo voice note', files.oggOpus({ channels: 2 }), {}, 'shape', 'mono only'],
    ['a picture with 16 bits', files.png({ bitDepth: 16 }), {}, 'shape', '8 bits'],
    ['a JPEG with 12 bits', files.jpeg({ bitDepth: 12 }), {}, 'shape', '8 bits'],
    ['a picture for print', files.jpeg({ channels: 4 }), {}, 'shape', 'CMYK'],
    ['a small sticker', files.webp({ width: 256 }), {}, 'shape', '512 × 512'],
    ['a moving sticker of a wrong size', files.webp({ form: 'VP8X', height: 511 }), {}, 'shape', '512 × 512'],
  ])('not %s', async (_, bytes, claim, problem, sentence) => {
    expect(await judge(bytes, claim)).toEqual({ problem, sentence: expect.stringContaining(sentence) })
  })

  it('by size, each kind its own; to the byte', async () => {
    const sizes: [Uint8Array, number, string][] = [
      [files.jpeg(), 5 * MB, 'An image may have at most 5 MB; this one has 5.1 MB.'],
      [files.mp4(), 16 * MB, 'A video may have at most 16 MB; this one has 16.1 MB.'],
      [files.mp3(), 16 * MB, 'Audio may have at most 16 MB; this one has 16.1 MB.'],
      [files.pdf(), 100 * MB, 'A document may have at most 100 MB; this one has 100.1 MB.'],
      [files.webp(), 100 * 1024, 'A sticker that stands still may have at most 100 KB; this one has 101 KB.'],
      [
        files.webp({ form: 'VP8X', isAnimated: true }),
        500 * 1024,
        'An animated sticker may have at most 500 KB; this one has 501 KB.',
      ],
    ]
    for (const [bytes, limit, sentence] of sizes) {
      expect((await judge(bytes, { size: limit })).problem, sentence).toBeNull()
      expect(await judge(bytes, { size: limit + 1 })).toEqual({ problem: 'size', sentence, limit })
    }
  })

  it('is refused by the length it claims, before anybody has looked', () => {
    expect(sizeProblem({ kind: null, size: 101 * MB })?.sentence).toBe(
      'A file may have at most 100 MB; this one has 101 MB.',
    )
    expect(sizeProblem({ kind: 'image', size: 6 * MB })?.sentence).toContain('An image may have at most 5 MB')
    expect(sizeProblem({ kind: null, size: null })).toBeNull()
    expect(sizeProblem({ kind: 'document', size: 100 * MB })).toBeNull()
  })
})

describe('a file that is here', () => {
  it.each([
    ['audio/ogg; codecs=opus', 'voice', null],
    ['audio/ogg;codecs=opus', 'voice', null],
    ['audio/ogg;codecs=opus', 'audio', null],
    ['audio/mpeg', 'voice', 'A voice note is an OGG file with Opus sound. Send this one as audio.'],
    ['image/jpeg', 'image', null],
    ['image/jpeg', 'sticker', 'A sticker is a WebP picture.'],
    ['application/zip', 'document', 'A document is a PDF, Word, Excel, PowerPoint or text file.'],
  ] as const)('%s as %s', (mimeType, kind, problem) => {
    expect(sendProblem({ mimeType, size: 1000 }, kind)).toBe(problem)
  })

  it('that a customer sent may be too large to send on', () => {
    expect(sendProblem({ mimeType: 'video/mp4', size: 17 * MB }, 'video')).toContain('at most 16 MB')
  })
})
