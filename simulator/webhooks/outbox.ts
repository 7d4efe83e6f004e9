import type { Delivery } from '../core/state'
import type { World } from '../core/world'
import { type Change, envelope } from './envelope'
import { sign, webhookBody } from './sign'
import { targetsOf } from './targets'

/** Finished deliveries beyond this are forgotten; waiting ones never are. */
const MAX_DELIVERIES = 10_000
const SLACK = 1000
const USER_AGENT = 'facebookexternalua'

type Job = {
  delivery: Delivery
  payload: unknown
  about: Pick<Change, 'numberId' | 'customerId' | 'field'>
  done?: () => void
}
type Queue = { jobs: Job[]; head: number; inFlight: number }

/** One queue for each app; each delivery is tried until it is answered with 200, always with the same bytes. */
function createOutbox(world: World) {
  const queues = new Map<string, Queue>()
  const { state } = world

  const record = (values: Pick<Delivery, 'appId' | 'url' | 'body' | 'signature' | 'summary' | 'state'>): Delivery => {
    const now = world.now()
    const delivery: Delivery = { ...values, id: `del_${++state.counter}`, createdAt: now, dueAt: now, attempts: [] }
    state.deliveries.push(delivery)
    if (state.deliveries.length > MAX_DELIVERIES + SLACK) forgetFinished()
    return delivery
  }
  const forgetFinished = () => {
    let surplus = state.deliveries.length - MAX_DELIVERIES
    state.deliveries = state.deliveries.filter((one) => one.state === 'waiting' || surplus-- <= 0)
  }

  const queueOf = (appId: string): Queue => {
    const known = queues.get(appId)
    if (known) return known
    const queue: Queue = { jobs: [], head: 0, inFlight: 0 }
    queues.set(appId, queue)
    return queue
  }
  const enqueue = (job: Job): void => {
    const queue = queueOf(job.delivery.appId)
    queue.jobs.push(job)
    pump(queue)
  }
  const pump = (queue: Queue): void => {
    while (queue.inFlight < state.settings.webhooks.parallel) {
      const job = queue.jobs[queue.head]
      if (!job) break
      queue.head++
      queue.inFlight++
      void world.track(attempt(job)).finally(() => {
        queue.inFlight--
        pump(queue)
      })
    }
    // The part that is done is cut off now and then, not with every job.
    if (queue.head > 1000 || queue.head === queue.jobs.length) {
      queue.jobs.splice(0, queue.head)
      queue.head = 0
    }
  }

  const attempt = async (job: Job): Promise<void> => {
    const { delivery, payload, about } = job
    if (delivery.state !== 'waiting') return job.done?.()
    const startedAt = performance.now()
    const at = world.now()
    const outcome = await send(world, delivery)
    const milliseconds = Math.round((performance.now() - startedAt) * 10) / 10
    delivery.attempts.push({ at, milliseconds, ...outcome })
    world.log({
      way: 'in',
      kind: about.field,
      summary: delivery.summary,
      status: outcome.status,
      milliseconds,
      payload,
      deliveryId: delivery.id,
      ...(outcome.error !== null && { answer: { error: outcome.error } }),
      ...(about.numberId !== undefined && { numberId: about.numberId }),
      ...(about.customerId !== undefined && { customerId: about.customerId }),
    })
    // Forgotten meanwhile: a reset.
    if (delivery.state !== 'waiting') return job.done?.()
    if (outcome.status === 200) delivery.state = 'delivered'
    else planRetry(job)
    job.done?.()
  }

  const planRetry = ({ delivery, payload, about }: Job): void => {
    const delay = state.settings.webhooks.retryDelaysMs[delivery.attempts.length - 1]
    if (delay === undefined) {
      delivery.state = 'given-up'
      return
    }
    const dueAt = world.now() + delay
    delivery.dueAt = dueAt
    world.schedule(dueAt, () => {
      // Unless `retryNow` was quicker.
      if (delivery.dueAt === dueAt) enqueue({ delivery, payload, about })
    })
  }

  /** What would be told, if anybody had subscribed to it. */
  const logUnheard = ({ changes, about, summary }: Pick<Job, 'about'> & { changes: Change[]; summary: string }) => {
    const { field, ...ids } = about
    world.log({
      ...{ way: 'in', kind: field, summary, status: null, milliseconds: null, ...ids },
      payload: envelope(changes, world.now()),
      answer: { error: 'nobody is subscribed' },
    })
  }
  const aboutOf = (change: Change): Job['about'] => ({
    field: change.field,
    ...(change.numberId !== undefined && { numberId: change.numberId }),
    ...(change.customerId !== undefined && { customerId: change.customerId }),
  })

  return {
    /** Updates of one account as one delivery for each app that wants them. Resolves after the first attempts. */
    post: async ({ changes, copies }: { changes: Change[]; copies: number }): Promise<void> => {
      const [first] = changes
      if (!first) return
      const about = aboutOf(first)
      const summary = changes.map((change) => change.summary).join(' · ')
      const attempts: Promise<void>[] = []
      for (const { app, url, wanted } of plan(world, changes)) {
        const payload = envelope(wanted, world.now())
        const body = webhookBody(payload)
        const signature = sign(app.secret, body)
        for (let copy = 0; copy < copies; copy++) {
          const delivery = record({ appId: app.id, url, body, signature, summary, state: 'waiting' })
          attempts.push(new Promise((done) => enqueue({ delivery, payload, about, done })))
        }
      }
      if (attempts.length === 0) logUnheard({ changes, about, summary })
      await Promise.all(attempts)
    },
    /** Lost on the way, on purpose: visible, never sent. */
    drop: (change: Change): void => {
      for (const { app, url } of targetsOf(world, change)) {
        const body = webhookBody(envelope([change], world.now()))
        const { summary } = change
        record({ appId: app.id, url, body, signature: sign(app.secret, body), summary, state: 'dropped' })
      }
      world.log({
        ...{ way: 'in', kind: change.field, summary: `${change.summary} (dropped)`, status: null, milliseconds: null },
        payload: envelope([change], world.now()),
        ...aboutOf(change),
      })
    },
    /** Before a reset: nothing of the old world is sent any more. */
    abandon: (): void => {
      for (const delivery of state.deliveries) if (delivery.state === 'waiting') delivery.state = 'given-up'
    },
    /** After a restart: what was waiting goes on waiting. */
    resume: (): void => {
      for (const delivery of state.deliveries) {
        if (delivery.state !== 'waiting') continue
        const payload: unknown = JSON.parse(delivery.body)
        const { dueAt } = delivery
        world.schedule(dueAt, () => {
          if (delivery.dueAt === dueAt) enqueue({ delivery, payload, about: { field: 'messages' } })
        })
      }
    },
    /** Tries everything that waits at once, as Meta does when a callback is saved again. */
    retryNow: (): number => {
      const waiting = state.deliveries.filter((one) => one.state === 'waiting' && one.dueAt > world.now())
      for (const delivery of waiting) {
        delivery.dueAt = world.now()
        enqueue({ delivery, payload: JSON.parse(delivery.body), about: { field: 'messages' } })
      }
      return waiting.length
    },
  }
}

/** By app and address, which of the updates go there. */
function plan(world: World, changes: Change[]) {
  const plans = new Map<string, ReturnType<typeof targetsOf>[number] & { wanted: Change[] }>()
  for (const change of changes) {
    for (const target of targetsOf(world, change)) {
      const key = `${target.app.id} ${target.url}`
      const known = plans.get(key)
      if (known) known.wanted.push(change)
      else plans.set(key, { ...target, wanted: [change] })
    }
  }
  return plans.values()
}

/** One POST. Anything but 200 within the time is a failure, as with Meta. */
async function send(world: World, delivery: Delivery): Promise<{ status: number | null; error: string | null }> {
  const { timeoutMs } = world.state.settings.webhooks
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  // Raced as well as aborted: a Worker in the same process need not listen to the signal.
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort()
      reject(new Error(`no answer within ${timeoutMs} ms`))
    }, timeoutMs)
  })
  const post = async () => {
    const response = await world.fetch(delivery.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': USER_AGENT,
        'x-hub-signature-256': delivery.signature,
      },
      body: delivery.body,
      redirect: 'manual',
      signal: controller.signal,
    })
    // Read to the end, so that the connection serves the next delivery.
    await response.arrayBuffer()
    return response.status
  }
  try {
    return { status: await Promise.race([post(), timeout]), error: null }
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** Not state: queues are rebuilt from the deliveries after a restart. */
const outboxes = new WeakMap<World, ReturnType<typeof createOutbox>>()
export function outboxOf(world: World): ReturnType<typeof createOutbox> {
  const known = outboxes.get(world)
  if (known) return known
  const outbox = createOutbox(world)
  outboxes.set(world, outbox)
  return outbox
}
