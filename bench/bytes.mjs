import { gzipSync } from 'node:zlib'
import { openBrowser } from '../e2e/browser.ts'
import { startProduct } from '../e2e/harness.ts'
import { Stop } from '../scripts/shared/run.mjs'
import { kilobytes } from './numbers.mjs'

/** @typedef {{ kind: string, bytes: number }} File */

/** @returns {Promise<import('./run.mjs').Row[]>} */
export async function measureBytes() {
  const product = await startProduct()
  const browser = await openBrowser()
  try {
    const signIn = await load({ browser, url: product.url, path: '/login', seen: 'Welcome back' })
    const token = await register(product.url)
    const shell = { browser, url: product.url, path: '/inbox', seen: 'Inbox', cookie: token }
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

/** @param {string} url @returns {Promise<string>} the refresh cookie's value */
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
  const cookie = /wharf_refresh=([^;]+)/.exec(answer.headers.getSetCookie().join())?.[1]
  if (!cookie) throw new Stop(`Registering answered ${answer.status}: ${await answer.text()}`)
  return cookie
}

/**
 * Everything that an empty cache asks for until the network is quiet.
 * @param {{
 *   browser: Awaited<ReturnType<typeof openBrowser>>, url: string, path: string, seen: string, cookie?: string,
 *   withIdle?: boolean
 * }} options withIdle: false leaves out what waits for requestIdleCallback
 */
async function load({ browser, url, path, seen, cookie, withIdle = true }) {
  const { page, close } = await browser.visit('about:blank', { baseURL: url })
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
  page.on('response', (response) => {
    files.push(
      response.body().then((body) => {
        const { pathname } = new URL(response.url())
        const kind = /\.(js|css|woff2)$/.exec(pathname)?.[1] ?? 'other'
        return { kind, bytes: kind === 'woff2' ? body.length : gzipSync(body).length }
      }),
    )
  })
  await page.goto(path)
  await page.getByRole('heading', { name: seen }).waitFor()
  await page.waitForLoadState('networkidle')
  const loaded = await Promise.all(files)
  await close()
  return loaded
}

/** @param {File[]} files @param {string} kind */
function of(files, kind) {
  const wanted = files.filter((file) => file.kind === kind)
  const sum = wanted.reduce((total, { bytes }) => total + bytes, 0)
  return `${kilobytes(sum)} in ${wanted.length} ${wanted.length === 1 ? 'file' : 'files'}`
}
