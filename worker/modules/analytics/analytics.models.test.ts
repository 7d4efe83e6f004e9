import { describe, expect, it } from 'vitest'
import { firstReplies } from './analytics.models'

const at = (second: number) => 1_780_000_000_000 + second * 1000
const opened = (conversationId: string, second: number) => ({ conversationId, openedAt: at(second) })
const reply = (conversationId: string, second: number) => ({ conversationId, occurredAt: at(second) })

describe('the first reply', () => {
  it('is the earliest after each opening, and its median over those that were answered', () => {
    const openings = [opened('a', 0), opened('b', 10), opened('c', 20), opened('d', 30)]
    const replies = [reply('a', 60), reply('a', 40), reply('b', 30), reply('b', 5), reply('c', 120)]
    expect(firstReplies(openings, replies)).toEqual({ medianSeconds: 40, answered: 3, waiting: 1 })
  })

  it('lies between the two in the middle of an even number', () => {
    expect(firstReplies([opened('a', 0), opened('b', 0)], [reply('a', 10), reply('b', 31)]).medianSeconds).toBe(21)
  })

  it('counts a reply within the second of the opening, and has no median without answers', () => {
    expect(firstReplies([{ conversationId: 'a', openedAt: at(5) + 400 }], [reply('a', 5)])).toEqual({
      medianSeconds: 0,
      answered: 1,
      waiting: 0,
    })
    expect(firstReplies([opened('a', 0)], [])).toEqual({ medianSeconds: null, answered: 0, waiting: 1 })
  })
})
