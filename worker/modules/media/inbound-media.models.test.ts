import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type CopyFailure, copyDelay, judgeCopy, mirrorDelay, toHexDigest } from './inbound-media.models'

const DAY = 86_400_000
const at = (attempts: number, age = 0) => ({ attempts, createdAt: 0, now: age })
const graph = (error: Partial<Extract<CopyFailure, { reason: 'graph' }>['error']>): CopyFailure => ({
  reason: 'graph',
  error: {
    disposition: 'retry',
    httpStatus: 500,
    metaError: { code: 2, title: 'x', details: null },
    retryAfterMs: null,
    ...error,
  },
})
const gone = graph({ disposition: 'fail', httpStatus: 400, metaError: { code: 100, title: 'x', details: null } })

describe('a digest of Meta’s', () => {
  const bytes = createHash('sha256').update('x')
  const digest = bytes.digest()
  it.each([
    ['hex', digest.toString('hex')],
    ['HEX', digest.toString('hex').toUpperCase()],
    ['base64', digest.toString('base64')],
    ['base64 without padding', digest.toString('base64').replace('=', '')],
    ['base64url', digest.toString('base64url')],
  ])('in %s', (_, text) => {
    expect(toHexDigest(text)).toBe(digest.toString('hex'))
  })
  it('that is none says nothing', () => {
    for (const text of [null, '', 'x', '0'.repeat(63), `${'A'.repeat(42)}!=`, digest.toString('base64').repeat(2)])
      expect(toHexDigest(text), String(text)).toBeNull()
  })
})

describe('a copy that failed', () => {
  it('is tried again, later each time', () => {
    const delays = Array.from({ length: 14 }, (_, index) => copyDelay(index + 1))
    expect(delays).toEqual([...delays].sort((a, b) => a - b))
    expect([delays[0], delays.at(-1)]).toEqual([4000, 6 * 3_600_000])
    expect(judgeCopy({ reason: 'interrupted' }, at(1))).toEqual({ retryAfter: 4000 })
  })

  it('waits as long as Meta asks', () => {
    expect(judgeCopy(graph({ retryAfterMs: 90_000 }), at(1))).toEqual({ retryAfter: 90_000 })
    expect(judgeCopy(graph({ retryAfterMs: 1 }), at(3))).toEqual({ retryAfter: 60_000 })
  })

  it('ends with a sentence when nothing more can come of it', () => {
    expect(judgeCopy({ reason: 'too_large' }, at(1))).toEqual({ failure: expect.stringContaining('100 MB') })
    expect(judgeCopy({ reason: 'disconnected' }, at(1))).toEqual({ failure: expect.stringContaining('disconnected') })
    expect(judgeCopy({ reason: 'damaged' }, at(4))).toHaveProperty('retryAfter')
    expect(judgeCopy({ reason: 'damaged' }, at(5))).toEqual({ failure: expect.stringContaining('damaged') })
    expect(judgeCopy(gone, at(2))).toHaveProperty('retryAfter')
    expect(judgeCopy(gone, at(3))).toEqual({ failure: expect.stringContaining('sent again') })
    const lost = graph({ metaError: { code: 131052, title: 'x', details: null } })
    expect(judgeCopy(lost, at(3))).toEqual({ failure: expect.stringContaining('sent again') })
  })

  it('is given up when Meta has deleted the file, and not before', () => {
    expect(judgeCopy(graph({}), at(40, 7 * DAY - 1))).toHaveProperty('retryAfter')
    expect(judgeCopy(graph({}), at(40, 7 * DAY))).toEqual({ failure: expect.stringContaining('seven days') })
    // A token that died is a person's to repair: for seven days.
    expect(judgeCopy(graph({ disposition: 'pause_number', httpStatus: 401 }), at(30, DAY))).toEqual({
      retryAfter: 20 * 60_000,
    })
  })
})

it('a mirror that is down is asked once a day in the end', () => {
  expect([1, 2, 3, 12, 500].map(mirrorDelay)).toEqual([60_000, 120_000, 240_000, DAY, DAY])
})
