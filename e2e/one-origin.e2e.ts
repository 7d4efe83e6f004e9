import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOKEN_PROTOCOL_PREFIX } from '../worker/modules/realtime/realtime.schemas.ts'
import { openBrowser } from './browser.ts'
import { type Product, startProduct } from './harness.ts'

// The dashboard is served by the Worker, or by Pages with the Worker behind a service binding. Whoever opens it must not
// be able to tell which: one origin, the same answers, the same headers.

const navigate = { headers: { 'sec-fetch-mode': 'navigate', accept: 'text/html' } }
const indexHtml = readFileSync('web/dist/index.html', 'utf8')

describe.each(['worker', 'pages'] as const)('web/dist served by the %s', (front) => {
  let product: Product
  beforeAll(async () => {
    product = await startProduct({ front })
  })
  afterAll(() => product.close())

  it('answers every address of the dashboard with the dashboard', async () => {
    for (const path of ['/', '/sign-in', '/conversations/con_01/deep?tab=notes']) {
      const response = await fetch(product.url + path, navigate)
      expect([path, response.status, await response.text()]).toEqual([path, 200, indexHtml])
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('lets files with a hash in their name be kept for ever', async () => {
    const script = indexHtml.match(/\/assets\/[\w.-]+\.js/)?.[0]
    expect(script).toBeDefined()
    const response = await fetch(product.url + script)
    expect(response.headers.get('cache-control')).toContain('immutable')
    expect(response.headers.get('content-type')).toContain('javascript')
  })

  it('answers 404, and nothing to keep, for a file that another version had', async () => {
    const response = await fetch(`${product.url}/assets/gone-01234567.js`, { headers: { 'sec-fetch-dest': 'script' } })
    expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store'])
  })

  it('hands everything under /api to the Worker', async () => {
    const health = await fetch(`${product.url}/api/health`)
    expect(health.status).toBe(200)
    expect(health.headers.get('content-type')).toContain('application/json')
    expect((await fetch(`${product.url}/api`, navigate)).headers.get('content-type')).toContain('application/json')
    // Not the dashboard: an unknown address of the API has the API's error envelope.
    const unknown = await fetch(`${product.url}/api/auth/no-such-thing`, navigate)
    expect(unknown.status).toBeGreaterThanOrEqual(400)
    expect(await unknown.json()).toMatchObject({ error: { code: expect.any(String), requestId: expect.any(String) } })
  })

  it('sets a cookie of its own origin', async () => {
    const response = await fetch(`${product.url}/api/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: product.url },
      body: JSON.stringify({
        organizationName: 'One Origin',
        name: 'Ada Obi',
        email: `ada@${front}.example`,
        password: 'a sentence long enough',
        acceptTerms: true,
      }),
    })
    expect(response.status).toBe(201)
    const cookie = response.headers.getSetCookie().join()
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).not.toMatch(/Domain=/i)
  })

  it('carries a WebSocket through to its Durable Object', async () => {
    const email = `socket@${front}.example`
    const { accessToken } = (await (
      await fetch(`${product.url}/api/auth/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          organizationName: 'Sockets',
          name: 'Ada',
          email,
          password: 'a sentence long enough',
          acceptTerms: true,
        }),
      })
    ).json()) as { accessToken: string }
    // As a browser does it: Node's own WebSocket sends no Origin.
    const browser = await openBrowser()
    try {
      const { page } = await browser.visit(`${product.url}/sign-in`)
      const opened = await page.evaluate(
        ([protocol = '']) =>
          new Promise<string>((resolve) => {
            const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/inbox/socket`, [
              'wharf',
              protocol,
            ])
            socket.onopen = () => {
              resolve('open')
              socket.close()
            }
            socket.onerror = () => resolve('refused')
          }),
        [TOKEN_PROTOCOL_PREFIX + accessToken],
      )
      expect(opened).toBe('open')
    } finally {
      await browser.close()
    }
  })
})

it('Pages asks its functions for /api and hashed files alone', () => {
  expect(JSON.parse(readFileSync('dist/pages/_routes.json', 'utf8'))).toMatchObject({
    include: ['/assets/*', '/api/*'],
    exclude: [],
  })
})
