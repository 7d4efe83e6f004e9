import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bundle, Gatherer, inboxFrames, type Run, shortestWindow, threadFrames } from './changes.models'

const bundle = (to: number, more: Partial<Bundle> = {}): Bundle => ({
  from: to - 1,
  to,
  conversations: [],
  messages: [],
  ...more,
})
const row = (id: string, more: Partial<Bundle['conversations'][number]> = {}): Bundle['conversations'][number] => ({
  id,
  assigneeId: null,
  previousSeq: 0,
  text: JSON.stringify({ id }),
  ...more,
})
const spans = (runs: Run[]) => runs.map((run) => [run[0].from, run.at(-1)?.to])
/** Adds, and takes what may go. */
function offer(gatherer: Gatherer, now: number, window: number, ...tos: number[]) {
  for (const to of tos) gatherer.add(bundle(to), now)
  const { runs, late, wakeInMs } = gatherer.take(now, window)
  return { spans: spans(runs), ...(late.length > 0 ? { late: spans(late) } : {}), wakeInMs }
}

describe('gathering changes', () => {
  it('lets the first go at once and makes one frame of those that come within the window', () => {
    const gatherer = new Gatherer()
    expect(offer(gatherer, 1000, 10, 1)).toEqual({ spans: [[0, 1]], wakeInMs: undefined })
    expect(offer(gatherer, 1003, 10, 2)).toEqual({ spans: [], wakeInMs: 7 })
    expect(offer(gatherer, 1005, 10, 3)).toEqual({ spans: [], wakeInMs: 5 })
    expect(offer(gatherer, 1010, 10)).toEqual({ spans: [[1, 3]], wakeInMs: undefined })
    expect(offer(gatherer, 1100, 10, 4)).toEqual({ spans: [[3, 4]], wakeInMs: undefined })
  })

  it('asks for no timer when nothing waits', () => {
    const gatherer = new Gatherer()
    expect(gatherer.take(1000, 10)).toEqual({ runs: [], late: [], wakeInMs: undefined })
    offer(gatherer, 1000, 10, 1)
    expect(gatherer.take(1001, 10)).toEqual({ runs: [], late: [], wakeInMs: undefined })
  })

  it('holds a change that comes before its predecessor, and hands both out in order', () => {
    const gatherer = new Gatherer()
    offer(gatherer, 1000, 1, 4)
    expect(offer(gatherer, 1010, 1, 6)).toEqual({ spans: [], wakeInMs: 100 })
    expect(offer(gatherer, 1030, 1, 5)).toEqual({ spans: [[4, 6]], wakeInMs: undefined })
  })

  it('does not wait for ever: what was held shows the gap, and what comes after it is late', () => {
    const gatherer = new Gatherer()
    offer(gatherer, 1000, 1, 4)
    expect(offer(gatherer, 1010, 1, 6)).toEqual({ spans: [], wakeInMs: 100 })
    expect(offer(gatherer, 1110, 1)).toEqual({ spans: [[5, 6]], wakeInMs: undefined })
    expect(offer(gatherer, 1200, 1, 5)).toEqual({ spans: [], late: [[4, 5]], wakeInMs: undefined })
    expect(offer(gatherer, 1300, 1, 7)).toEqual({ spans: [[6, 7]], wakeInMs: undefined })
  })

  it('takes whatever comes first after waking up as the next', () => {
    const gatherer = new Gatherer()
    expect(offer(gatherer, 1000, 1, 900)).toEqual({ spans: [[899, 900]], wakeInMs: undefined })
  })

  it('is not silenced by a clock that was put back', () => {
    const gatherer = new Gatherer()
    offer(gatherer, 1_000_000, 50, 1)
    expect(offer(gatherer, 500, 50, 2).spans).toEqual([[1, 2]])
    // Nor while something is held.
    expect(offer(gatherer, 600, 50, 4)).toEqual({ spans: [], wakeInMs: 100 })
    expect(offer(gatherer, 10, 50)).toEqual({ spans: [], wakeInMs: 100 })
    expect(offer(gatherer, 110, 50).spans).toEqual([[3, 4]])
  })

  /** What fifty agents get of changes at a rate, over two seconds: how many frames, and how long a change waits. */
  function simulate(changesPerSecond: number, sockets: number) {
    const gatherer = new Gatherer()
    const window = shortestWindow(sockets)
    const madeAt = new Map<number, number>()
    const waits: number[] = []
    let frames = 0
    let wakeAt = Number.POSITIVE_INFINITY
    for (let now = 0, seq = 0; now < 2000; now++) {
      for (; (seq * 1000) / changesPerSecond <= now; seq++) {
        madeAt.set(seq + 1, now)
        gatherer.add(bundle(seq + 1), now)
        wakeAt = now
      }
      if (now < wakeAt) continue
      const { runs, wakeInMs } = gatherer.take(now, window)
      wakeAt = wakeInMs === undefined ? Number.POSITIVE_INFINITY : now + wakeInMs
      frames += runs.length
      for (const { to } of runs.flat()) waits.push(now - (madeAt.get(to) ?? 0))
    }
    return { framesPerSecond: frames / 2, longestWait: Math.max(...waits) }
  }

  it('shows one person and fifty each of a hundred changes a second by itself', () => {
    for (const sockets of [1, 50]) {
      const { framesPerSecond, longestWait } = simulate(100, sockets)
      expect(framesPerSecond).toBeGreaterThan(95)
      expect(longestWait).toBeLessThan(10)
    }
  })

  it('gathers a thousand a second for fifty agents into some ten frames, and none waits longer than that', () => {
    const { framesPerSecond, longestWait } = simulate(1000, 50)
    expect(framesPerSecond).toBeLessThan(30)
    expect(longestWait).toBeLessThanOrEqual(101)
  })

  const arrivals = fc.array(
    fc.record({ delay: fc.integer({ min: 0, max: 400 }), isLost: fc.boolean(), gap: fc.integer({ min: 0, max: 30 }) }),
    { minLength: 1, maxLength: 40 },
  )
  /** Changes that are committed one after another and arrive in whatever order: the spans of frames, by time. */
  function play(changes: { delay: number; isLost?: boolean; gap: number }[], window: number) {
    const gatherer = new Gatherer()
    gatherer.add(bundle(1), 0)
    const handedOut = gatherer.take(0, window).runs
    const tooLate: Run[] = []
    let committedAt = 0
    const events = changes
      .map(({ delay, isLost, gap }, at) => {
        committedAt += gap
        return { at: committedAt + delay, to: at + 2, isLost }
      })
      .filter(({ isLost }) => !isLost)
      .sort((a, b) => a.at - b.at)
    let wakeAt: number | undefined
    for (let now = 0; events.length > 0 || wakeAt !== undefined; now++) {
      let isDue = wakeAt !== undefined && now >= wakeAt
      for (; events[0] && events[0].at <= now; isDue = true) gatherer.add(bundle(events.shift()?.to ?? 0), now)
      if (!isDue) continue
      const { runs, late, wakeInMs } = gatherer.take(now, window)
      handedOut.push(...runs)
      tooLate.push(...late)
      wakeAt = wakeInMs === undefined ? undefined : now + Math.max(1, wakeInMs)
    }
    return { runs: handedOut, late: tooLate }
  }

  it('hands every change out once, in frames that claim no number they do not hold', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 0, max: 100 }), (changes, window) => {
        const { runs, late } = play(changes, window)
        for (const [at, run] of runs.entries())
          expect(run[0].from).toBeGreaterThanOrEqual(runs[at - 1]?.at(-1)?.to ?? 0)
        for (const run of [...runs, ...late]) {
          const numbers = run.map(({ to }) => to).sort((a, b) => a - b)
          expect(numbers).toEqual(numbers.map((_, at) => run[0].from + 1 + at))
        }
        const arrived = [1, ...changes.flatMap(({ isLost }, at) => (isLost ? [] : [at + 2]))]
        expect(
          [...runs, ...late]
            .flat()
            .map(({ to }) => to)
            .sort((a, b) => a - b),
        ).toEqual(arrived)
      }),
    )
  })

  it('shows no gap while nothing is lost and nothing is later than the hold', () => {
    const punctual = fc.array(
      fc.record({ delay: fc.integer({ min: 0, max: 99 }), gap: fc.integer({ min: 0, max: 30 }) }),
    )
    fc.assert(
      fc.property(punctual, fc.integer({ min: 0, max: 100 }), (changes, window) => {
        let seen = 0
        for (const [from, to] of spans(play(changes, window).runs)) {
          expect(from).toBeLessThanOrEqual(seen)
          seen = Math.max(seen, to ?? 0)
        }
        expect(seen).toBe(changes.length + 1)
      }),
    )
  })
})

const agent = (userId: string) => ({ userId, visibility: 'own' as const })
const manager = { userId: 'usr_m', visibility: 'all' as const }
const framesOf = (run: Run) => {
  const frames = inboxFrames(run)
  return (member: Parameters<typeof frames>[0]) => {
    const { type, from, to, conversations, removed } = JSON.parse(frames(member))
    expect(type).toBe('inbox.changed')
    return { from, to, ids: conversations.map(({ id }: { id: string }) => id), removed }
  }
}

describe('frames of the inbox', () => {
  it('hold what each person may see, and their numbers also when that is nothing', () => {
    const frameOf = framesOf([
      bundle(7, { conversations: [row('a', { assigneeId: 'usr_1' }), row('b'), row('c', { assigneeId: 'usr_2' })] }),
    ])
    expect(frameOf(manager)).toEqual({ from: 6, to: 7, ids: ['a', 'b', 'c'], removed: [] })
    expect(frameOf(agent('usr_1'))).toEqual({ from: 6, to: 7, ids: ['a', 'b'], removed: [] })
    expect(frameOf(agent('usr_9'))).toEqual({ from: 6, to: 7, ids: ['b'], removed: [] })
    const nothing = framesOf([bundle(8, { conversations: [row('a', { assigneeId: 'usr_1' })] })])
    expect(nothing(agent('usr_9'))).toEqual({ from: 7, to: 8, ids: [], removed: [] })
  })

  it('take a conversation away from whoever has lost sight of it, and from nobody else', () => {
    const frameOf = framesOf([
      bundle(7, {
        conversations: [
          row('from-nobody', { assigneeId: 'usr_2', previousAssigneeId: null }),
          row('from-one', { assigneeId: 'usr_2', previousAssigneeId: 'usr_1' }),
          row('to-nobody', { assigneeId: null, previousAssigneeId: 'usr_2' }),
        ],
      }),
    ])
    expect(frameOf(agent('usr_1'))).toMatchObject({ ids: ['to-nobody'], removed: ['from-nobody', 'from-one'] })
    expect(frameOf(agent('usr_2'))).toMatchObject({ ids: ['from-nobody', 'from-one', 'to-nobody'], removed: [] })
    expect(frameOf(agent('usr_3'))).toMatchObject({ ids: ['to-nobody'], removed: ['from-nobody'] })
    expect(frameOf(manager)).toMatchObject({ ids: ['from-nobody', 'from-one', 'to-nobody'], removed: [] })
  })

  it('hold the newest state of a conversation that changed several times, wherever it went in between', () => {
    const run: Run = [
      bundle(1, { conversations: [row('a', { text: '{"id":"a","at":1}' }), row('b')] }),
      bundle(2, { conversations: [row('a', { assigneeId: 'usr_1', previousAssigneeId: null })] }),
      bundle(3, {
        conversations: [row('a', { assigneeId: 'usr_2', previousAssigneeId: 'usr_1', text: '{"id":"a","at":3}' })],
      }),
    ]
    expect(JSON.parse(inboxFrames(run)(manager))).toEqual({
      type: 'inbox.changed',
      from: 0,
      to: 3,
      conversations: [{ id: 'a', at: 3 }, { id: 'b' }],
      removed: [],
    })
    const frameOf = framesOf(run)
    expect(frameOf(agent('usr_1'))).toMatchObject({ ids: ['b'], removed: ['a'] })
    expect(frameOf(agent('usr_2'))).toMatchObject({ ids: ['a', 'b'], removed: [] })
    expect(frameOf(agent('usr_3'))).toMatchObject({ ids: ['b'], removed: ['a'] })
  })

  it('survive ids that look like the keys of the cache', () => {
    const frameOf = framesOf([bundle(7, { conversations: [row('all', { assigneeId: 'usr_1' })] })])
    expect(frameOf(manager).ids).toEqual(['all'])
    expect(frameOf(agent('all')).ids).toEqual([])
    expect(frameOf(agent('[["all"],[]]')).ids).toEqual([])
    expect(frameOf(agent('usr_1')).ids).toEqual(['all'])
  })
})

describe('frames of a thread', () => {
  const thread = (runs: Run[], open = ['a']) =>
    [...threadFrames(runs, (id) => open.includes(id))].map(([id, frames]) => ({
      id,
      frames: frames.map(({ text, assigneeId }) => ({ ...JSON.parse(text), assigneeId })),
    }))
  const message = (id: string, state: string, conversationId = 'a') => ({
    id,
    conversationId,
    text: JSON.stringify({ id, state }),
  })

  it('join changes of one conversation, with the newest of each message, whatever happened elsewhere in between', () => {
    const runs: Run[] = [
      [
        bundle(5, { conversations: [row('a', { previousSeq: 2 }), row('b')], messages: [message('m1', 'queued')] }),
        bundle(6, { conversations: [row('b', { previousSeq: 5 })], messages: [message('m9', 'x', 'b')] }),
        bundle(7, {
          conversations: [row('a', { previousSeq: 5, assigneeId: 'usr_1' })],
          messages: [message('m1', 'sent'), message('m2', 'queued')],
        }),
      ],
    ]
    expect(thread(runs)).toEqual([
      {
        id: 'a',
        frames: [
          {
            type: 'conversation.changed',
            from: 2,
            to: 7,
            conversation: { id: 'a' },
            assigneeId: 'usr_1',
            messages: [
              { id: 'm1', state: 'sent' },
              { id: 'm2', state: 'queued' },
            ],
          },
        ],
      },
    ])
    expect(thread(runs, [])).toEqual([])
  })

  it('do not claim a change that is missing', () => {
    const runs: Run[] = [
      [bundle(5, { conversations: [row('a', { previousSeq: 2 })], messages: [message('m1', 'queued')] })],
      [bundle(8, { conversations: [row('a', { previousSeq: 6 })], messages: [message('m1', 'sent')] })],
    ]
    expect(thread(runs)[0]?.frames).toMatchObject([
      { from: 2, to: 5, messages: [{ state: 'queued' }] },
      { from: 6, to: 8, messages: [{ state: 'sent' }] },
    ])
  })
})
