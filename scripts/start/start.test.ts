import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { fireCrons } from './crons.mjs'
import { writeLocalEnv } from './local-env.mjs'
import { lock, refuseSecondStart } from './lock.mjs'
import { refuseTakenPorts, refuseUnusableFolder } from './refuse.mjs'
import { seed } from './seed.mjs'
import { readSettings } from './settings.mjs'
import { describe, toText } from './summary.mjs'
import { answersWell } from './wait.mjs'

const base = mkdtempSync(join(tmpdir(), 'wharf-start-'))
let dataDir = base
let count = 0
beforeEach(() => {
  dataDir = join(base, String(count++))
  mkdirSync(dataDir)
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

it('makes the local secrets once and keeps them', () => {
  const first = writeLocalEnv({ dataDir, dashboardUrl: 'http://127.0.0.1:8787' })
  expect(statSync(first.file).mode & 0o777).toBe(0o600)
  const written = parseEnv(readFileSync(first.file, 'utf8'))
  expect(written).toEqual(first.values)
  expect(Buffer.from(written.ACCESS_TOKEN_SECRET ?? '', 'base64url')).toHaveLength(32)
  expect(Buffer.from((written.ENCRYPTION_KEYS ?? '').replace('k1:', ''), 'base64url')).toHaveLength(32)
  expect(written.META_APP_SECRET).toMatch(/^[0-9a-f]{32}$/)
  expect(written.MAIL_FROM).toBe('Wharf <noreply@wharf.local>')

  const moved = writeLocalEnv({ dataDir, dashboardUrl: 'http://127.0.0.1:9000' })
  expect(moved.values).toEqual({ ...first.values, PUBLIC_URL: 'http://127.0.0.1:9000' })
})

it('takes the simulator for Meta, wherever it runs, unless somebody wants the real one', () => {
  const settings = { dataDir, dashboardUrl: 'http://127.0.0.1:8787' }
  expect(writeLocalEnv({ ...settings, simulator: { port: 8788 } }).values).toMatchObject({
    META_APP_ID: expect.stringMatching(/^\d+$/),
    GRAPH_URL: 'http://127.0.0.1:8788',
  })
  expect(writeLocalEnv({ ...settings, simulator: { port: 9001 } }).values.GRAPH_URL).toBe('http://127.0.0.1:9001')
  const file = join(dataDir, 'local.env')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^GRAPH_URL=.*$/m, 'GRAPH_URL=https://graph.facebook.com'))
  expect(writeLocalEnv({ ...settings, simulator: { port: 9001 } }).values.GRAPH_URL).toBe('https://graph.facebook.com')
})

it('leaves local.env as it was when nothing moved', () => {
  const settings = { dataDir, dashboardUrl: 'http://127.0.0.1:8787', simulator: { port: 8788 } }
  const { file } = writeLocalEnv(settings)
  const before = readFileSync(file, 'utf8')
  writeLocalEnv(settings)
  expect(readFileSync(file, 'utf8')).toBe(before)
})

it('keeps what a person changed or added to local.env', () => {
  writeFileSync(
    join(dataDir, 'local.env'),
    'MAIL_SENDER=smtp\nSMTP_HOST=mail.example\nPUBLIC_URL=https://tunnel.example\n',
  )
  const { values } = writeLocalEnv({ dataDir, dashboardUrl: 'http://127.0.0.1:8787' })
  expect(values).toMatchObject({ MAIL_SENDER: 'smtp', SMTP_HOST: 'mail.example', PUBLIC_URL: 'https://tunnel.example' })
})

it('lets one process have a data folder, and forgets the lock of one that is gone', () => {
  const free = lock(dataDir, 'http://127.0.0.1:8787')
  free()
  expect(() => refuseSecondStart(dataDir)).not.toThrow()
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ pid: 999_999_999, url: 'http://127.0.0.1:1' }))
  expect(() => refuseSecondStart(dataDir)).not.toThrow()
  // Alive, but not a start of ours: the id was given to another program.
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ pid: 1, url: 'http://127.0.0.1:1' }))
  expect(() => refuseSecondStart(dataDir)).not.toThrow()
  writeFileSync(join(dataDir, 'running.json'), 'half a fi')
  expect(() => lock(dataDir, 'http://127.0.0.1:8787')()).not.toThrow()
})

it('gives a folder to one of several that start in the same moment, after one that is gone', async () => {
  // The name matters: a lock counts only if its process is a start.
  const script = join(dataDir, 'start.mjs')
  writeFileSync(
    script,
    `import { lock } from ${JSON.stringify(new URL('lock.mjs', import.meta.url).href)}
    const [dataDir, at] = process.argv.slice(2)
    while (Date.now() < Number(at));
    try { lock(dataDir, 'http://127.0.0.1:1'); process.stdout.write('got it\\n') }
    catch (error) { process.stdout.write(error.message.includes('already runs') ? 'refused\\n' : error.stack + '\\n') }
    process.stdin.resume()`,
  )
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ pid: 999_999_999, url: 'http://127.0.0.1:1' }))
  // Whoever was about to take it over was killed as well.
  writeFileSync(join(dataDir, 'running.json.claim'), 'half a fi')
  const at = String(Date.now() + 1500)
  const starts = Array.from({ length: 6 }, () =>
    spawn(process.execPath, [script, dataDir, at], { stdio: ['pipe', 'pipe', 'inherit'] }),
  )
  const words = await Promise.all(starts.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim()))
  for (const { stdin } of starts) stdin.end()
  expect(words.sort()).toEqual(['got it', 'refused', 'refused', 'refused', 'refused', 'refused'])
  expect(readdirSync(dataDir).sort()).toEqual(['running.json', 'start.mjs'])
})

it('says which setting is wrong', () => {
  expect(() => readSettings({ PORT: 'eighty' }, [])).toThrow('PORT is a number from 1 to 65535, not "eighty".')
  expect(() => readSettings({ PORT: '70000' }, [])).toThrow('PORT')
  expect(() => readSettings({}, ['--jsn'])).toThrow('--jsn')
  expect(readSettings({ PORT: '9001', DATA_DIR: '/tmp/elsewhere' }, ['--json'])).toMatchObject({
    url: 'http://127.0.0.1:9001',
    dashboardUrl: 'http://127.0.0.1:9001',
    dataDir: '/tmp/elsewhere',
    json: true,
  })
})

it('says that a port is taken', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const settings = readSettings({ PORT: String(port) }, [])
  await expect(refuseTakenPorts({ ...settings, simulator: null })).rejects.toThrow(`Port ${port} (PORT) is taken`)
  await new Promise((resolve) => server.close(resolve))
  await expect(refuseTakenPorts({ ...settings, simulator: null })).resolves.toBeUndefined()
})

it('says that the data folder cannot be one', () => {
  const file = join(dataDir, 'a-file')
  writeFileSync(file, '')
  expect(() => refuseUnusableFolder(file)).toThrow(
    `The data folder ${file} is a file or lies below one: set DATA_DIR to a folder that this user may write to.`,
  )
  expect(() => refuseUnusableFolder(join(file, 'below'))).toThrow('is a file or lies below one')
  // Not even root makes a folder there.
  expect(() => refuseUnusableFolder('/sys/wharf')).toThrow(/cannot be written \(E[A-Z]+\)/)
  refuseUnusableFolder(join(dataDir, 'new', 'folder'))
  expect(readdirSync(dataDir)).toEqual(['a-file'])
})

/** A server that answers with what it is told to; null: it never answers. */
async function serve(answer: (path: string) => [status: number, body: string] | null) {
  const server = createServer((request, response) => {
    const told = answer(request.url ?? '')
    if (told) response.writeHead(told[0]).end(told[1])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it('says at once, in a sentence, that the configuration is wrong', async () => {
  const message = 'Wharf is not configured: MAIL_FROM is missing.'
  const url = await serve(() => [503, JSON.stringify({ error: { code: 'config.invalid', message } })])
  const startedAt = Date.now()
  await expect(answersWell(url)).rejects.toThrow(message)
  expect(Date.now() - startedAt).toBeLessThan(5000)
})

it('waits for health, and says what it answers when it does not come', async () => {
  let asked = 0
  const ill: [number, string] = [503, JSON.stringify({ error: { code: 'health.ill', message: 'The bucket is ill.' } })]
  await answersWell(await serve(() => (++asked < 3 ? ill : [200, '{}'])))
  expect(asked).toBe(3)
  await expect(answersWell(await serve(() => ill), 0)).rejects.toThrow('It answers 503: The bucket is ill.')
})

const patience = { cronMs: 200, checkMs: 200, pauseMs: 10 }
const everySecond = ['* * * * * *']

it('notices that the Worker is gone, also when its port still takes connections', async () => {
  const asked: string[] = []
  const url = await serve((path) => {
    asked.push(path.split('?')[0] ?? '')
    return null
  })
  const said: string[] = []
  await new Promise<void>((lost) => {
    fireCrons({ url, crons: everySecond, report: (text) => said.push(text), lost, patience })
  })
  expect(asked).toEqual(['/cdn-cgi/handler/scheduled', ...Array(3).fill('/api/health')])
  expect(said).toEqual([expect.stringContaining('could not be fired')])
})

it('goes on when a cron fails and the Worker still answers', async () => {
  const url = await serve((path) => (path === '/api/health' ? [503, '{}'] : [500, 'exception']))
  const said: string[] = []
  let isLost = false
  const lost = () => {
    isLost = true
  }
  const stop = fireCrons({ url, crons: everySecond, report: (text) => said.push(text), lost, patience })
  await vi.waitFor(() => expect(said.length).toBeGreaterThan(1), { timeout: 5000 })
  stop()
  expect(said[0]).toBe('The cron "* * * * * *" failed: exception')
  expect(isLost).toBe(false)
})

it('goes on with the demo organization where a killed start left off', async () => {
  const asked: string[] = []
  const token = 'a'.repeat(43)
  const server = createServer((request, response) => {
    const bearer = request.headers.authorization === 'Bearer token' ? ' signed in' : ''
    asked.push(`${request.method} ${request.url}${bearer}`)
    const answers: Record<string, [number, unknown]> = {
      // The start before this one had registered, and was killed before it could note it.
      '/api/auth/register': [409, { error: { message: 'taken' } }],
      '/api/auth/login': [200, { status: 'signed_in', accessToken: 'token' }],
      '/api/auth/me': [200, { user: { emailVerified: false } }],
      '/api/dev/mail': [
        200,
        {
          items: [
            {
              to: { email: 'ifeoma@kilnandloom.example' },
              text: `Open http://127.0.0.1/verify-email?token=${token} now`,
            },
          ],
        },
      ],
      '/api/auth/verify-email': [204, undefined],
    }
    const [status, body] = answers[request.url ?? ''] ?? [404, {}]
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(body === undefined ? undefined : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const said: string[] = []
  const say = (text: string) => said.push(text)
  await seed({ url, dataDir, say })
  expect(asked).toEqual([
    'POST /api/auth/register',
    'POST /api/auth/login',
    'GET /api/auth/me signed in',
    'GET /api/dev/mail',
    'POST /api/auth/verify-email signed in',
  ])
  asked.length = 0
  const demo = await seed({ url, dataDir, say })
  expect(asked).toEqual([])
  expect(demo).toMatchObject({ email: 'ifeoma@kilnandloom.example', done: ['register', 'verify-email'] })
  expect(said).toEqual(['Making the demo organization …'])
  await new Promise((resolve) => server.close(resolve))
})

/** The product and the simulator at once: what is asked of both. */
async function serveBoth(state: object, connectStatus: number) {
  const asked: string[] = []
  const bodies: unknown[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    asked.push(`${request.method} ${request.url}`)
    if (text) bodies.push(JSON.parse(text))
    const answers: Record<string, [number, unknown]> = {
      '/api/auth/login': [200, { accessToken: 'a.b.c' }],
      '/_simulator/state': [200, state],
      '/_simulator/businesses': [
        201,
        { accountId: '222', accessToken: 'EAA-new', phoneNumbers: [{ id: '9', verifiedName: 'Kiln & Loom' }] },
      ],
      '/api/phone-numbers/connect': [connectStatus, {}],
    }
    const [status, body] = answers[request.url ?? ''] ?? [404, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const done = ['register', 'verify-email']
  writeFileSync(join(dataDir, 'demo.json'), JSON.stringify({ email: 'a@b.example', password: 'x', done }))
  return { asked, bodies, url, meta: { url, appId: '42', appSecret: 's', verifyToken: 'v' } }
}
const business = {
  tokens: {
    old: { token: 'EAA-old', appId: '42', isValid: false },
    other: { token: 'EAA-other', appId: '7', isValid: true },
    good: { token: 'EAA-good', appId: '42', isValid: true },
  },
  accounts: { 1: { id: '1', subscribedApps: {} }, 2: { id: '2', subscribedApps: { 42: {} } } },
  numbers: {
    5: { id: '5', accountId: '2', verifiedName: 'Kiln & Loom' },
    6: { id: '6', accountId: '1', verifiedName: 'Another' },
  },
}

it.each([201, 409])('connects the numbers of the simulator, also when it had done so already (%i)', async (status) => {
  const { url, meta, asked, bodies } = await serveBoth(business, status)
  const demo = await seed({ url, dataDir, say: () => {}, meta })
  expect(asked).toEqual(['POST /api/auth/login', 'GET /_simulator/state', 'POST /api/phone-numbers/connect'])
  expect(bodies.at(-1)).toEqual({
    app: 'platform',
    wabaId: '2',
    metaPhoneNumberId: '5',
    accessToken: 'EAA-good',
    name: 'Kiln & Loom',
    pin: expect.stringMatching(/^\d{6}$/),
  })
  expect(demo.done).toContain('connect-numbers')
})

it('makes a business in a simulator that knows none of our app', async () => {
  const { url, meta, bodies } = await serveBoth({ tokens: {}, accounts: {}, numbers: {} }, 201)
  await seed({ url, dataDir, say: () => {}, meta })
  expect(bodies).toContainEqual(expect.objectContaining({ appId: '42', callbackUrl: `${url}/api/webhook` }))
  expect(bodies.at(-1)).toMatchObject({ wabaId: '222', metaPhoneNumberId: '9', accessToken: 'EAA-new' })
})

it('tries to connect again at the next start when it was refused', async () => {
  const { url, meta } = await serveBoth(business, 400)
  const said: string[] = []
  const demo = await seed({ url, dataDir, say: (text) => said.push(text), meta })
  expect(said.join()).toContain('connect a number answered 400')
  expect(demo.done).not.toContain('connect-numbers')
})

it('starts all the same when the demo organization cannot be made', async () => {
  const said: string[] = []
  await seed({ url: 'http://127.0.0.1:1', dataDir, say: (text) => said.push(text) })
  expect(said.join()).toContain('The demo organization is not complete')
})

it('aligns what it prints', () => {
  const settings = readSettings({ DATA_DIR: dataDir }, [])
  const demo = {
    organization: 'Kiln & Loom',
    name: 'Ifeoma Okafor',
    email: 'ifeoma@kilnandloom.example',
    password: 'secret',
    done: [],
  }
  const text = toText(
    describe({
      settings: { ...settings, simulator: null },
      values: { SUPERADMIN_EMAIL: 'operator@wharf.local' },
      demo,
      pids: {},
    }),
    2.345,
  )
  expect(text).toContain('Wharf is running (2.3 s).')
  const columns = text
    .split('\n')
    .filter((line) => /^ {2}\S.* {2}\S/.test(line))
    .map((line) => line.search(/(?<= {2})\S(?!.* {2}\S)/))
  expect(new Set(columns).size).toBe(1)
})
