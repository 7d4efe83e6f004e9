import { AsyncLocalStorage } from 'node:async_hooks'
import { Invocation, type Operation, type OperationKind } from './faults'
import { byteLength, checkLimit, createConnectionCounter } from './limits'

type Watch = { invocation: Invocation; connect: Connect }
const current = new AsyncLocalStorage<Watch>()

/** The entry that is running: for who stands in at the network's edge and must know on whose behalf. */
export const currentInvocation = (): Invocation | undefined => current.getStore()?.invocation

let hurries = false
/** Nobody waits for what a killed invocation would wait for: its code runs on until it notices, and nothing of it counts. */
export function hurryTheDead(): void {
  if (hurries) return
  hurries = true
  const wait = scheduler.wait.bind(scheduler)
  scheduler.wait = (milliseconds, options) => wait(currentInvocation()?.isDead === true ? 0 : milliseconds, options)
}

/** Runs an entry of the Worker with its bindings watched: each call is counted against the limits and open to faults. */
export function watch<T>(env: Env, run: (env: Env) => T, invocation = new Invocation()): T {
  const connect = createConnectionCounter()
  return current.run({ invocation, connect }, () => run(instrument(env, invocation, connect)))
}

/** The `fetch` that the Worker under test is given: a connection and an operation of whoever calls it. */
export const watchedFetch: typeof fetch = (input, init) => {
  const watched = current.getStore()
  if (!watched) return fetch(input, init)
  const { host } = new URL(input instanceof Request ? input.url : input)
  return watched.connect(() => watched.invocation.run({ kind: 'fetch', name: host }, () => fetch(input, init)))
}

function instrument(env: Env, invocation: Invocation, connect: Connect): Env {
  const wrapped = Object.entries(env).map(([name, binding]) => [name, wrap(name, binding, invocation, connect)])
  return Object.fromEntries(wrapped) as Env
}

type Connect = ReturnType<typeof createConnectionCounter>
type Method = (...args: unknown[]) => unknown

const OBJECTS = ['INBOX_HUB', 'CONVERSATION_ROOM', 'NUMBER_PACER', 'RATE_LIMITER']
const QUEUES = ['INBOUND', 'OUTBOUND', 'BULK_OUTBOUND', 'MEDIA', 'EVENTS', 'DUE', 'JOBS', 'MAIL', 'DEAD_LETTERS']

function wrap(name: string, binding: unknown, invocation: Invocation, connect: Connect): unknown {
  if (binding === undefined) return undefined
  if (name === 'DIRECTORY' || name.startsWith('SHARD_')) return wrapDatabase(name, binding as D1Database, invocation)
  if (name === 'BUCKET') return wrapMethods(name, binding, 'r2', (work) => connect(work), invocation)
  if (name === 'EMAIL') return wrapMethods(name, binding, 'email', (work) => connect(work), invocation)
  if (OBJECTS.includes(name)) return wrapNamespace(name, binding, invocation)
  if (QUEUES.includes(name)) return wrapQueue(name, binding, invocation, connect)
  return binding
}

/** A proxy that runs every method as an operation of the invocation. */
function wrapMethods(
  name: string,
  target: unknown,
  kind: OperationKind,
  around: Connect,
  invocation: Invocation,
  check?: (args: unknown[]) => void,
) {
  return new Proxy(target as object, {
    get(object, property) {
      const value = Reflect.get(object, property) as unknown
      if (typeof value !== 'function') return value
      return (...args: unknown[]) =>
        around(async () => {
          check?.(args)
          // Called on the object itself: an RPC method is a proxy that would take `apply` for a remote method.
          const target = object as Record<PropertyKey, Method>
          return invocation.run({ kind, name: `${name}.${String(property)}` }, async () => target[property]?.(...args))
        })
    },
  })
}

function wrapQueue(name: string, queue: unknown, invocation: Invocation, connect: Connect) {
  return wrapMethods(
    name,
    queue,
    'queue',
    (work) => connect(work),
    invocation,
    ([message]) => {
      const bodies = Array.isArray(message) ? message.map(({ body }: { body: unknown }) => body) : [message]
      for (const body of bodies) checkLimit('bytes of a queue message', byteLength(body))
    },
  )
}

function wrapNamespace(name: string, namespace: unknown, invocation: Invocation) {
  return new Proxy(namespace as object, {
    get(object, property) {
      const value = Reflect.get(object, property) as unknown
      if (typeof value !== 'function') return value
      if (property !== 'getByName' && property !== 'get') return (value as Method).bind(object)
      return (...args: unknown[]) =>
        wrapMethods(name, (value as Method).apply(object, args), 'object', (work) => work(), invocation)
    },
  })
}

const raw = Symbol('the statement itself')

/** D1 says what it read and wrote of every statement but those whose rows are asked for without names. */
function note<T>(operation: Operation, answered: T): T {
  for (const one of Array.isArray(answered) ? answered : [answered]) {
    const { rows_read = 0, rows_written = 0 } = (one as Partial<D1Result> | null)?.meta ?? {}
    operation.rowsRead = (operation.rowsRead ?? 0) + rows_read
    operation.rowsWritten = (operation.rowsWritten ?? 0) + rows_written
  }
  return answered
}

function wrapDatabase(name: string, database: D1Database, invocation: Invocation): D1Database {
  let queries = 0
  const run = async <T>(count: number, work: () => Promise<T>): Promise<T> => {
    queries += count
    checkLimit('D1 queries an invocation', queries)
    const operation: Operation = { kind: 'd1', name, queries: count }
    return invocation.run(operation, async () => note(operation, await work()))
  }
  const wrapStatement = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(object, property) {
        if (property === raw) return object
        const value = Reflect.get(object, property) as unknown
        if (typeof value !== 'function') return value
        if (property === 'bind')
          return (...values: unknown[]) => {
            for (const one of values) checkLimit('bytes of a D1 value', byteLength(one))
            invocation.noteBound(values)
            return wrapStatement(object.bind(...values))
          }
        return (...args: unknown[]) => run(1, async () => (value as Method).apply(object, args))
      },
    })
  return new Proxy(database, {
    get(object, property) {
      if (property === 'prepare') return (text: string) => wrapStatement(object.prepare(text))
      if (property === 'batch')
        return (statements: { [raw]: D1PreparedStatement }[]) =>
          run(statements.length, () => object.batch(statements.map((statement) => statement[raw])))
      const value = Reflect.get(object, property) as unknown
      return typeof value === 'function' ? (value as Method).bind(object) : value
    },
  })
}
