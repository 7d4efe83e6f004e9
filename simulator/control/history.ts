import type { Customer } from '../core/state'
import type { World } from '../core/world'
import type { HistoryMessage } from '../webhooks/coexistence-fields'

const DAY = 24 * 3600_000
const LINES = [
  'Hello, are you open on Saturday?',
  'We are, from 10 to 4.',
  'Could you keep one of the blue bowls for me?',
  'Of course. Until Saturday evening.',
  'Thank you!',
  'With pleasure.',
]

type Asked = { customers: Customer[]; messages: number; days: number }
type Phase = { phase: 0 | 1 | 2; threads: { customer: Customer; messages: HistoryMessage[] }[] }

/** Conversations from before the simulator's time, in Meta's three phases: the last day, 90 days, 180. */
export function historyThreads(world: World, { customers, messages, days }: Asked): Phase[] {
  const phases: Phase[] = []
  const bounds: [0 | 1 | 2, number, number][] = [
    [0, 0, 1],
    [1, 1, Math.min(days, 90)],
    [2, 90, days],
  ]
  for (const [phase, from, until] of bounds) {
    if (until <= from) continue
    const share = Math.ceil((messages * (until - from)) / Math.max(1, days))
    const threads = customers.map((customer) => ({
      customer,
      messages: Array.from({ length: share }, (_, index): HistoryMessage => {
        const age = from + ((until - from) * (index + 1)) / (share + 1)
        return {
          from: index % 2 === 0 ? 'customer' : 'business',
          at: Math.floor(world.now() - age * DAY),
          content: { type: 'text', text: { body: LINES[index % LINES.length] ?? '' } },
        }
      }),
    }))
    phases.push({ phase, threads })
  }
  return phases
}
