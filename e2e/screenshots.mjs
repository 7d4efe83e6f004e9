// node e2e/screenshots.mjs: takes the pictures of the README anew, from `npm start` on a folder and ports of its own, with
// the demo organization and customers who write from the local WhatsApp.
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endChildren, startChild } from '../scripts/shared/children.mjs'
import { atRoot, short } from '../scripts/shared/paths.mjs'
import { openBrowser } from './browser.ts'
import { freePort } from './harness.ts'

const folder = atRoot('docs/images')
mkdirSync(folder, { recursive: true })
const dataDir = mkdtempSync(join(tmpdir(), 'wharf-pictures-'))
const [port, simulatorPort] = [await freePort(), await freePort()]
const product = await startProduct()
const { url, simulatorUrl, demo } = product

/** @param {string} address @param {{ json?: unknown, token?: string, method?: string }} [options] @returns {Promise<any>} */
async function call(address, { json, token, method = json === undefined ? 'GET' : 'POST' } = {}) {
  const answer = await fetch(address, {
    method,
    headers: {
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${text}`)
  return text === '' ? null : JSON.parse(text)
}
const simulator = (/** @type {string} */ path, /** @type {unknown} */ json = undefined) =>
  call(`${simulatorUrl}/_simulator${path}`, { json })
const { accessToken: token } = await call(`${url}/api/auth/login`, {
  json: { email: demo.email, password: demo.password },
})
const api = (/** @type {string} */ path, /** @type {unknown} */ json = undefined) =>
  call(`${url}/api${path}`, { json, token })

/** @type {[name: string, lines: string[]][]} newest last */
const others = [
  ['Fatoumata Koné', ['Does the lamp come with an EU plug?']],
  ['Liam O’Sullivan', ['Thanks, I’ll wait for Monday then.']],
  ['Zeynep Kaya', ['Merhaba! Siparişim bugün gelir mi?']],
  ['Sofía Castellanos', ['¿Tienen la alfombra Adara en 2 × 3 m?']],
  ['Kenji Watanabe', ['PO-20931 is on its way to you.', 'Could you confirm the quantities?']],
  ['Mateus Oliveira', ['Perfeito, obrigado! Chegou tudo certo 🙌']],
  ['Priya Raghunathan', ['Is the Saro set back in stock?', 'And in the ochre glaze?']],
  ['Yousef Al Mansouri', ['هل يمكنني تغيير عنوان التوصيل؟']],
]
for (const [name, lines] of others) {
  const customer = await newCustomer(name)
  for (const body of lines) await act(customer, { type: 'text', text: body })
}
const amara = await newCustomer('Amara Diallo')
await act(amara, { type: 'text', text: 'Hello! My order #4471 came today.' })
await act(amara, { type: 'image', caption: 'It arrived like this 😔 rim is chipped' })
await act(amara, { type: 'voice' })
await simulator('/quiet', {})
const { id } = (await api('/conversations?search=Amara')).items[0]
// With an id of the sender's making, as the dashboard sends it.
const say = (/** @type {object} */ content) =>
  api(`/conversations/${id}/messages`, { content, clientId: crypto.randomUUID() })
await say({
  type: 'text',
  body: 'I’m so sorry, Amara. A new one leaves today at no cost, and you can keep the first. It will be there before Saturday.',
})
await say({
  type: 'buttons',
  body: 'When should the courier come?',
  buttons: [
    { id: 'fri', title: 'Courier, Fri 14–18' },
    { id: 'sat', title: 'Courier, Sat 9–12' },
  ],
})
await simulator('/quiet', {})
const sent = (await simulator(`/received?customerId=${amara}`)).messages.at(-1)
await act(amara, { type: 'open' })
await act(amara, { type: 'tap', messageId: sent.id ?? sent.messageId, button: 1 })
await simulator('/quiet', {})
const thread = await api(`/conversations/${id}/messages?limit=50`)
if (thread.items.length < 6) throw new Error(`the thread has ${thread.items.length} messages only`)

const browser = await openBrowser()
for (const [name, path, options] of /** @type {const} */ ([
  ['sign-in', '/login', {}],
  ['inbox-light', `/inbox/${id}`, {}],
  ['inbox-dark', `/inbox/${id}`, { colorScheme: 'dark' }],
  ['inbox-phone', `/inbox/${id}`, { viewport: { width: 390, height: 844 } }],
  ['overview', '/overview', {}],
])) {
  const { page, close } = await browser.visit('about:blank', {
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    // Without motion nothing is half way when the picture is taken.
    reducedMotion: 'reduce',
    ...options,
  })
  await page.goto('/login')
  await page.getByLabel('Email').fill(demo.email)
  await page.getByLabel('Password', { exact: true }).fill(demo.password)
  if (name !== 'sign-in') {
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' })
    await page.goto(path)
    await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' })
    await page.waitForLoadState('networkidle')
    if (path.startsWith('/inbox')) await page.getByText('When should the courier come?').last().waitFor()
  }
  await page.evaluate(() => document.fonts.ready)
  const file = `${folder}/${name}.png`
  await page.screenshot({ path: file, caret: 'hide' })
  process.stdout.write(`${short(file)}  ${(statSync(file).size / 1000).toFixed(0)} KB\n`)
  await close()
}
await browser.close()
await endChildren()
rmSync(dataDir, { recursive: true, force: true })
process.exit()

/** @returns {Promise<{ url: string, simulatorUrl: string, demo: { email: string, password: string } }>} */
function startProduct() {
  const child = startChild(process.execPath, [atRoot('scripts/start.mjs'), '--json'], {
    env: { ...process.env, PORT: String(port), SIMULATOR_PORT: String(simulatorPort), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    let out = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      out += text
      if (out.includes('}\n')) resolve(JSON.parse(out))
    })
    child.on('close', (code) => reject(new Error(`npm start ended with ${code}`)))
  })
}

async function newCustomer(/** @type {string} */ name) {
  const made = await simulator('/customers', { name })
  return String(made.id ?? made.customer?.id ?? made.customers?.[0]?.id)
}

/** One after the other: each is a moment of its own. */
async function act(/** @type {string} */ customer, /** @type {object} */ action) {
  await simulator(`/customers/${customer}/actions`, action)
  await delay(1100)
}
