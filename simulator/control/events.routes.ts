import { Hono } from 'hono'
import type { LogEvent } from '../core/state'
import { outboxOf } from '../webhooks/outbox'
import { type Control, countIn, note } from './request'

const KEEP_ALIVE_MS = 15_000
/** A reader that is further behind is let go; it comes back with the last event it has seen. */
const MOST_BEHIND = 2000

const numberOf = (id: string | undefined): number => Number(id?.replace('ev_', '') ?? 0) || 0

/** The event log, as a list and as a stream, and the deliveries with all their attempts. */
export function eventRoutes(control: Control): Hono {
  const { world } = control
  const { state } = world

  /** After an event; everything when the log is younger than that (a reset). */
  const eventsAfter = (since: string | undefined): LogEvent[] => {
    const last = numberOf(since)
    return last > state.counter ? state.events : state.events.filter(({ id }) => numberOf(id) > last)
  }

  return new Hono()
    .get('/events', (c) => {
      const { since, way, kind, numberId, customerId } = c.req.query()
      const limit = countIn(c, 'limit', { fallback: 200, most: 5000 })
      const events = eventsAfter(since).filter(
        (event) =>
          (way === undefined || event.way === way) &&
          (kind === undefined || event.kind === kind) &&
          (numberId === undefined || event.numberId === numberId) &&
          (customerId === undefined || event.customerId === customerId),
      )
      // The newest without a beginning; with one, on from there.
      return c.json({ events: since === undefined ? events.slice(-limit) : events.slice(0, limit) })
    })
    .get('/events/stream', (c) => {
      const since = c.req.header('last-event-id') ?? c.req.query('since')
      const missed = since === undefined ? [] : eventsAfter(since)
      return new Response(streamOf(control, { missed, signal: c.req.raw.signal }), {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
      })
    })
    .delete('/events', (c) => {
      state.events.length = 0
      note(control, 'events', 'The log begins here')
      return c.json({ events: [] })
    })
    .get('/deliveries', (c) => {
      const { state: wanted } = c.req.query()
      const limit = countIn(c, 'limit', { fallback: 200, most: 11_000 })
      const deliveries = state.deliveries.filter((one) => wanted === undefined || one.state === wanted)
      return c.json({ total: deliveries.length, deliveries: deliveries.slice(-limit) })
    })
    .get('/deliveries/:id', (c) => {
      const delivery = state.deliveries.find(({ id }) => id === c.req.param('id'))
      if (!delivery) return c.json({ error: { message: `There is no delivery ${c.req.param('id')}.` } }, 404)
      return c.json(delivery)
    })
    .post('/deliveries/retry', (c) => {
      const count = outboxOf(world).retryNow()
      note(control, 'deliveries', `${count} waiting deliveries are tried again`)
      return c.json({ retried: count })
    })
}

function streamOf({ world }: Control, { missed, signal }: { missed: LogEvent[]; signal: AbortSignal }): ReadableStream {
  const encoder = new TextEncoder()
  const asText = (event: LogEvent) => encoder.encode(`id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`)
  let stop = () => {}
  return new ReadableStream(
    {
      start(controller) {
        const send = (event: LogEvent) => {
          if ((controller.desiredSize ?? 0) < -MOST_BEHIND) return stop()
          controller.enqueue(asText(event))
        }
        const keepAlive = setInterval(() => controller.enqueue(encoder.encode(': here\n\n')), KEEP_ALIVE_MS)
        keepAlive.unref()
        stop = () => {
          clearInterval(keepAlive)
          world.listeners.delete(send)
          stop = () => {}
          controller.close()
        }
        signal.addEventListener('abort', () => stop(), { once: true })
        controller.enqueue(encoder.encode('retry: 1000\n\n'))
        for (const event of missed) controller.enqueue(asText(event))
        world.listeners.add(send)
      },
      cancel: () => {
        const end = stop
        stop = () => {}
        try {
          end()
        } catch {
          // It is closed already.
        }
      },
    },
    { highWaterMark: 64 },
  )
}
