import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Served, serve } from './node/http'
import { createBusiness } from './test/business'

let served: Served
let business: ReturnType<typeof createBusiness>
beforeEach(async () => {
  business = createBusiness()
  served = await serve({ fetch: business.simulator.fetch, port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  await served.close()
  business.simulator.close()
})

/** Writes these bytes and reads until the other side ends, or until `hangUpAfterMs`. */
const say = (bytes: string, hangUpAfterMs?: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1')
    let heard = ''
    socket.on('data', (part) => {
      heard += part
    })
    socket.on('close', () => resolve(heard))
    // Node hangs up on what it reads no further.
    socket.on('error', () => resolve(heard))
    socket.write(bytes)
    if (hangUpAfterMs !== undefined) setTimeout(() => socket.resetAndDestroy(), hangUpAfterMs)
  })
const head = (line: string, ...headers: string[]) =>
  `${line} HTTP/1.1\r\n${['Host: localhost', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`

describe('over a port', () => {
  it.each([
    ['two slashes', head('GET //')],
    ['two slashes and a name', head('GET //foo/bar')],
    ['broken escapes', head('GET /%%%/%E0%A4%A')],
    ['a whole address', head('GET http://elsewhere.test/v26.0/me')],
    ['an address that is none', head('GET http://[:::1/me')],
    ['TRACE', head('TRACE /v26.0/me')],
    ['a verb that nobody has', head('BREW /v26.0/me')],
    ['a host that is none', 'GET /v26.0/me HTTP/1.1\r\nHost: a b c\r\nConnection: close\r\n\r\n'],
    ['no host', 'GET /v26.0/me HTTP/1.0\r\n\r\n'],
    ['headers without an end to them', head('GET /v26.0/me', `X-Huge: ${'x'.repeat(100_000)}`)],
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['a body that is shorter than announced', head('POST /v26.0/me', 'Content-Length: abc')],
  ])('%s gets an answer, and no stack trace', async (_name, bytes) => {
    const heard = await say(bytes)
    expect(heard).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(heard).not.toMatch(/\n\s+at |node_modules|\.ts:\d/)
  })

  it('a body of 400 MB is refused before it comes', async () => {
    const heard = await say(head('POST /v26.0/me', 'Content-Length: 400000000'))
    expect(heard).toMatch(/^HTTP\/1\.1 413 /)
    expect(heard).toContain('"type":"OAuthException","code":100')
    expect(heard).toContain('fbtrace_id')
  })

  it('a body without a length is read as far as it may be long, and no further', async () => {
    const small = await serve({ fetch: business.simulator.fetch, port: 0, host: '127.0.0.1', mostBytes: 100_000 })
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent++
        controller.enqueue(new Uint8Array(10_000))
        if (sent === 50) controller.close()
      },
    })
    const headers = { authorization: `Bearer ${business.token}`, 'content-type': 'application/json' }
    const path = `${small.url}/v26.0/${business.number.id}/messages`
    const answer = await fetch(path, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ error: { code: 100 } })
    const text = JSON.stringify({ messaging_product: 'whatsapp', pad: 'x'.repeat(50_000) })
    expect((await fetch(path, { method: 'POST', headers, body: text })).status).toBe(400)
    expect(business.world.state.events.filter(({ kind }) => kind === 'defect')).toEqual([])
    await small.close()
  })

  it('whoever hangs up in the middle of a message does no harm', async () => {
    const path = `POST /v26.0/${business.number.id}/messages`
    const bearer = `Authorization: Bearer ${business.token}`
    await say(`${head(path, bearer, 'Content-Length: 1000000')}{"messaging_product":`, 30)
    await say(`${head(path, bearer, 'Transfer-Encoding: chunked')}5\r\nhello\r\nzzz`, 30)
    const { status } = await fetch(`${served.url}/v26.0/me`, { headers: { authorization: `Bearer ${business.token}` } })
    expect(status).toBe(200)
    expect(business.world.state.events.filter(({ kind }) => kind === 'defect')).toEqual([])
  })
})
