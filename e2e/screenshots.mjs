// node e2e/screenshots.mjs: takes the pictures of the README anew, from `npm start` on a folder and ports of its own, with
// the demo organization and customers who write from the local WhatsApp.
import { globSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
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

/** @typedef {{ name: string, minutesAgo: number, lines: string[], tag?: string, isMine?: boolean, reply?: string }} Other */
/** @type {Other[]} newest last */
const others = [
  { name: 'Fatoumata Koné', minutesAgo: 190, lines: ['Does the lamp come with an EU plug?'] },
  {
    name: 'Liam O’Sullivan',
    minutesAgo: 130,
    lines: ['Thanks, I’ll wait for Monday then.'],
    tag: 'Returns',
    isMine: true,
  },
  { name: 'Zeynep Kaya', minutesAgo: 95, lines: ['Merhaba! Siparişim bugün gelir mi?'], tag: 'Delivery' },
  { name: 'Sofía Castellanos', minutesAgo: 66, lines: ['¿Tienen la alfombra Adara en 2 × 3 m?'] },
  {
    ...{ name: 'Kenji Watanabe', minutesAgo: 52, tag: 'Wholesale', isMine: true },
    lines: ['PO-20931 is on its way to you.', 'Could you confirm the quantities?'],
  },
  {
    ...{ name: 'Mateus Oliveira', minutesAgo: 38, lines: ['Perfeito, obrigado! Chegou tudo certo 🙌'], isMine: true },
    reply: 'Que bom! Até a próxima.',
  },
  {
    ...{ name: 'Priya Raghunathan', minutesAgo: 14, tag: 'VIP', isMine: true },
    lines: ['Is the Saro set back in stock?', 'And in the ochre glaze?'],
  },
  { name: 'Yousef Al Mansouri', minutesAgo: 5, lines: ['هل يمكنني تغيير عنوان التوصيل؟'], tag: 'Delivery' },
]
const me = (await api('/auth/me')).user.id
/** @type {Map<string, string>} */
const tagIds = new Map()
/** @type {Map<string, number>} minutes by conversation */
const ages = new Map()
for (const { name, minutesAgo, lines, tag, isMine, reply } of others) {
  const customer = await newCustomer(name)
  for (const body of lines) await act(customer, { type: 'text', text: body })
  await simulator('/quiet', {})
  const { id } = (await api(`/conversations?search=${encodeURIComponent(name)}`)).items[0]
  ages.set(id, minutesAgo)
  const all = (/** @type {object} */ action) => api('/conversations/bulk', { ids: [id], action })
  if (tag) {
    if (!tagIds.has(tag)) tagIds.set(tag, (await api('/contacts/tags', { name: tag })).id)
    await all({ type: 'tag', add: [tagIds.get(tag)] })
  }
  if (isMine) await all({ type: 'assign', assigneeId: me })
  if (reply)
    await api(`/conversations/${id}/messages`, {
      content: { type: 'text', body: reply },
      clientId: crypto.randomUUID(),
    })
}
await simulator('/quiet', {})
ageConversations()
const amara = await newCustomer('Amara Diallo')
await act(amara, { type: 'text', text: 'Hello! My order #4471 came today.' })
await act(amara, { type: 'image', caption: 'It arrived like this 😔 rim is chipped' })
await act(amara, { type: 'voice' })
await simulator('/quiet', {})
const { id } = (await api('/conversations?search=Amara')).items[0]
// With an id of the sender's making, as the dashboard sends it.
const say = (/** @type {object} */ content, options = {}) =>
  api(`/conversations/${id}/messages`, { content, clientId: crypto.randomUUID(), ...options })
const picture = (await api(`/conversations/${id}/messages`)).items.find(
  (/** @type {{ type: string }} */ { type }) => type === 'image',
)
const damaged = await api('/contacts/tags', { name: 'Damaged' })
const mine = (/** @type {object} */ action) => api('/conversations/bulk', { ids: [id], action })
await mine({ type: 'tag', add: [tagIds.get('VIP'), damaged.id] })
await mine({ type: 'assign', assigneeId: me })
await say({ type: 'note', body: 'The second chipped Saro vase this week. Replace it, no return needed.', mentions: [] })
await say(
  {
    type: 'text',
    body: 'I’m so sorry, Amara. A new one leaves today at no cost, and you can keep the first. It will be there before Saturday.',
  },
  { replyToMessageId: picture.id },
)
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

const colleague = await joinDemo('Tomás Ferreira')
// A business of its own, whose number nobody has connected yet.
const business = await simulator('/businesses', {
  name: 'Kiln & Loom Paris',
  subscribe: false,
  numbers: [{ displayPhoneNumber: '+33 1 23 45 67 89', verifiedName: 'Kiln & Loom' }],
})

/** @typedef {import('playwright-core').Page} Page */
const browser = await openBrowser()
const replyBox = (/** @type {Page} */ page) => page.getByRole('textbox', { name: 'Write a reply' })

await shoot('inbox-light', { path: `/inbox/${id}` })
await shoot('inbox-dark', { path: `/inbox/${id}`, colorScheme: 'dark' })
await shoot('inbox-phone', { path: `/inbox/${id}`, viewport: { width: 390, height: 844 } })
await shoot('overview', { path: '/overview' })
await shoot('connect', {
  path: '/settings/numbers/connect',
  show: async (page) => {
    await page.getByRole('radio', { name: /Your own Meta app/ }).check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('textbox', { name: 'App ID', exact: true }).fill(business.appId)
    await page.getByLabel('App secret', { exact: true }).fill(business.appSecret)
    await page.getByLabel('Access token', { exact: true }).fill(business.accessToken)
    await page.getByRole('textbox', { name: 'WhatsApp Business account ID', exact: true }).fill(business.accountId)
    await page.getByRole('textbox', { name: 'Phone number ID', exact: true }).fill(business.phoneNumberId)
    await page.getByText(/^Number found/).waitFor()
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  },
})
await shoot('template', {
  path: `/inbox/${id}`,
  show: async (page) => {
    await replyBox(page).fill('//')
    const picker = page.getByRole('dialog', { name: 'Send a template' })
    await picker.getByRole('option', { name: /order_shipped/ }).click()
    await picker.getByLabel('Header').fill('4471')
    await picker.getByLabel('Value 1').fill('Amara')
    await picker.getByLabel('Value 2').fill('Saturday')
    await picker.getByLabel(/^Link of/).fill('4471')
    await picker.getByText('Hi Amara, your parcel left our studio today and arrives on Saturday.').waitFor()
  },
})
const second = await enter({ person: colleague, path: `/inbox/${id}` })
await shoot('two-people', {
  path: `/inbox/${id}`,
  show: async (page) => {
    await replyBox(second.page).pressSequentially('Of course, the courier')
    await replyBox(page).pressSequentially('Saturday between 9 and 12 it is')
    await page.getByRole('button', { name: 'Send anyway' }).waitFor()
  },
})
await second.close()
await shoot('offline', {
  path: `/inbox/${id}`,
  show: async (page) => {
    await page.context().setOffline(true)
    for (const text of [
      'The courier rings at your door.',
      'Leave the chipped one in its box.',
      'Have a good weekend!',
    ]) {
      await replyBox(page).fill(text)
      await page.getByRole('button', { name: /^Queue/ }).click()
      await page.getByRole('log').getByText(text).waitFor()
    }
    await page.getByText('3 messages waiting').waitFor()
  },
})
await browser.close()
await endChildren()
rmSync(dataDir, { recursive: true, force: true })
process.exit()

/**
 * @typedef {{ email: string, password: string }} Person
 * @typedef {{ person?: Person, path?: string } & import('playwright-core').BrowserContextOptions} Entrance
 */
/** Somebody signed in, and on a page. @param {Entrance} entrance */
async function enter({ person = demo, path = '/inbox', ...options }) {
  const visitor = await browser.visit('about:blank', {
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    // Without motion nothing is half way when the picture is taken.
    reducedMotion: 'reduce',
    ...options,
  })
  const { page } = visitor
  await page.goto('/login')
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' })
  await page.goto(path)
  await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  if (path.startsWith('/inbox')) await page.getByText('When should the courier come?').last().waitFor()
  return visitor
}

/** @param {string} name @param {Entrance & { show?: (page: Page) => Promise<unknown> }} how */
async function shoot(name, { show, ...entrance }) {
  const { page, close } = await enter(entrance)
  await show?.(page)
  await page.evaluate(() => document.fonts.ready)
  const file = `${folder}/${name}.png`
  await page.screenshot({ path: file, caret: 'hide' })
  process.stdout.write(`${short(file)}  ${(statSync(file).size / 1000).toFixed(0)} KB\n`)
  await close()
}

/** Nobody writes all at once: the product has no way to say that a message is older, so its rows are told. */
function ageConversations() {
  for (const file of globSync(`${dataDir}/**/d1/**/*.sqlite`)) {
    const database = new DatabaseSync(file)
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'conversations'").get())
      for (const [conversationId, minutes] of ages) {
        const ms = minutes * 60_000
        database
          .prepare('UPDATE messages SET occurred_at = occurred_at - ? WHERE conversation_id = ?')
          .run(ms, conversationId)
        database
          .prepare(
            'UPDATE conversations SET last_message_at = last_message_at - ?1, last_inbound_at = last_inbound_at - ?1 WHERE id = ?2',
          )
          .run(ms, conversationId)
      }
    database.close()
  }
}

/** A colleague in the demo organization. There are no invitations yet: this is the row one would leave. */
async function joinDemo(/** @type {string} */ name) {
  const person = { email: 'tomas@kilnandloom.example', password: demo.password }
  await call(`${url}/api/auth/register`, {
    json: { ...person, name, organizationName: `${name}’s own`, plan: 'team', acceptTerms: true },
  })
  const { organization } = await api('/auth/me')
  for (const file of globSync(`${dataDir}/**/d1/**/*.sqlite`)) {
    const database = new DatabaseSync(file)
    const isDirectory = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'memberships'").get()
    if (isDirectory) {
      const mine = '(SELECT id FROM users WHERE email = ?)'
      database
        .prepare(
          `INSERT INTO memberships (organization_id, user_id, role, is_active, created_at) VALUES (?, ${mine}, 'agent', 1, ?)`,
        )
        .run(organization.id, person.email, Date.now())
      // Here alone: this is where they work.
      database
        .prepare(`DELETE FROM memberships WHERE organization_id <> ? AND user_id = ${mine}`)
        .run(organization.id, person.email)
    }
    database.close()
  }
  return person
}

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
