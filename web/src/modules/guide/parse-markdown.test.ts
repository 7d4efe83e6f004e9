import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { guideAnchors } from './guide-anchors'
import { anchorOf, parseInlines, parseMarkdown } from './parse-markdown'

describe('a guide', () => {
  it('is made of headings, paragraphs, lists and tables', () => {
    const blocks = parseMarkdown(
      '# One\r\n\r\nTwo lines\nof text.\n\n- a\n  goes on\n- b\n\n1. first\n2. second\n\n| Head | Other |\n|---|---|\n| `x` | y |',
    )
    expect(blocks.map((block) => (block.kind === 'list' ? `list ${block.isOrdered}` : block.kind))).toEqual([
      'heading',
      'paragraph',
      'list false',
      'list true',
      'table',
    ])
    expect(blocks[1]).toEqual({ kind: 'paragraph', inlines: [{ kind: 'text', text: 'Two lines of text.' }] })
    expect(blocks[2]).toMatchObject({ items: [[{ text: 'a goes on' }], [{ text: 'b' }]] })
    expect(blocks[4]).toMatchObject({
      head: [[{ text: 'Head' }], [{ text: 'Other' }]],
      rows: [[[{ kind: 'code' }], [{ text: 'y' }]]],
    })
  })

  it('keeps what it does not know as text, and code as it is written', () => {
    expect(parseInlines("<img src=x onerror=alert(1)> it’s **bo*ld** `it's` [a")).toEqual([
      { kind: 'text', text: '<img src=x onerror=alert(1)> it’s ' },
      { kind: 'strong', text: 'bo*ld' },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: "it's" },
      { kind: 'text', text: ' [a' },
    ])
  })

  it('links to headings and to https only', () => {
    const kinds = ['#here', 'https://example.com/a', 'http://example.com', 'javascript:alert(1)', 'testing.md'].map(
      (href) => parseInlines(`[x](${href})`)[0]?.kind,
    )
    expect(kinds).toEqual(['link', 'link', 'text', 'text', 'text'])
  })

  it('has every heading that the wizard links to', () => {
    const guide = parseMarkdown(readFileSync('docs/whatsapp-setup-guide.md', 'utf8'))
    const ids = guide.flatMap((block) => (block.kind === 'heading' ? [block.id] : []))
    expect(new Set(ids).size).toBe(ids.length)
    for (const anchor of guideAnchors) expect(ids).toContain(anchor)
    const linked = guide.flatMap((block) =>
      block.kind === 'paragraph' ? block.inlines : block.kind === 'list' ? block.items.flat() : [],
    )
    for (const inline of linked)
      if (inline.kind === 'link' && inline.href.startsWith('#')) expect(ids).toContain(inline.href.slice(1))
  })

  it('has the anchors that GitHub gives it', () => {
    expect(anchorOf('Continue with Meta')).toBe('continue-with-meta')
    expect(anchorOf('What “webhook” is: a way in')).toBe('what-webhook-is-a-way-in')
  })
})
