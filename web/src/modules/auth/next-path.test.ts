import { describe, expect, it } from 'vitest'
import { nextPath } from './next-path'

const origin = 'https://inbox.example'

describe('the page to open after signing in', () => {
  it('is the one that was asked for, with its query and fragment', () => {
    expect(nextPath('/inbox?view=mine#last', origin)).toBe('/inbox?view=mine#last')
  })

  it.each([
    ['nothing', null],
    ['an address elsewhere', 'https://evil.example/inbox'],
    ['a protocol-relative address', '//evil.example'],
    ['a backslash that browsers read as a slash', '/\\evil.example'],
    ['a tab that browsers drop', '/\t/evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['the sign-in page itself', '/login?next=/login'],
  ])('is the start page for %s', (_, wanted) => {
    expect(nextPath(wanted, origin)).toBe('/')
  })
})
