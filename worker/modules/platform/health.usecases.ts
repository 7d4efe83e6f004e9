import { SECOND } from '../../shared/clock'
import type { SystemContext } from '../../shared/context'
import { getShard, shardNames } from '../../shared/db/shards'
import { platformKey } from '../../shared/names'
import { isQueue } from './dead-letters.models'
import type { Health } from './health.schemas'

const FRESH_FOR = 5 * SECOND
const PATIENCE = 2 * SECOND
/** Of the six connections that an invocation may have open. */
const CONNECTIONS = 5

type Check = Health['checks'][number]
type Probe = { name: string; ask(): Promise<unknown> }
class Unanswered extends Error {}

/** The last result of this isolate, because anyone may ask and each answer costs a query a database. Results only, no promise. */
const lastResults = new WeakMap<object, { at: number; health: Health }>()

/** Asks every database, the bucket and every queue. */
export async function checkHealth(system: SystemContext): Promise<Health> {
  const { env, clock } = system
  const last = lastResults.get(env)
  if (last && clock.now() - last.at < FRESH_FOR) return last.health
  const [databases, connected] = await Promise.all([
    Promise.all(databaseProbes(env).map((probe) => run(system, probe))),
    runInTurns(system, [{ name: 'BUCKET', ask: () => env.BUCKET.head(platformKey('health')) }, ...queueProbes(env)]),
  ])
  const checks = [...databases, ...connected]
  const health: Health = { status: checks.every(({ ok }) => ok) ? 'ok' : 'ill', checks }
  lastResults.set(env, { at: clock.now(), health })
  return health
}

const databaseProbes = (env: Env): Probe[] => [
  { name: 'DIRECTORY', ask: () => env.DIRECTORY.prepare('SELECT 1').run() },
  ...shardNames(env).map((name) => ({ name, ask: () => getShard(env, name).prepare('SELECT 1').run() })),
]

const queueProbes = (env: Env): Probe[] =>
  Object.entries(env).flatMap(([name, binding]: [string, unknown]) =>
    isQueue(binding) ? [{ name, ask: () => binding.metrics() }] : [],
  )

async function runInTurns(system: SystemContext, probes: Probe[]): Promise<Check[]> {
  const checks: Check[] = []
  for (let at = 0; at < probes.length; at += CONNECTIONS)
    checks.push(...(await Promise.all(probes.slice(at, at + CONNECTIONS).map((probe) => run(system, probe)))))
  return checks
}

/** What went wrong is for the log: the answer is public. */
async function run(system: SystemContext, { name, ask }: Probe): Promise<Check> {
  try {
    await withinPatience(ask)
    return { name, ok: true }
  } catch (error) {
    system.log.error('health check failed', { check: name, error })
    return {
      name,
      ok: false,
      message: error instanceof Unanswered ? 'No answer within 2 seconds.' : 'It answered with an error.',
    }
  }
}

async function withinPatience(ask: Probe['ask']): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unanswered('no answer in time')), PATIENCE)
  })
  try {
    await Promise.race([ask(), timeout])
  } finally {
    clearTimeout(timer)
  }
}
