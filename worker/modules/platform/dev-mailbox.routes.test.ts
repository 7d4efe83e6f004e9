import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Config, loadConfig } from '../../shared/config'
import { createSystemContext } from '../../shared/context'
import type { AppEnv } from '../../shared/http/env'
import { handleError } from '../../shared/http/errors'
import { createRouter } from '../../shared/http/openapi'
import { createLogger } from '../../shared/logger'
import { createLocalSender } from '../../shared/mail/local-sender'
import { devMailboxRoutes } from './dev-mailbox.routes'

const log = createLogger({}, () => {})
function ask(path: string, accept: string, environment: Config['environment'] = 'development') {
  const app = createRouter<AppEnv>()
  app.use(async (c, next) => {
    c.set('log', log)
    c.set('requestId', 'req_test')
    const config = { ...loadConfig(env), environment }
    const dependencies = { clock: { now: () => 0 }, log, fetch }
    c.set('system', createSystemContext(env, config, dependencies, { requestId: 'req_test', waitUntil: () => {} }))
    await next()
  })
  app.route('/api/dev/mail', devMailboxRoutes)
  app.onError(handleError)
  return app.request(`/api/dev/mail${path}`, { headers: { accept } }, env)
}
type Listed = {
  items: { id: string; to: { name: string; email: string }; subject: string; text: string; html: string; at: string }[]
}

beforeAll(async () => {
  const sender = createLocalSender(env.BUCKET)
  for (const [at, subject] of ['Older', '<script>alert(1)</script>'].entries())
    await sender.send({
      from: { name: 'Wharf', email: 'noreply@wharf.test' },
      to: { name: 'Ada', email: 'ada@example.com' },
      subject,
      text: `text of ${subject}`,
      html: `<html><head></head><body><p>${at}</p></body></html>`,
      messageId: `<mail_${at}@wharf.test>`,
      date: Date.UTC(2026, 0, 1) + at,
    })
})

describe('the local mailbox', () => {
  it('lists mail for scripts, the newest first', async () => {
    const answer = await ask('', 'application/json')
    const { items } = (await answer.json()) as Listed
    expect(items.map(({ subject }) => subject)).toEqual(['<script>alert(1)</script>', 'Older'])
    expect(items[1]).toEqual({
      id: expect.stringContaining('mail_0'),
      to: { name: 'Ada', email: 'ada@example.com' },
      subject: 'Older',
      text: 'text of Older',
      html: '<html><head></head><body><p>0</p></body></html>',
      at: '2026-01-01T00:00:00.000Z',
    })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('shows mail to people, in a frame that runs nothing', async () => {
    const answer = await ask('', 'text/html,*/*')
    const html = await answer.text()
    const policy = answer.headers.get('content-security-policy') ?? ''
    const nonce = /style-src 'nonce-([^']+)'/.exec(policy)?.[1]
    expect(policy).toContain("default-src 'none'")
    expect(html).toContain(`<style nonce="${nonce}">`)
    expect(html).not.toContain('<script')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')

    const frame = /<iframe[^>]* sandbox="([^"]*)" src="([^"]*)"/.exec(html)
    expect(frame?.[1]).not.toMatch(/allow-(scripts|same-origin|forms)/)
    const framed = await ask((frame?.[2] ?? '').replace('/api/dev/mail', ''), 'text/html')
    expect(await framed.text()).toBe('<html><head><base target="_blank"></head><body><p>1</p></body></html>')
    expect(framed.headers.get('x-frame-options')).toBe('SAMEORIGIN')
    expect(framed.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox allow-popups/)
  })

  it('shows the mail that is asked for', async () => {
    const { items } = (await (await ask('', '*/*')).json()) as Listed
    const html = await (await ask(`?mail=${items[1]?.id}`, 'text/html')).text()
    expect(html).toContain(`/api/dev/mail/${items[1]?.id}/html`)
    expect(html).toContain('<pre>text of Older</pre>')
  })

  it('has nothing at addresses that name no mail', async () => {
    expect((await ask('/none/html', 'text/html')).status).toBe(404)
    expect((await ask('/..%2F..%2Forganizations%2Fx/html', 'text/html')).status).toBe(404)
  })

  it.each(['', '/some/html'])('is not there in production: %s', async (path) => {
    const answer = await ask(path, 'application/json', 'production')
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ error: { code: 'request.not_found' } })
  })
})
