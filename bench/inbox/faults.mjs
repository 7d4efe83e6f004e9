import { bin } from '../../scripts/shared/paths.mjs'
import { run, Stop } from '../../scripts/shared/run.mjs'

/** Conversations, messages in, messages out: three statuses for each of the last. */
const SIZE = process.env.FAULT_RUN_SIZE ?? '200,5000,10000'
const SEEDS = (process.env.FAULT_RUN_SEEDS ?? '1').split(',')

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
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
    for (const sentence of said)
      rows.push({ what: `seed ${seed}, ${seconds} s`, target: 'no difference', measured: `none: ${sentence}` })
  }
  return rows
}
