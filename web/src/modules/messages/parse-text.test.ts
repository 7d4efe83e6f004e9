import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseText } from './parse-text'

describe('a message’s text', () => {
  it('has bold, italic, struck and code as WhatsApp writes them', () => {
    expect(parseText('*Hi* _there_ ~old~ `x`').filter(({ kind }) => kind !== 'text')).toEqual([
      { kind: 'bold', text: 'Hi' },
      { kind: 'italic', text: 'there' },
      { kind: 'struck', text: 'old' },
      { kind: 'code', text: 'x' },
    ])
    expect(parseText('2*3*4 and snake_case_name')).toEqual([{ kind: 'text', text: '2*3*4 and snake_case_name' }])
  })

  it('links addresses of the web and of mail, and nothing else', () => {
    expect(parseText('See https://wharf.example/a?b=1.')).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'link', text: 'https://wharf.example/a?b=1', href: 'https://wharf.example/a?b=1' },
      { kind: 'text', text: '.' },
    ])
    expect(parseText('javascript:alert(1) data:text/html,x')).toEqual([
      { kind: 'text', text: 'javascript:alert(1) data:text/html,x' },
    ])
  })

  it('only ever makes links to https, http and mail, and loses no character but the marks', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab *_~`<>"\'\n:/.@https', 'javascript:', 'https://') }),
        (text) => {
          const parts = parseText(text)
          for (const part of parts) if (part.kind === 'link') expect(part.href).toMatch(/^(https?:\/\/|mailto:)/)
          const strip = (value: string) => value.replaceAll(/[*_~`]/g, '')
          expect(strip(parts.map((part) => part.text).join(''))).toBe(strip(text))
        },
      ),
    )
  })
})
