import { createRoot } from 'solid-js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { attentionItems } from './attention'
import { nextStep, stepsOf } from './checklist'
import { comparisonOf, durationParts, formatCount, formatViewCount, unassignedText, waitingText } from './figures'
import { dateText, greetingText } from './greeting'
import { createThrottledRefresh } from './refresh'
import { teamRows } from './team-card'
import { asking, overviewOf, phoneNumber, todayOf } from './test-overview'

afterEach(() => vi.useRealTimers())

describe('the greeting', () => {
  it.each([
    [4, 'Good evening, Ifeoma'],
    [5, 'Good morning, Ifeoma'],
    [11, 'Good morning, Ifeoma'],
    [12, 'Good afternoon, Ifeoma'],
    [18, 'Good evening, Ifeoma'],
  ])('at %i o’clock is “%s”', (hour, text) => {
    expect(greetingText(new Date(2026, 10, 23, hour).getTime(), 'Ifeoma Okafor')).toBe(text)
  })

  it('names the day', () => {
    expect(dateText(new Date(2026, 10, 20).getTime())).toBe('Friday 20 November')
  })
})

describe('figures', () => {
  it('say when there are more', () => {
    expect([formatViewCount(99), formatViewCount(100), formatCount(2000, true)]).toEqual(['99', '99+', '2,000+'])
    expect(unassignedText({ open: 100, unassigned: 100 })).toBe('More than 99 with nobody')
    expect(unassignedText({ open: 3, unassigned: 0 })).toBe('Everyone has somebody')
  })

  it('name who waits longest, and claim it only when everybody was looked at', () => {
    expect(waitingText(asking(3, 'Amara', 3), Date.now())).toBe('Oldest: Amara, 3h ago')
    expect(waitingText(asking(200, 'Amara', 3, true), Date.now())).toBe('Among them Amara, 3h ago')
    expect(waitingText({ count: 0, isMore: false, first: null }, Date.now())).toBe('Everyone is answered')
  })

  it('compare today’s first replies with yesterday’s', () => {
    const compared = (today: number | null, yesterday: number | null) =>
      comparisonOf(todayOf(today, yesterday).firstReply)
    expect(compared(200, 238)).toEqual({ change: { text: '38s faster', tone: 'ok' }, text: 'than yesterday' })
    expect(compared(300, 180)).toEqual({ change: { text: '2m slower', tone: 'bad' }, text: 'than yesterday' })
    expect(compared(180, 180)).toEqual({ text: 'The same as yesterday' })
    expect(compared(180, null)).toEqual({ text: 'From 12 conversations' })
    expect(compared(null, 252)).toEqual({ text: 'Yesterday 4m 12s' })
    expect(compared(null, null)).toEqual({ text: 'No first reply yet today' })
  })

  it('of first replies say that they are of the newest only, and compare nothing then', () => {
    const busy = (today: number | null, yesterday: number | null, which: 'today' | 'yesterday') => {
      const { firstReply } = todayOf(today, yesterday)
      return comparisonOf({ ...firstReply, [which]: { ...firstReply[which], isMore: true } })
    }
    expect(busy(200, 238, 'today')).toEqual({ text: 'Of the newest 200 conversations' })
    expect(busy(200, 238, 'yesterday')).toEqual({ text: 'From 12 conversations' })
    expect(busy(null, 238, 'yesterday')).toEqual({ text: 'No first reply yet today' })
    expect(busy(null, 238, 'today')).toEqual({ text: 'None among the newest 200' })
  })

  it('draw units apart', () => {
    expect(durationParts(252)).toEqual([
      { value: '4', unit: 'm' },
      { value: '12', unit: 's' },
    ])
  })
})

describe('what needs attention', () => {
  const look = (values: Parameters<typeof overviewOf>[0], mayRepairNumbers = true) =>
    attentionItems(overviewOf(values), { now: Date.now(), mayRepairNumbers }).map(({ title, text, href, tone }) => ({
      title,
      text,
      href,
      tone,
    }))

  it('is nothing when all is well', () => {
    expect(look({})).toEqual([])
  })

  it('begins with what is broken, and leads to where it is put right', () => {
    const paused = phoneNumber({ status: 'paused', pausedReason: 'Meta does not accept the token any more.' })
    expect(
      look({
        windowClosing: asking(1, 'Amara', 23),
        failed: asking(2, 'Yousef', 1),
        unconfirmed: asking(1, 'Mei', 1),
        numbers: [paused],
      }),
    ).toEqual([
      {
        title: 'Nothing is sent from UK Support',
        text: 'Meta does not accept the token any more.',
        href: `/settings/numbers/${paused.id}`,
        tone: 'bad',
      },
      {
        title: '2 messages were not delivered',
        text: 'The newest to Yousef, 1h ago',
        href: '/inbox/con_yousef',
        tone: 'bad',
      },
      {
        title: 'A window closes within 2 hours',
        text: expect.stringMatching(/^Amara has no answer, and (1h 0m|59m) left for one$/),
        href: '/inbox/con_amara',
        tone: 'warn',
      },
      {
        title: 'A message may not have been sent',
        text: 'To Mei, 1h ago',
        href: '/inbox/con_mei',
        tone: 'warn',
      },
    ])
  })

  it('leads from several windows to the list of them, and forgets one that has closed meanwhile', () => {
    expect(look({ windowClosing: asking(3, 'Amara', 23) })).toMatchObject([{ href: '/inbox?view=window_closing' }])
    expect(look({ windowClosing: asking(1, 'Amara', 24) })).toEqual([])
  })

  it('tells of a number’s health those who can do something about it', () => {
    const soon = new Date(Date.now() + 9 * 86_400_000).toISOString()
    const numbers = [phoneNumber({ tokenExpiresAt: soon, qualityRating: 'YELLOW' })]
    expect(look({ numbers }).map(({ title }) => title)).toEqual([
      expect.stringMatching(/^The token expires /),
      'Quality is medium',
    ])
    expect(look({ numbers }, false)).toEqual([])
    expect(look({ numbers: [phoneNumber({ status: 'paused' })] }, false)).toHaveLength(1)
  })
})

describe('the checklist', () => {
  const user = { emailVerified: false, totpEnabled: true }
  const fresh = overviewOf({
    numbers: [],
    checklist: {
      numberConnected: false,
      messageReceived: false,
      replySent: false,
      teamInvited: false,
      cannedReplyKept: true,
    },
  })

  it('has the steps that a person may take, and what comes next', () => {
    const admin = stepsOf(fresh, user, () => true)
    expect(admin.map(({ name, isDone }) => [name, isDone])).toEqual([
      ['connect', false],
      ['receive', false],
      ['reply', false],
      ['canned', true],
      ['email', false],
      ['twoStep', true],
    ])
    expect(nextStep(admin)?.name).toBe('connect')
    const reader = stepsOf(fresh, user, () => false)
    expect(reader.map(({ name }) => name)).toEqual(['receive', 'email', 'twoStep'])
    // Nobody can write to a number that is not there.
    expect(nextStep(reader)?.name).toBe('email')
  })
})

describe('the team', () => {
  it('has those who are there before those who are away, the fullest desk first', () => {
    const person = (userId: string, isAway = false) => ({ userId, name: userId, isAway })
    const rows = teamRows(
      [person('a', true), person('b'), person('c')],
      [
        { userId: 'a', open: 9 },
        { userId: 'c', open: 4 },
      ],
    )
    expect(rows.map(({ userId, open }) => [userId, open])).toEqual([
      ['c', 4],
      ['b', null],
      ['a', 9],
    ])
  })
})

describe('refreshing', () => {
  it('gathers changes, and asks at most every five seconds', () => {
    vi.useFakeTimers()
    const refresh = vi.fn()
    createRoot((dispose) => {
      const changed = createThrottledRefresh(refresh)
      changed()
      changed()
      vi.advanceTimersByTime(400)
      expect(refresh).toHaveBeenCalledTimes(1)
      changed()
      vi.advanceTimersByTime(4999)
      expect(refresh).toHaveBeenCalledTimes(1)
      vi.advanceTimersByTime(1)
      expect(refresh).toHaveBeenCalledTimes(2)
      changed()
      dispose()
      vi.advanceTimersByTime(10_000)
      expect(refresh).toHaveBeenCalledTimes(2)
    })
  })
})
