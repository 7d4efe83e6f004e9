import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Stop } from '../../scripts/shared/run.mjs'
import { buildSimulator } from '../../scripts/shared/simulator.mjs'
import { startSimulator } from '../simulator.mjs'
import { APP_SECRET, post, startSystem } from './system.mjs'

const PEOPLE = 50
const PATIENCE_MS = 30_000

/** Ada's, who owns the workspace of every system. */
export const OWNER = { email: 'ada@bench.example', password: 'a sentence long enough' }

/** @typedef {Awaited<ReturnType<typeof startFilledInbox>>} FilledInbox */

/**
 * The product, the simulator beside it, and an inbox as people have it: fifty conversations, and in the newest of them text,
 * a picture, a voice note, a template and a note.
 */
export async function startFilledInbox() {
  await buildSimulator()
  const dataDir = mkdtempSync(join(tmpdir(), 'wharf-bench-'))
  const simulator = await startSimulator(dataDir)
  const system = await startSystem({
    front: 'worker',
    variables: { GRAPH_URL: simulator.url, META_APP_ID: '634974688087057' },
  })
  const close = async () => {
    await system.close()
    simulator.end()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    const business = await simulator.post('/businesses', {
      appId: '634974688087057',
      appSecret: APP_SECRET,
      callbackUrl: `${system.url}/api/webhook`,
      numbers: [{}],
    })
    const { accountId: wabaId, accessToken, phoneNumbers } = business
    const [{ id: metaPhoneNumberId, displayPhoneNumber }] = phoneNumbers
    const number = await system.connect({ metaPhoneNumberId, wabaId, displayPhoneNumber, accessToken })
    await simulator.post('/crowd', { count: PEOPLE - 1 })
    const amara = await simulator.post('/customers', { name: 'Amara Diallo' })
    const says = (/** @type {object} */ action) => simulator.post(`/customers/${amara.id}/actions`, action)
    for (let at = 0; at < 12; at++)
      await says({ type: 'text', text: `My parcel says delivered, but it isn’t here (${at})` })
    await says({ type: 'image', caption: 'The rim is chipped' })
    await says({ type: 'voice' })
    await until('the media are here', async () => {
      const [found] = await system.query(
        "SELECT count(*) AS count FROM media WHERE status = 'ready' AND kind IN ('image', 'audio')",
      )
      return Number(found?.count) >= 2
    })
    await until('everybody has written', async () => {
      const [found] = await system.query('SELECT count(*) AS count FROM conversations')
      return Number(found?.count) === PEOPLE
    })
    const [newest] = await system.query("SELECT id FROM messages WHERE type = 'image'")
    const [{ id } = {}] = await system.query(
      'SELECT c.id FROM conversations c JOIN messages m ON m.conversation_id = c.id WHERE m.id = ?',
      newest?.id,
    )
    const conversationId = String(id)
    await insertTemplate(system, { conversationId, numberId: number.id })
    await post(
      `${system.url}/api/conversations/${conversationId}/messages`,
      { content: { type: 'note', body: 'The second chipped vase this week', mentions: [] } },
      system.token,
    )
    await says({ type: 'text', text: 'Could you send another one?' })
    await until('the last one is here', async () => {
      const [found] = await system.query("SELECT 1 AS one FROM messages WHERE text = 'Could you send another one?'")
      return found !== undefined
    })
    // Read by somebody: it opens at its end.
    await system.query('UPDATE conversations SET unread_count = 0 WHERE id = ?', conversationId)
    return { ...system, number, conversationId, customer: amara, says, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** As one that was sent leaves it: here nobody has approved it. */
async function insertTemplate(
  /** @type {import('./system.mjs').System} */ system,
  /** @type {{ conversationId: string, numberId: string }} */ { conversationId, numberId },
) {
  const content = {
    type: 'template',
    name: 'order_shipped',
    language: 'en_US',
    components: [],
    rendering: {
      category: 'UTILITY',
      header: 'Order 20418 is on its way',
      body: 'Hi Amara, your parcel left our studio today and arrives on Saturday.',
      footer: 'Kiln & Loom',
      buttons: [{ type: 'QUICK_REPLY', text: 'Change delivery', value: null }],
    },
  }
  await system.query(
    `INSERT INTO messages (organization_id, id, conversation_id, phone_number_id, direction, type, content, text, wamid, occurred_at,
       sent_at, delivered_at, read_at, parser_version, created_at)
     VALUES (?1, ?2, ?3, ?4, 'outbound', 'template', ?5, ?6, 'wamid.template', ?7, ?7, ?7, ?7, 1, ?7)`,
    ...[system.organizationId, 'msg_00000000000000000000template', conversationId, numberId],
    ...[JSON.stringify(content), content.rendering.body, Math.floor(Date.now() / 1000) * 1000],
  )
}

/** @param {string} what @param {() => Promise<boolean>} isSo */
async function until(what, isSo) {
  const last = Date.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (Date.now() > last) throw new Stop(`Not within ${PATIENCE_MS / 1000} s: ${what}.`)
    await delay(100)
  }
}

/** Signed in as the owner, without the forms. @param {import('playwright-core').Page} page @param {string} url */
export async function signInOwner(page, url) {
  await page.goto(`${url}/robots.txt`)
  await page.request.post(`${url}/api/auth/login`, { data: OWNER })
  await page.evaluate(() => localStorage.setItem('wharf.session', '1'))
}
