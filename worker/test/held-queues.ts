import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { testClock } from './clock'
import { Invocation } from './faults'
import { watch } from './instrument'
import worker from './worker'

/** A message that waits in a held queue. */
export type HeldMessage = { id: string; queue: string; body: unknown; attempts: number; dueAt: number; sentAt: number }

/** As wrangler.toml has them: how many messages a consumer gets at most. */
const BATCH_SIZES: Record<string, number> = {
  'wharf-inbound': 100,
  'wharf-outbound': 100,
  'wharf-bulk-outbound': 100,
  'wharf-due': 50,
  'wharf-jobs': 1,
  'wharf-media': 5,
  'wharf-events': 50,
  'wharf-mail': 5,
  'wharf-dead-letters': 10,
}
/** Every queue that wrangler.toml binds. */
const BINDINGS = Object.entries(env).flatMap(([name, binding]) =>
  typeof (binding as Partial<Queue> | undefined)?.sendBatch === 'function' ? name : [],
)
const MAX_RETRIES = 10
const queueOf = (binding: string) => `wharf-${binding.toLowerCase().replaceAll('_', '-')}`

/** Ids are nobody else's: a dead letter is known by the message's. */
let runs = 0

type Options = {
  /** From 0 to 1. The same numbers give the same order, batches and duplicates. */
  random?: () => number
  /** Share of messages that are delivered a second time although they were acknowledged. */
  duplicate?: number
  /** Batches that run side by side. Local queues never do that; production does. */
  concurrency?: number
}

/**
 * Queues in the test's hands, harsher than the local ones: what is sent waits until `run` delivers it, in any order, in
 * batches of any size, several at a time, some of it twice. Delays pass on the tests' clock. A consumer that was killed
 * has acknowledged nothing.
 */
export function holdQueues({ random = Math.random, duplicate = 0, concurrency = 1 }: Options = {}) {
  let waiting: HeldMessage[] = []
  let serial = 0
  let lastQueue: string | undefined
  const run = ++runs
  const buried: HeldMessage[] = []
  const invocations: Invocation[] = []

  const hold = (queue: string, body: unknown, delaySeconds = 0) => {
    const sentAt = testClock.now()
    const id = `held-${run}-${++serial}`
    waiting.push({ id, queue, body: structuredClone(body), attempts: 1, dueAt: sentAt + delaySeconds * 1000, sentAt })
  }
  const bindings = Object.fromEntries(
    BINDINGS.map((binding) => [
      binding,
      {
        send: async (body: unknown, options?: QueueSendOptions) => hold(queueOf(binding), body, options?.delaySeconds),
        sendBatch: async (messages: Iterable<MessageSendRequest>, options?: QueueSendBatchOptions) => {
          for (const { body, delaySeconds } of messages)
            hold(queueOf(binding), body, delaySeconds ?? options?.delaySeconds)
        },
      },
    ]),
  )
  const heldEnv = { ...env, ...bindings } as Env

  const again = (message: HeldMessage, delaySeconds: number) => {
    if (message.attempts <= MAX_RETRIES) {
      const dueAt = testClock.now() + delaySeconds * 1000
      waiting.push({ ...message, attempts: message.attempts + 1, dueAt })
      return
    }
    buried.push(message)
    if (message.queue !== 'wharf-dead-letters') hold('wharf-dead-letters', message.body)
  }

  /** Hands one batch to its consumer. @returns what the consumer asked of the bindings */
  const deliver = async (batch: HeldMessage[]): Promise<Invocation> => {
    const [first] = batch
    if (!first) throw new Error('A batch needs a message')
    const retries = new Map<string, number>()
    let retriesAll: number | undefined
    const messages = batch.map(({ id, body, attempts, sentAt }) => ({
      ...{ id, body: structuredClone(body), attempts, timestamp: new Date(sentAt) },
      ack: () => {},
      retry: (options?: QueueRetryOptions) => void retries.set(id, options?.delaySeconds ?? 0),
    }))
    const invocation = new Invocation('background')
    invocations.push(invocation)
    const context = createExecutionContext()
    const metadata = { metrics: { backlogCount: waiting.length, backlogBytes: 0 } }
    try {
      const handed = {
        ...{ queue: first.queue, messages, metadata },
        ackAll: () => {},
        retryAll: (options?: QueueRetryOptions) => {
          retriesAll = options?.delaySeconds ?? 0
        },
      }
      await watch(heldEnv, (watched) => worker.consume(handed, watched, context), invocation)
      await waitOnExecutionContext(context)
    } catch {
      retriesAll = 0
    }
    for (const message of batch) {
      const delay = invocation.isDead ? 0 : (retriesAll ?? retries.get(message.id))
      if (delay !== undefined) again(message, delay)
      else if (duplicate > 0 && random() < duplicate) waiting.push({ ...message, dueAt: testClock.now() })
    }
    return invocation
  }

  /** Takes some of what is due in a queue out of it, in any order. */
  const take = (queue: string, most: number): HeldMessage[] => {
    const due = waiting.filter((message) => message.queue === queue && message.dueAt <= testClock.now())
    const taken = shuffled(due, random).slice(0, most)
    waiting = waiting.filter((message) => !taken.includes(message))
    return taken
  }
  const dueQueues = () => [
    ...new Set(waiting.filter(({ dueAt }) => dueAt <= testClock.now()).map(({ queue }) => queue)),
  ]
  const next = (): HeldMessage[] => {
    const queues = dueQueues()
    // Often another batch of the same queue: side by side they are about the same rows.
    const isSame = lastQueue !== undefined && queues.includes(lastQueue) && random() < 0.7
    const queue = isSame ? lastQueue : queues[Math.floor(random() * queues.length)]
    lastQueue = queue
    if (queue === undefined) return []
    // Mostly small ones: then several of them are about the same.
    const most = random() < 0.3 ? (BATCH_SIZES[queue] ?? 1) : Math.min(BATCH_SIZES[queue] ?? 1, 6)
    return take(queue, 1 + Math.floor(random() * most))
  }

  return {
    /** The Worker's bindings with these queues instead of the real ones. */
    env: heldEnv,
    bindings,
    /** What went round too often, before it went on to the dead letters. */
    buried,
    /** Every consumer that ran, with what it asked of the bindings. */
    invocations,
    waiting: (queue?: string): HeldMessage[] =>
      waiting.filter((message) => queue === undefined || message.queue === queue),
    /** Everything that is due in one queue, in the order it was sent, as one batch. */
    deliverBatch: async (queue: string, most = BATCH_SIZES[queue] ?? 1): Promise<Invocation> => {
      const batch = waiting.filter((message) => message.queue === queue).slice(0, most)
      waiting = waiting.filter((message) => !batch.includes(message))
      return deliver(batch)
    },
    deliver,
    /** Delivers until nothing is due any more. What is delayed waits for the clock. */
    run: async (): Promise<void> => {
      const running = new Set<Promise<void>>()
      for (;;) {
        const batch = next()
        if (batch.length > 0) {
          const one: Promise<void> = deliver(batch).then(() => void running.delete(one))
          running.add(one)
        } else if (running.size === 0) return
        if (running.size >= concurrency || batch.length === 0) await Promise.race(running)
      }
    },
    /** When the next delayed message is due, or undefined. */
    nextDueAt: (): number | undefined =>
      waiting.length === 0 ? undefined : Math.min(...waiting.map(({ dueAt }) => dueAt)),
    /** A cron on these queues. */
    minute: async (cron = '* * * * *'): Promise<Invocation> => {
      const context = createExecutionContext()
      const invocation = new Invocation('background')
      invocations.push(invocation)
      const controller = { cron, scheduledTime: testClock.now(), noRetry() {} }
      try {
        await watch(heldEnv, (watched) => worker.run(controller, watched, context), invocation)
        await waitOnExecutionContext(context)
      } catch {
        // A cron that died: the next one does its work.
      }
      return invocation
    },
  }
}
export type HeldQueues = ReturnType<typeof holdQueues>

function shuffled<Item>(items: Item[], random: () => number): Item[] {
  const result = [...items]
  for (let at = result.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const [a, b] = [result[at], result[other]]
    if (a !== undefined && b !== undefined) [result[at], result[other]] = [b, a]
  }
  return result
}
