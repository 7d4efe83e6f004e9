import type { Context } from 'hono'
import { html } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'
import { toIso } from '../../shared/clock'
import type { AppEnv } from '../../shared/http/env'
import { routeNotFound } from '../../shared/http/errors'
import { createRouter } from '../../shared/http/openapi'
import { listLocalMails, readLocalMail, type StoredMail } from '../../shared/mail/local-sender'

const PAGE_SIZE = 50

/**
 * The mail that a local run did not send (MAIL_SENDER=local), for people and for scripts. Mail holds links that sign people
 * in, so outside development and tests there is nothing at this address.
 * Mount it before the API's own security headers: a page needs others than JSON.
 */
export const devMailboxRoutes = createRouter<AppEnv>()

devMailboxRoutes.use(secureHeaders(), async (c, next) => {
  if (c.var.system.config.environment === 'production') throw routeNotFound()
  await next()
  c.header('cache-control', 'no-store')
})

devMailboxRoutes.get('/', async (c) => {
  const mails = await listLocalMails(c.env.BUCKET, PAGE_SIZE)
  if (!c.req.header('accept')?.includes('text/html')) return c.json({ items: mails.map(toItem) })
  const shown = mails.find(({ id }) => id === c.req.query('mail')) ?? mails[0]
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  protect(c, `style-src 'nonce-${nonce}'; frame-src 'self'; frame-ancestors 'none'`)
  return c.html(page(mails, shown, nonce))
})

// Shown in a sandboxed frame. Its own policy holds as well when it is opened by itself.
devMailboxRoutes.get('/:id/html', async (c) => {
  const mail = await readLocalMail(c.env.BUCKET, c.req.param('id'))
  if (!mail) throw routeNotFound()
  protect(c, "style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'")
  return c.body(mail.html.replace('<head>', '<head><base target="_blank">'), 200, {
    'content-type': 'text/html; charset=utf-8',
  })
})

const protect = (c: Context<AppEnv>, policy: string) =>
  c.header('content-security-policy', `default-src 'none'; base-uri 'none'; form-action 'none'; ${policy}`)

const toItem = ({ id, to, subject, text, html, date }: StoredMail) => ({ id, to, subject, text, html, at: toIso(date) })

const styles = `
:root { color-scheme: light dark; --canvas: #F3F1EC; --surface: #FFF; --line: #E5E2DB; --ink: #1B1A20; --ink-3: #6B6871; --soft: #EEF0FF; --brand: #3844D4; }
@media (prefers-color-scheme: dark) { :root { --canvas: #0E0E12; --surface: #17171C; --line: #2A2A32; --ink: #EEEDF1; --ink-3: #95939F; --soft: #22254A; --brand: #A9B2FF; } }
* { box-sizing: border-box; }
body { margin: 0; height: 100vh; display: flex; flex-direction: column; background: var(--canvas); color: var(--ink); font: 14px/20px system-ui, sans-serif; }
header { padding: 12px 16px; } h1 { font-size: 16px; line-height: 24px; margin: 0; } header p { margin: 0; color: var(--ink-3); }
.mailbox { flex: 1; min-height: 0; display: flex; gap: 12px; padding: 0 16px 16px; }
nav, main { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; overflow: auto; }
nav { width: 320px; flex: none; } main { flex: 1; display: flex; flex-direction: column; }
nav a { display: block; padding: 12px 16px; border-bottom: 1px solid var(--line); color: inherit; text-decoration: none; overflow-wrap: anywhere; }
nav a[aria-current] { background: var(--soft); } a:focus-visible { outline: 2px solid var(--brand); outline-offset: -2px; }
nav strong { display: block; } small, dt { color: var(--ink-3); }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 12px; margin: 0; padding: 16px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } dd { margin: 0; }
iframe { flex: 1; min-height: 320px; border: 0; } details { border-top: 1px solid var(--line); padding: 12px 16px; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.empty { padding: 32px; color: var(--ink-3); }
@media (max-width: 720px) { body { height: auto; } .mailbox { flex-direction: column; } nav { width: auto; max-height: 240px; } iframe { min-height: 640px; } }
`

const page = (mails: StoredMail[], shown: StoredMail | undefined, nonce: string) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local mailbox</title>
<style nonce="${nonce}">${styles}</style>
</head>
<body>
<header><h1>Local mailbox</h1><p>Mail that this local run kept instead of sending it. Reload to look for more.</p></header>
<div class="mailbox">
${shown ? mailbox(mails, shown) : html`<main><p class="empty">No mail yet. Sign up or ask for a new password, and it turns up here.</p></main>`}
</div>
</body>
</html>`

const mailbox = (mails: StoredMail[], shown: StoredMail) => html`<nav aria-label="Mails">
${mails.map(
  (
    mail,
  ) => html`<a href="?mail=${mail.id}"${mail.id === shown.id ? html` aria-current="true"` : ''}><strong dir="auto">${mail.subject}</strong><span dir="auto">${mail.to.email}</span><br><small>${toIso(mail.date)}</small></a>
`,
)}</nav>
<main>
<dl><dt>To</dt><dd dir="auto">${nameAndAddress(shown.to)}</dd><dt>From</dt><dd dir="auto">${nameAndAddress(shown.from)}</dd><dt>Subject</dt><dd dir="auto">${shown.subject}</dd><dt>Written</dt><dd>${toIso(shown.date)}</dd></dl>
<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/api/dev/mail/${shown.id}/html"></iframe>
<details><summary>The mail as text</summary><pre>${shown.text}</pre></details>
</main>`

const nameAndAddress = ({ name, email }: StoredMail['to']) => (name === '' ? email : `${name} <${email}>`)
