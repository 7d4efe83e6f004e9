import { gzipSync } from 'node:zlib'
import { openBrowser } from '../e2e/browser.ts'
import { startProduct } from '../e2e/harness.ts'
import { Stop } from '../scripts/shared/run.mjs'
import { OWNER, startFilledInbox } from './inbox/filled.mjs'
import { kilobytes } from './numbers.mjs'

/** @typedef {{ kind: string, name: string, bytes: number }} File */

/** @returns {Promise<import('./run.mjs').Row[]>} */
export async function measureBytes() {
  return [...(await measureShell()), ...(await measureInbox())]
}

/** @param {string} name */
const heading = (name) => (/** @type {import('playwright-core').Page} */ page) =>
  page.getByRole('heading', { name, exact: true }).first().waitFor()

/** What is around every page, and the inbox before anybody has written. */
async function measureShell() {
  const product = await startProduct()
  const browser = await openBrowser()
  try {
    const signIn = await load({ browser, url: product.url, path: '/login', isThere: heading('Welcome back') })
    const token = await register(product.url)
    const shell = { browser, url: product.url, path: '/settings/profile', isThere: heading('Profile'), cookie: token }
    const needed = await load({ ...shell, withIdle: false })
    const whole = await load(shell)
    return [
      {
        what: 'JavaScript of the sign-in page, until the network is idle',
        target: '< 40 KB',
        measured: of(signIn, 'js'),
      },
      {
        what: 'JavaScript of the signed-in shell, until it is there and answers',
        target: '< 80 KB',
        measured: of(needed, 'js'),
      },
      { what: 'the same with what it fetches ahead in idle time', measured: of(whole, 'js') },
      { what: 'style sheet', measured: of(whole, 'css') },
      { what: 'fonts of the shell (woff2, as they are)', measured: of(whole, 'woff2') },
      { what: 'everything else of the shell: page, API answers, icon', measured: of(whole, 'other') },
    ]
  } finally {
    await browser.close()
    await product.close()
  }
}

/**
 * An inbox with an open conversation. What comes until it can be used is loaded in any case; the details beside it are a second
 * part, and what waits for a quiet moment a third.
 */
async function measureInbox() {
  const inbox = await startFilledInbox()
  const browser = await openBrowser()
  try {
    const path = `/inbox/${inbox.conversationId}`
    const open = async (/** @type {{ width: number, withIdle: boolean }} */ { width, withIdle }) => {
      const cookie = cookieOf(await askFor(`${inbox.url}/api/auth/login`, OWNER))
      return load({ browser, url: inbox.url, path, cookie, isThere: seeConversation, width, withIdle })
    }
    const phone = await open({ width: 390, withIdle: false })
    const desktop = await open({ width: 1440, withIdle: false })
    const whole = await open({ width: 1440, withIdle: true })
    return [
      {
        what: 'JavaScript of a filled inbox with a conversation, until it is there and can be answered',
        target: '< 120 KB',
        measured: of(phone, 'js'),
      },
      { what: 'the same with the customer’s details beside it, on a wide screen', measured: of(desktop, 'js') },
      { what: 'the same with what it fetches ahead in idle time', measured: of(whole, 'js') },
      { what: 'style sheet', measured: of(whole, 'css') },
      { what: 'everything else: page, API answers, icon, pictures', measured: of(whole, 'other') },
    ]
  } finally {
    await browser.close()
    await inbox.close()
  }
}

/** The picture, the voice note, the template, the note; and a reply can be written. @param {import('playwright-core').Page} page */
async function seeConversation(page) {
  const log = page.getByRole('log')
  for (const text of ['The rim is chipped', 'The second chipped vase', 'order_shipped', 'Could you send another one?'])
    await log.getByText(text).first().waitFor()
  await log
    .getByRole('slider')
    .or(log.getByRole('button', { name: /play/i }))
    .first()
    .waitFor()
  await page.getByRole('textbox', { name: 'Write a reply' }).fill('Of course')
  await page.getByRole('textbox', { name: 'Write a reply' }).fill('')
}

/** @param {string} url @returns {Promise<string>} the refresh cookie's value */
async function register(url) {
  const owner = { name: 'Ada', organizationName: 'Bench', acceptTerms: true, ...OWNER }
  return cookieOf(await askFor(`${url}/api/auth/register`, owner))
}

/** @param {string} url @param {object} body */
const askFor = (url, body) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** @param {Response} answer */
function cookieOf(answer) {
  const cookie = /wharf_refresh=([^;]+)/.exec(answer.headers.getSetCookie().join())?.[1]
  if (!cookie) throw new Stop(`Signing in answered ${answer.status}.`)
  return cookie
}

/**
 * Everything that an empty cache asks for until the network is quiet.
 * @param {{
 *   browser: Awaited<ReturnType<typeof openBrowser>>, url: string, path: string, cookie?: string, width?: number,
 *   isThere: (page: import('playwright-core').Page) => Promise<void>, withIdle?: boolean
 * }} options withIdle: false leaves out what waits for requestIdleCallback
 */
async function load({ browser, url, path, cookie, isThere, width = 1440, withIdle = true }) {
  const { page, close } = await browser.visit('about:blank', { baseURL: url, viewport: { width, height: 900 } })
  if (cookie) {
    await page.context().addCookies([{ name: 'wharf_refresh', value: cookie, url: `${url}/api/auth` }])
    // Another page of the same origin, where the dashboard's mark can be set.
    await page.goto('/robots.txt')
    await page.evaluate(() => localStorage.setItem('wharf.session', '1'))
  }
  if (!withIdle) {
    await page.addInitScript(() => {
      globalThis.requestIdleCallback = () => 0
    })
  }
  /** @type {Promise<File>[]} */
  const files = []
  let isCounted = false
  page.on('response', (response) => {
    // It is there and was used: what comes now was asked for by that.
    if (isCounted) return
    const { pathname } = new URL(response.url())
    const kind = /\.(js|css|woff2)$/.exec(pathname)?.[1] ?? 'other'
    const weigh = async () => {
      const body = await response.body()
      return { kind, name: pathname, bytes: kind === 'woff2' ? body.length : gzipSync(body).length }
    }
    // A picture that another one took the place of has no body any more.
    files.push(kind === 'other' ? weigh().catch(() => ({ kind, name: pathname, bytes: 0 })) : weigh())
  })
  await page.goto(path)
  await isThere(page)
  await page.waitForLoadState('networkidle')
  isCounted = true
  const loaded = await Promise.all(files)
  if (process.env.BENCH_FILES)
    process.stderr.write(`${path}\n${loaded.map(({ name, bytes }) => `${bytes} ${name}`).join('\n')}\n`)
  await close()
  return loaded
}

/** @param {File[]} files @param {string} kind */
function of(files, kind) {
  const wanted = files.filter((file) => file.kind === kind)
  const sum = wanted.reduce((total, { bytes }) => total + bytes, 0)
  return `${kilobytes(sum)} in ${wanted.length} ${wanted.length === 1 ? 'file' : 'files'}`
}
