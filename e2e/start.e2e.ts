import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { freePort } from './harness.ts'
import { stillRunning, treeOf } from './processes.ts'

// `npm start` as a person runs it, on a folder and a port of its own.

type Running = {
  url: string
  mailboxUrl: string
  simulatorUrl: string | null
  demo: { organization: string; email: string; password: string }
  superadmin: { email: string }
  webhookPath: string
  appSecret: string
  verifyToken: string
  dataDir: string
  pids: { start: number; worker: number }
}
type Start = {
  npm: ChildProcess
  ended: Promise<number>
  ready: Promise<Running>
  words: () => string
  lines: () => string[]
}

const dataDir = mkdtempSync(join(tmpdir(), 'wharf-start-'))
const port = await freePort()
const started: Start[] = []

function start(env: Record<string, string> = {}, ...args: string[]): Start {
  // What the surrounding npm and vitest set is not what a person's shell has.
  const shell = Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_ENV|TEST)/i.test(name))
  const npm = spawn('npm', ['start', '--', ...args], {
    // A group of its own, as a terminal gives it: Ctrl-C reaches all of it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(shell),
      PORT: String(port),
      SIMULATOR_PORT: String(port + 1),
      DATA_DIR: dataDir,
      ...env,
    },
  })
  let out = ''
  let words = ''
  const ended = new Promise<number>((resolve) => npm.on('close', (code, signal) => resolve(code ?? (signal ? 128 : 0))))
  const ready = new Promise<Running>((resolve, reject) => {
    npm.stdout.setEncoding('utf8').on('data', (text) => {
      out += text
      const line = out.split('\n').find((each) => each.startsWith('{') && each.endsWith('}'))
      if (line) resolve(JSON.parse(line))
    })
    npm.stderr.setEncoding('utf8').on('data', (text) => {
      words += text
    })
    ended.then((code) => reject(new Error(`npm start ended with ${code} before it was ready:\n${words}`)))
  })
  // Most tests wait for one of the two; the other must not be an error that nobody caught.
  ready.catch(() => {})
  const one = {
    npm,
    ended,
    ready,
    words: () => words,
    lines: () => out.split('\n').filter((line) => line && !line.startsWith('>')),
  }
  started.push(one)
  return one
}

/** To the whole group, as the terminal does it. */
const pressCtrlC = ({ npm }: Start) => process.kill(-Number(npm.pid), 'SIGINT')

async function expectNothingLeft(pids: number[]) {
  await vi.waitFor(() => expect(stillRunning(pids)).toEqual([]), { timeout: 8000, interval: 100 })
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false)
}

async function signIn({ url, demo }: Running): Promise<string> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: demo.email, password: demo.password }),
  })
  expect(response.status).toBe(200)
  return ((await response.json()) as { accessToken: string }).accessToken
}

afterEach(async () => {
  for (const { npm } of started.splice(0)) {
    if (npm.exitCode !== null || npm.signalCode !== null) continue
    const tree = treeOf(Number(npm.pid))
    for (const pid of stillRunning(tree)) process.kill(pid, 'SIGKILL')
  }
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

it('starts on an empty folder, with a demo organization one can sign in to, and ends with Ctrl-C', async () => {
  const first = start({}, '--json')
  const running = await first.ready
  expect(first.lines()).toHaveLength(1)
  expect(running).toMatchObject({
    url: `http://127.0.0.1:${port}`,
    demo: { organization: 'Kiln & Loom', email: 'ifeoma@kilnandloom.example' },
    superadmin: { email: 'operator@wharf.local' },
    webhookPath: '/api/webhook',
    dataDir,
  })
  expect(running.appSecret).toMatch(/^[0-9a-f]{32}$/)
  expect(running.verifyToken.length).toBeGreaterThan(8)
  expect(statSync(join(dataDir, 'local.env')).mode & 0o777).toBe(0o600)

  const me = await fetch(`${running.url}/api/auth/me`, {
    headers: { authorization: `Bearer ${await signIn(running)}` },
  })
  expect(await me.json()).toMatchObject({
    user: { emailVerified: true },
    organization: { name: 'Kiln & Loom' },
    role: 'admin',
  })
  expect((await fetch(running.url)).headers.get('content-type')).toContain('text/html')
  expect((await fetch(running.mailboxUrl)).status).toBe(200)

  // The same folder again, while it runs.
  const second = start({ PORT: String(await freePort()) })
  expect(await second.ended).toBe(1)
  expect(second.words()).toContain(`Wharf already runs on ${dataDir} (process ${running.pids.start}, ${running.url})`)

  const tree = treeOf(Number(first.npm.pid))
  expect(tree).toContain(running.pids.worker)
  pressCtrlC(first)
  await first.ended
  await expectNothingLeft(tree)
}, 180_000)

it('starts again with what was there, and SIGTERM ends everything too', async () => {
  const secrets = readFileSync(join(dataDir, 'local.env'), 'utf8')
  const again = start({}, '--json')
  const running = await again.ready
  await signIn(running)
  expect(readFileSync(join(dataDir, 'local.env'), 'utf8')).toBe(secrets)
  // Nothing is applied, built or seeded twice.
  expect(again.words()).not.toMatch(/Applying|Building|Making/)

  const tree = treeOf(Number(again.npm.pid))
  process.kill(running.pids.start, 'SIGTERM')
  expect(await again.ended).not.toBe(0)
  await expectNothingLeft(tree)
}, 60_000)

it('ends when the Worker dies, and says so', async () => {
  const one = start({}, '--json')
  const { pids } = await one.ready
  const tree = treeOf(Number(one.npm.pid))
  process.kill(pids.worker, 'SIGKILL')
  expect(await one.ended).toBe(1)
  expect(one.words()).toContain('The worker ended by itself (SIGKILL)')
  await expectNothingLeft(tree)
}, 60_000)

it('leaves nothing running when it is killed without a chance to clean up', async () => {
  const one = start({}, '--json')
  const { pids } = await one.ready
  const tree = treeOf(Number(one.npm.pid))
  process.kill(pids.start, 'SIGKILL')
  await one.ended
  await vi.waitFor(() => expect(stillRunning(tree)).toEqual([]), { timeout: 8000, interval: 100 })
}, 60_000)

it('takes no notice of the lock of a process that is gone', async () => {
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ pid: 999_999_999, url: 'http://127.0.0.1:1' }))
  const one = start({}, '--json')
  await one.ready
  const tree = treeOf(Number(one.npm.pid))
  pressCtrlC(one)
  await one.ended
  await expectNothingLeft(tree)
}, 60_000)

it('says in one sentence that a port is taken, before anything is written', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  const empty = join(dataDir, 'untouched')
  const refused = start({ DATA_DIR: empty })
  expect(await refused.ended).toBe(1)
  await new Promise((resolve) => other.close(resolve))
  expect(refused.words()).toContain(
    `Port ${port} (PORT) is taken: set PORT to another one, or end the program that uses it.`,
  )
  expect(existsSync(empty)).toBe(false)
}, 30_000)
