import { z } from 'zod'
import type { OrganizationContext, QueueBinding, SystemContext } from './context'

/** What travels: the queue's name goes along, because a dead letter arrives without saying where it comes from. */
const envelopeSchema = z.object({ queue: z.string(), payload: z.unknown() })
type Producing = Pick<OrganizationContext, 'env'>

/** Thrown by a consumer when trying again cannot help: the message goes to the dead letters at once. */
export class PermanentError extends Error {}

const MAX_MESSAGES_PER_SEND = 100
const MAX_BACKOFF_SECONDS = 3600
const retryDelay = (attempts: number) => Math.min(2 ** attempts * 2, MAX_BACKOFF_SECONDS)

type Opened<Context> = { context: Context; log: SystemContext['log'] }
type Definition<S extends z.ZodType, Context> = {
  /** The queue's name in wrangler.toml without the `wharf-`. */
  name: string
  binding: QueueBinding
  schema: S
  /** Builds the context before the consumer sees the message; null when its organization is gone. */
  openContext(system: SystemContext, payload: z.output<S>): Promise<Opened<Context> | null>
}

export type Consumer = (batch: MessageBatch, system: SystemContext) => Promise<void>

function define<S extends z.ZodType, Context>({ name, binding, schema, openContext }: Definition<S, Context>) {
  const wrap = (payload: z.input<S>) => ({ body: { queue: name, payload: schema.parse(payload) } })
  return {
    name,
    /** Returns when the queue has accepted every message. @param delaySeconds whole seconds until they are delivered */
    send: async (
      { env }: Producing,
      payloads: z.input<S>[],
      { delaySeconds = 0 }: { delaySeconds?: number } = {},
    ): Promise<void> => {
      for (let at = 0; at < payloads.length; at += MAX_MESSAGES_PER_SEND) {
        const part = payloads.slice(at, at + MAX_MESSAGES_PER_SEND).map(wrap)
        await env[binding].sendBatch(part, delaySeconds > 0 ? { delaySeconds } : undefined)
      }
    },
    /** A consumer of one message at a time: acknowledged on success, retried with growing delay, or dead-lettered. */
    consume:
      (handle: (context: Context, payload: z.output<S>) => Promise<void>): Consumer =>
      async (batch, system) => {
        for (const message of batch.messages) {
          const log = system.log.with({ queue: name, messageId: message.id, attempt: message.attempts })
          try {
            const payload = parsePayload(schema, message.body)
            const opened = await openContext({ ...system, log }, payload)
            if (opened) await handle(opened.context, payload)
            else log.warn('message of an organization that is gone')
            message.ack()
          } catch (error) {
            await refuse({ system, log, name, message, error })
          }
        }
      },
    /**
     * A consumer of a batch: `start` is called once for it, and what it gives once for each `groupOf` among the messages,
     * side by side. A group that throws is tried again as a whole, the others are not; of one that returns, the payloads
     * that it failed.
     */
    consumeTogether:
      (
        groupOf: (payload: z.output<S>) => string,
        start: () => (
          context: Context,
          payloads: z.output<S>[],
          fail: (payload: z.output<S>, error: unknown) => void,
        ) => Promise<void>,
      ): Consumer =>
      async (batch, system) => {
        const handle = start()
        const groups = new Map<string, Received<z.output<S>>[]>()
        for (const message of batch.messages) {
          const log = system.log.with({ queue: name, messageId: message.id, attempt: message.attempts })
          try {
            const payload = parsePayload(schema, message.body)
            const group = groups.get(groupOf(payload)) ?? []
            groups.set(groupOf(payload), [...group, { message, payload }])
          } catch (error) {
            await refuse({ system, log, name, message, error })
          }
        }
        const consumeGroup = async (group: [Received<z.output<S>>, ...Received<z.output<S>>[]]) => {
          const log = system.log.with({ queue: name, messages: group.length })
          try {
            const opened = await openContext({ ...system, log }, group[0].payload)
            const payloads = group.map(({ payload }) => payload)
            const failures = new Map<z.output<S>, unknown>()
            if (opened) await handle(opened.context, payloads, (payload, error) => failures.set(payload, error))
            else log.warn('messages of an organization that is gone')
            for (const { message, payload } of group)
              if (failures.has(payload)) await refuse({ system, log, name, message, error: failures.get(payload) })
              else message.ack()
          } catch (error) {
            for (const { message } of group) await refuse({ system, log, name, message, error })
          }
        }
        await Promise.all([...groups.values()].map(([first, ...rest]) => first && consumeGroup([first, ...rest])))
      },
  }
}

type Received<Payload> = { message: Message; payload: Payload }

type Refusal = Omit<Burial, 'error'> & { error: unknown }
async function refuse({ error, ...refusal }: Refusal): Promise<void> {
  if (error instanceof PermanentError) return bury({ ...refusal, error })
  refusal.log.error('consumer failed, will be tried again', { error })
  refusal.message.retry({ delaySeconds: retryDelay(refusal.message.attempts) })
}

function parsePayload<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const envelope = envelopeSchema.safeParse(body)
  const payload = schema.safeParse(envelope.data?.payload)
  if (!payload.success) throw new PermanentError(`not a message of this queue: ${z.prettifyError(payload.error)}`)
  return payload.data
}

type Burial = {
  system: SystemContext
  log: SystemContext['log']
  name: string
  message: Message
  error: PermanentError
}
async function bury({ system, log, name, message, error }: Burial): Promise<void> {
  log.error('message cannot be handled, goes to the dead letters', { error })
  try {
    await system.env.DEAD_LETTERS.send({ queue: name, message: message.body, reason: error.message })
    message.ack()
  } catch (cause) {
    log.error('the dead letters did not accept it', { error: cause })
    message.retry({ delaySeconds: retryDelay(message.attempts) })
  }
}

type OrganizationPayload = z.ZodType<{ organizationId: string }, { organizationId: string }>
/** How a queue finds a message's organization. Set once by `queues.ts`, because tenancy lies above shared. */
export type OpenOrganization = (system: SystemContext, organizationId: string) => Promise<OrganizationContext | null>

/** A queue whose every message belongs to an organization: the consumer gets that organization's context and no other. */
export const defineQueue = <S extends OrganizationPayload>(queue: {
  name: string
  binding: QueueBinding
  schema: S
  openOrganization: OpenOrganization
}) =>
  define<S, OrganizationContext>({
    ...queue,
    openContext: async (system, payload) => {
      const context = await queue.openOrganization(system, payload.organizationId)
      return context && { context, log: context.log }
    },
  })

/** A message of a batch that its consumer settles itself. */
export type BatchItem<Payload> = {
  /** The queue's own: the same one when the message comes again. */
  id: string
  payload: Payload
  attempts: number
  /** Not acknowledged: tried again later, or dead-lettered for a `PermanentError`. */
  fail(error: unknown): void
}

/**
 * A queue of the platform itself: mail, Meta's deliveries, the dead letters. Their messages are whole before anybody knows
 * whose they are.
 */
export const definePlatformQueue = <S extends z.ZodType>(queue: {
  name: string
  binding: QueueBinding
  schema: S
}) => ({
  ...define<S, SystemContext>({ ...queue, openContext: async (system) => ({ context: system, log: system.log }) }),

  /** A consumer of a whole batch. What it does not fail is acknowledged; if it throws, every message is tried again. */
  consumeBatch:
    (handle: (system: SystemContext, items: BatchItem<z.output<S>>[]) => Promise<void>): Consumer =>
    async (batch, system) => {
      const { name, schema } = queue
      const failures = new Map<Message, unknown>()
      const items = batch.messages.flatMap((message) => {
        const fail = (error: unknown) => void failures.set(message, error)
        try {
          return { id: message.id, payload: parsePayload(schema, message.body), attempts: message.attempts, fail }
        } catch (error) {
          fail(error)
          return []
        }
      })
      try {
        if (items.length > 0) await handle(system, items)
      } catch (error) {
        for (const item of items) item.fail(error)
      }
      for (const message of batch.messages) {
        const log = system.log.with({ queue: name, messageId: message.id, attempt: message.attempts })
        if (failures.has(message)) await refuse({ system, log, name, message, error: failures.get(message) })
        else message.ack()
      }
    },
})
