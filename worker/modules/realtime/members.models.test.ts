import { describe, expect, it } from 'vitest'
import { type InboxMember, isSelected, listOnline, listViewers, maySee, type ThreadMember } from './members.models'

const member = (userId: string, more: Partial<InboxMember> = {}): InboxMember => ({
  organizationId: 'org_1',
  userId,
  name: `Name of ${userId}`,
  sessionId: `ses_${userId}`,
  role: 'agent',
  visibility: 'own',
  expiresAt: 1000,
  isAway: false,
  ...more,
})
const viewer = (userId: string, writing: ThreadMember['writing'] = null): ThreadMember => ({
  ...member(userId),
  conversationId: 'con_1',
  registration: 'one',
  writing,
})

describe('who sees a conversation', () => {
  it('is its assignee, everybody when it has none, and whoever sees all', () => {
    expect(maySee(member('a'), 'a')).toBe(true)
    expect(maySee(member('a'), null)).toBe(true)
    expect(maySee(member('a'), 'b')).toBe(false)
    expect(maySee(member('a', { visibility: 'all' }), 'b')).toBe(true)
  })
})

describe('whose sockets are closed', () => {
  it.each([
    [{ userId: 'a' }, true],
    [{ userId: 'b' }, false],
    [{ userId: 'a', onlySessionId: 'ses_a' }, true],
    [{ userId: 'a', onlySessionId: 'ses_b' }, false],
    [{ userId: 'a', exceptSessionId: 'ses_a' }, false],
    [{ userId: 'a', exceptSessionId: 'ses_b' }, true],
    [{ userId: 'a', exceptRole: 'agent' }, false],
    [{ userId: 'a', exceptRole: 'manager' }, true],
    [{ agentsExceptVisibility: 'own' as const }, false],
    [{ agentsExceptVisibility: 'all' as const }, true],
  ])('%j: %s', (selection, isClosed) => {
    expect(isSelected(member('a'), selection)).toBe(isClosed)
  })

  it('are not those of managers when it is about what agents see', () => {
    const manager = member('a', { role: 'manager', visibility: 'all' })
    expect(isSelected(manager, { agentsExceptVisibility: 'own' })).toBe(false)
  })
})

describe('who is there', () => {
  it('is a person once, away only in all tabs, always in the same order', () => {
    const tabs = [member('b'), member('a', { isAway: true }), member('b', { isAway: true })]
    const online = [
      { userId: 'a', name: 'Name of a', isAway: true },
      { userId: 'b', name: 'Name of b', isAway: false },
    ]
    expect(listOnline(tabs)).toEqual(online)
    expect(listOnline(tabs.reverse())).toEqual(online)
    expect(listOnline([])).toEqual([])
  })

  it('writes what any of their tabs writes, until it is too long ago', () => {
    const tabs = [viewer('a'), viewer('a', { kind: 'note', until: 20 }), viewer('b', { kind: 'reply', until: 10 })]
    const writing = (now: number) => listViewers(tabs, now).map((one) => one.writing)
    expect(writing(5)).toEqual(['note', 'reply'])
    expect(writing(10)).toEqual(['note', null])
    expect(writing(20)).toEqual([null, null])
    expect(listViewers([...tabs, viewer('a', { kind: 'reply', until: 20 })], 5)[0]?.writing).toBe('reply')
  })
})
