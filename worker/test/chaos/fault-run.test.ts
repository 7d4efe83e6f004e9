import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { compare } from './compare'
import { play } from './play'
import { REFUSALS } from './stage'

// The fault run: everything that Meta, the network, the databases and a dying isolate can do, at once; then the ledger of
// what Meta told and took against the database, row by row. `node bench/run.mjs faults` runs it at full size.

const { FAULT_RUN } = env as unknown as { FAULT_RUN: string }
const [seed = 1, conversations = 30, inbound = 300, outbound = 300] = (FAULT_RUN || '1').split(',').map(Number)

it(`keeps ${inbound} messages in and ${outbound} out over ${conversations} conversations, whatever happens (seed ${seed})`, async () => {
  const { found, evidence, seenWrongly } = await play({ seed, conversations, inbound, outbound })
  const { told, asked, queues, stage } = evidence
  const struck = queues.invocations.flatMap((one) => one.struck)
  const count = (state: string) => found.messages.filter(({ sendState }) => sendState === state).length
  const files = found.media.filter(({ direction }) => direction === 'inbound')
  const sentFiles = asked.filter(({ sha256 }) => sha256 !== null)
  const ends = [...told.statuses.values()].filter(({ status }) => status === 'failed')
  console.log(
    `fault run: ${told.messages.size} messages and ${told.statuses.size} statuses in ${told.deliveries()} deliveries, ` +
      `${asked.length} sent, ${count('unconfirmed')} unconfirmed, ${count('failed')} refused, ${ends.length} failed by status; ` +
      `${files.length} files in (${files.filter(({ status }) => status === 'failed').length} broken), ${sentFiles.length} out; ` +
      `${struck.filter((what) => what.startsWith('killed')).length} kills and ${struck.length} faults in all`,
  )
  expect(seenWrongly).toEqual([])
  expect(compare(found, evidence)).toEqual([])
  // And something has happened.
  expect(struck.length).toBeGreaterThan(0)
  expect(asked.length).toBeGreaterThan(outbound / 2)
  expect(stage.calls.some(({ code }) => code === 190)).toBe(true)
  expect(stage.calls.some(({ code }) => code !== null && REFUSALS.includes(code))).toBe(true)
  for (const some of [files, sentFiles, ends, [...stage.damaged]]) expect(some.length).toBeGreaterThan(0)
}, 3_600_000)
