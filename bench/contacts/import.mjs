import { setTimeout } from 'node:timers/promises'
import { post, startSystem } from '../inbox/system.mjs'

const SIZES = (process.env.BENCH_IMPORT ?? '100000').split(',').map(Number)

/**
 * A CSV file of so many people, from the start of the import to its last row; and the same file again.
 * @returns {Promise<import('../run.mjs').Row[]>}
 */
export async function measureImport() {
  const measured = []
  for (const size of SIZES) {
    const system = await startSystem()
    try {
      const file = Buffer.from(csvOf(size))
      for (const what of ['new people', 'the same file again']) {
        const { seconds, counts } = await importFile(system, file)
        measured.push({
          what: `${size.toLocaleString('en')} rows, ${what} (${(file.length / 1e6).toFixed(1)} MB)`,
          ...(size === 100_000 && what === 'new people' && { target: '≤ 60 s' }),
          measured: `${seconds.toFixed(1)} s, ${Math.round(size / seconds).toLocaleString('en')} rows/s, ${JSON.stringify(counts)}`,
        })
      }
    } finally {
      await system.close()
    }
  }
  return measured
}

/** @param {number} size */
const csvOf = (size) =>
  `Name,Phone,Email,Language,Tags\n${Array.from(
    { length: size },
    (_, at) =>
      `Person ${at},+49151${String(10_000_000 + at)},person${at}@bench.example,de,${at % 5 === 0 ? 'vip' : ''}\n`,
  ).join('')}`

/** @param {import('../inbox/system.mjs').System} system @param {Buffer} file */
async function importFile({ url, token }, file) {
  const imports = `${url}/api/contacts/import`
  const { id, upload } = /** @type {{ id: string, upload: { partSize: number, partCount: number } }} */ (
    /** @type {unknown} */ (await post(imports, { filename: 'bench.csv', size: file.length }, token))
  )
  for (let part = 1; part <= upload.partCount; part++) {
    const body = new Uint8Array(file.subarray((part - 1) * upload.partSize, part * upload.partSize))
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' }
    const answer = await fetch(`${imports}/${id}/parts/${part}`, { method: 'PUT', headers, body })
    if (!answer.ok) throw new Error(await answer.text())
  }
  const seen = /** @type {{ file: { columns: { index: number, target: unknown }[] } }} */ (
    /** @type {unknown} */ (await post(`${imports}/${id}/uploaded`, {}, token))
  )
  const columns = seen.file.columns.map(({ index, target }) => ({ index, target }))
  const mapped = await fetch(`${imports}/${id}/mapping`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ columns }),
  })
  if (!mapped.ok) throw new Error(await mapped.text())
  const startedAt = performance.now()
  await post(`${imports}/${id}/start`, {}, token)
  for (;;) {
    await setTimeout(200)
    const answer = await fetch(`${url}/api/jobs/${id}`, { headers: { authorization: `Bearer ${token}` } })
    const job = /** @type {{ state: string, counts: Record<string, number>, failure: unknown }} */ (await answer.json())
    if (job.state === 'done') return { seconds: (performance.now() - startedAt) / 1000, counts: job.counts }
    if (job.state !== 'running') throw new Error(`The import is ${job.state}: ${JSON.stringify(job.failure)}`)
  }
}
