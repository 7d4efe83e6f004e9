import { bin } from '../../scripts/shared/paths.mjs'
import { run, Stop } from '../../scripts/shared/run.mjs'

/** Conversations, messages in, messages out: of each of the last about two statuses are told, as many are lost. */
const FULL_SIZE = '200,5000,16500'
const SIZE = process.env.FAULT_RUN_SIZE ?? FULL_SIZE
/** What a run of the full size has to have in it. */
const LEAST = { messages: 10_000, statuses: 30_000 }
const SEEDS = (process.env.FAULT_RUN_SEEDS ?? '1').split(',')

/** @param {string} sentence what the run says of itself */
export function requireFullSize(sentence) {
  const [messages = 0, statuses = 0, sent = 0] =
    /(\d+) messages and (\d+) statuses .*?, (\d+) sent/.exec(sentence)?.slice(1).map(Number) ?? []
  if (!(messages + sent >= LEAST.messages && statuses >= LEAST.statuses))
    throw new Stop(
      `The fault run was too small, ${LEAST.messages} messages and ${LEAST.statuses} statuses: ${sentence}`,
    )
}

/**
 * The fault run of worker/test/chaos at full size: it passes, or says what differs.
 * @returns {Promise<import('../run.mjs').Row[]>}
 */
export async function runFaults() {
  const rows = []
  for (const seed of SEEDS) {
    const startedAt = performance.now()
    const { ok, output } = await run(
      bin('vitest'),
      ['run', '--project', 'worker', 'worker/test/chaos/fault-run.test.ts'],
      {
        env: { ...process.env, FAULT_RUN: `${seed},${SIZE}` },
      },
    )
    if (!ok) throw new Stop(output)
    const said = [...output.matchAll(/fault run: (.*)/g)].map(([, sentence]) => sentence)
    if (said.length === 0) throw new Stop(`The fault run said nothing of itself:\n${output}`)
    if (SIZE === FULL_SIZE) for (const sentence of said) requireFullSize(sentence ?? '')
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
    for (const sentence of said)
      rows.push({ what: `seed ${seed}, ${seconds} s`, target: 'no difference', measured: `none: ${sentence}` })
  }
  return rows
}
