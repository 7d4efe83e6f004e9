import { readFileSync } from 'node:fs'
import { build } from 'vite'
import { startProduct } from '../e2e/harness.ts'
import { atRoot, cache } from '../scripts/shared/paths.mjs'
import { run, Stop } from '../scripts/shared/run.mjs'
import { median, millis, spread } from './numbers.mjs'

const CONNECTIONS = 10
const SECONDS = 5
const ROUNDS = 5
const HASHES = 20

/** @typedef {{ p50: number, p99: number, rate: number, refused: number }} Load */

/** @returns {Promise<import('./run.mjs').Row[]>} */
export async function measureRequests() {
  const queries = await countQueries()
  const bare = await startBare()
  const product = await startProduct()
  try {
    const token = await register(product.url)
    const tries = [
      { name: 'hello', url: `${bare.url}/api/hello` },
      { name: 'query', url: `${bare.url}/api/one-query` },
      { name: 'product', url: `${product.url}/api/organizations/current`, token },
    ]
    /** @type {Record<string, Load[]>} */
    const measured = { hello: [], query: [], product: [] }
    for (const { url, token } of tries) await measureLoad({ url, token, seconds: 2 })
    // In turns, so that a busy moment of the machine is everybody's.
    for (let round = 0; round < ROUNDS; round++)
      for (const { name, url, token } of tries)
        measured[name]?.push(await measureLoad({ url, token, seconds: SECONDS }))
    const alone = await measureLoad({
      url: `${product.url}/api/organizations/current`,
      token,
      seconds: SECONDS,
      connections: 1,
    })
    const p50 = (/** @type {string} */ name) => (measured[name] ?? []).map((load) => load.p50)
    const ratio = (/** @type {string} */ name) => `${(median(p50('product')) / median(p50(name))).toFixed(1)} ×`
    return [
      { what: 'queries to D1', target: '≤ 1', measured: String(queries) },
      { what: `p50, ${CONNECTIONS} connections`, target: '< 5 ms', measured: spread(p50('product'), millis) },
      ...rest('the product', measured.product ?? []),
      { what: 'p50, one connection', measured: millis(alone.p50) },
      { what: 'bare Hono, hello: p50', measured: spread(p50('hello'), millis) },
      ...rest('bare Hono, hello', measured.hello ?? []),
      { what: 'bare Hono, one D1 query by itself: p50', measured: spread(p50('query'), millis) },
      ...rest('bare Hono, one query', measured.query ?? []),
      { what: 'the product beside hello', measured: ratio('hello') },
      { what: 'the product beside one bare query', measured: ratio('query') },
    ]
  } finally {
    await product.close()
    await bare.close()
  }
}

/** @returns {Promise<import('./run.mjs').Row[]>} */
export async function measurePassword() {
  const bare = await startBare()
  try {
    const times = []
    for (let time = 0; time < HASHES; time++) {
      const startedAt = performance.now()
      const { ok } = await fetch(`${bare.url}/api/hash`)
      if (!ok) throw new Stop('The bare Worker did not hash.')
      times.push(performance.now() - startedAt)
    }
    return [{ what: 'scrypt, N = 2^14, r = 8, p = 5, in workerd', measured: spread(times, millis) }]
  } finally {
    await bare.close()
  }
}

/** @param {string} name @param {Load[]} loads */
const rest = (name, loads) => [
  { what: `${name}: p99`, measured: millis(median(loads.map(({ p99 }) => p99))) },
  { what: `${name}: requests a second`, measured: median(loads.map(({ rate }) => rate)).toFixed(0) },
]

/** @param {{ url: string, token?: string | undefined, seconds: number, connections?: number }} options @returns {Promise<Load>} */
async function measureLoad({ url, token, seconds, connections = CONNECTIONS }) {
  const { ok, output } = await run(process.execPath, [
    ...[atRoot('bench/load.mjs'), url, String(connections), String(seconds)],
    ...(token ? [token] : []),
  ])
  /** @type {Load | undefined} */
  const load = ok ? JSON.parse(output) : undefined
  if (!load || load.refused > 0) throw new Stop(`${url} was not answered well: ${output}`)
  return load
}

/** What one request asks of D1, from the production bundle. */
async function countQueries() {
  const product = await startProduct({
    modules: [
      { type: 'ESModule', path: 'counting.js', contents: readFileSync(atRoot('bench/counting.mjs'), 'utf8') },
      { type: 'ESModule', path: 'index.js', contents: readFileSync(atRoot('dist/worker/index.js'), 'utf8') },
    ],
  })
  try {
    const token = await register(product.url)
    const answer = await fetch(`${product.url}/api/organizations/current`, {
      headers: { authorization: `Bearer ${token}` },
    })
    if (!answer.ok) throw new Stop(`The counted request was refused: ${await answer.text()}`)
    return Number(answer.headers.get('x-d1-queries') ?? Number.NaN)
  } finally {
    await product.close()
  }
}

async function startBare() {
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: { ssr: atRoot('bench/bare.ts'), outDir: cache('bench'), emptyOutDir: true, target: 'es2022' },
  })
  return startProduct({
    modules: [{ type: 'ESModule', path: 'bare.js', contents: readFileSync(cache('bench/bare.js'), 'utf8') }],
  })
}

/** @param {string} url @returns {Promise<string>} */
async function register(url) {
  const answer = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Ada',
      email: 'ada@bench.example',
      password: 'a sentence long enough',
      organizationName: 'Bench',
      acceptTerms: true,
    }),
  })
  const body = await answer.text()
  if (answer.status !== 201) throw new Stop(`Registering answered ${answer.status}: ${body}`)
  return JSON.parse(body).accessToken
}
