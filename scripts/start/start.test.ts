import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { writeLocalEnv } from './local-env.mjs'
import { lock, refuseSecondStart } from './lock.mjs'
import { refuseTakenPorts } from './refuse.mjs'
import { seed } from './seed.mjs'
import { readSettings } from './settings.mjs'
import { describe, toText } from './summary.mjs'

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

it('goes on with the demo organization where a killed start left off', async () => {
  const asked: string[] = []
  const token = 'a'.repeat(43)
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
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
    'GET /api/auth/me',
    'GET /api/dev/mail',
    'POST /api/auth/verify-email',
  ])
  asked.length = 0
  const demo = await seed({ url, dataDir, say })
  expect(asked).toEqual([])
  expect(demo).toMatchObject({ email: 'ifeoma@kilnandloom.example', done: ['register', 'verify-email'] })
  expect(said).toEqual(['Making the demo organization …'])
  await new Promise((resolve) => server.close(resolve))
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
