import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dispositionOf, fileNameOf, hasTag, parseRange, servedType } from './serving.models'

const file = { id: 'med_1', kind: 'document', mimeType: 'application/pdf', filename: null as string | null }

describe('a Range header', () => {
  it.each([
    [undefined, 'all'],
    ['bytes=0-9', { offset: 0, length: 10 }],
    ['bytes=0-0', { offset: 0, length: 1 }],
    ['bytes=90-', { offset: 90, length: 10 }],
    ['bytes=99-99', { offset: 99, length: 1 }],
    ['bytes=50-1000', { offset: 50, length: 50 }],
    ['bytes=-1', { offset: 99, length: 1 }],
    ['bytes=-1000', { offset: 0, length: 100 }],
    [' BYTES = 1 - 2 ', { offset: 1, length: 2 }],
    ['bytes=100-', 'invalid'],
    ['bytes=100-200', 'invalid'],
    ['bytes=-0', 'invalid'],
    [`bytes=${'9'.repeat(400)}-`, 'invalid'],
    ['bytes=9-5', 'all'],
    ['bytes=-', 'all'],
    ['bytes=a-b', 'all'],
    ['bytes=0-1,5-6', 'all'],
    ['items=0-1', 'all'],
    ['', 'all'],
  ])('%s of 100 bytes', (header, wanted) => {
    expect(parseRange(header, 100)).toEqual(wanted)
  })

  it('never asks for bytes that are not there', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.integer({ min: 1, max: 200 }), fc.nat(2), (a, b, size, form) => {
        const range = parseRange(`bytes=${[`${a}-${b}`, `${a}-`, `-${b}`][form]}`, size)
        if (typeof range === 'string') return
        expect(range.length).toBeGreaterThan(0)
        expect(range.offset).toBeGreaterThanOrEqual(0)
        expect(range.offset + range.length).toBeLessThanOrEqual(size)
      }),
    )
  })

  it('asks an empty file for nothing', () => {
    expect([parseRange('bytes=0-', 0), parseRange('bytes=-5', 0), parseRange(undefined, 0)]).toEqual([
      'invalid',
      'invalid',
      'all',
    ])
  })
})

describe('what a file is served as', () => {
  it.each([
    ['image/jpeg', 'image/jpeg', 'inline'],
    ['Image/PNG; charset=x', 'image/png', 'inline'],
    ['audio/ogg; codecs=opus', 'audio/ogg', 'inline'],
    ['video/mp4', 'video/mp4', 'inline'],
    ['application/pdf', 'application/pdf', 'attachment'],
    ['text/plain', 'application/octet-stream', 'attachment'],
    ['text/html', 'application/octet-stream', 'attachment'],
    ['image/svg+xml', 'application/octet-stream', 'attachment'],
    ['application/xhtml+xml', 'application/octet-stream', 'attachment'],
    ['text/javascript', 'application/octet-stream', 'attachment'],
    ['', 'application/octet-stream', 'attachment'],
    ['image/jpeg, text/html', 'application/octet-stream', 'attachment'],
    ['text/html;image/jpeg', 'application/octet-stream', 'attachment'],
  ])('%s', (mimeType, type, disposition) => {
    expect(servedType(mimeType)).toBe(type)
    expect(dispositionOf({ ...file, mimeType }, false)).toMatch(new RegExp(`^${disposition}; `))
    expect(dispositionOf({ ...file, mimeType }, true)).toMatch(/^attachment; /)
  })
})

describe('the name of a file', () => {
  it.each([
    ['Rechnung März.pdf', 'Rechnung März.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Windows\\a.exe', 'C__Windows_a.exe'],
    ['a"b\r\nSet-Cookie: x=1.pdf', 'a_bSet-Cookie_ x=1.pdf'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['\0\u200b ', 'document-med_1.pdf'],
    ['...', 'document-med_1.pdf'],
    ['.htaccess', 'htaccess'],
    ['\ud800x.pdf', 'x.pdf'],
    [null, 'document-med_1.pdf'],
  ])('%j', (filename, name) => {
    expect(fileNameOf({ ...file, filename })).toBe(name)
  })

  it('keeps its extension when it is cut', () => {
    const name = fileNameOf({ ...file, filename: `${'😀'.repeat(300)}.pdf` })
    expect([[...name].length, name.endsWith('😀.pdf')]).toEqual([120, true])
  })

  it('never breaks out of its header', () => {
    fc.assert(
      // Any UTF-16 at all, broken pairs too.
      fc.property(fc.array(fc.nat(0xffff), { maxLength: 300 }), (units) => {
        const filename = String.fromCharCode(...units)
        expect(dispositionOf({ ...file, filename }, false)).toMatch(
          /^attachment; filename="[\x20\x21\x23-\x5b\x5d-\x7e]+"; filename\*=UTF-8''[\w.!~%-]+$/,
        )
      }),
    )
  })

  it('is told in UTF-8 and in ASCII', () => {
    expect(dispositionOf({ ...file, filename: 'Größe (1) 100%.pdf' }, false)).toBe(
      `attachment; filename="Gr__e (1) 100_.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%281%29%20100%25.pdf`,
    )
  })
})

it('a tag is found among others, weak or strong', () => {
  expect(['"a"', 'W/"a"', '"b", "a"', '*'].map((header) => hasTag(header, '"a"'))).toEqual([true, true, true, true])
  expect([undefined, '', '"b"', 'a'].map((header) => hasTag(header, '"a"'))).toEqual([false, false, false, false])
})
