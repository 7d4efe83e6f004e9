import { describe, expect, it } from 'vitest'
import { joinTexts, toContents } from './composer-contents'

const photo = { id: 'med_1', kind: 'image' as const, filename: 'mug.jpg' }
const sound = { id: 'med_2', kind: 'audio' as const, filename: 'note.ogg' }
const sheet = { id: 'med_3', kind: 'document' as const, filename: 'prices.pdf' }

describe('a text and files, as messages', () => {
  it('put the text below the first file that has captions, in the order of the files', () => {
    expect(toContents(' Two mugs ', [sound, photo, sheet])).toEqual([
      { type: 'audio', mediaId: 'med_2' },
      { type: 'image', mediaId: 'med_1', caption: 'Two mugs' },
      { type: 'document', mediaId: 'med_3', filename: 'prices.pdf' },
    ])
  })

  it('let a text follow that is too long for a caption: 1,024 fit, one more does not', () => {
    expect(toContents('x'.repeat(1024), [photo])).toHaveLength(1)
    const two = toContents('x'.repeat(1025), [photo])
    expect(two).toEqual([
      { type: 'image', mediaId: 'med_1' },
      { type: 'text', body: 'x'.repeat(1025) },
    ])
  })

  it('make a recording a voice note, and a sound file a sound file', () => {
    expect(toContents('', [{ ...sound, isVoice: true }, sound])).toEqual([
      { type: 'audio', mediaId: 'med_2', voice: true },
      { type: 'audio', mediaId: 'med_2' },
    ])
  })

  it('ask for a preview of a link, and make nothing of nothing', () => {
    expect(toContents('See https://example.com/a', [])).toEqual([
      { type: 'text', body: 'See https://example.com/a', previewUrl: true },
    ])
    expect(toContents(' \n', [])).toEqual([])
  })

  it('lose nothing when a text comes back to one that was typed meanwhile', () => {
    expect(joinTexts('first', 'second')).toBe('first\nsecond')
    expect(joinTexts('first', ' ')).toBe('first')
  })
})
