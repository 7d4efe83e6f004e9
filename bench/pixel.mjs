import { setTimeout as delay } from 'node:timers/promises'
import { openBrowser } from '../e2e/browser.ts'
import { sign } from './inbox/deliveries.mjs'
import { signInOwner, startFilledInbox } from './inbox/filled.mjs'
import { APP_SECRET } from './inbox/system.mjs'
import { millis, quantile } from './numbers.mjs'

const SAMPLES = Number(process.env.BENCH_PIXEL_SAMPLES ?? 200)
const EVERY_MS = 300
const WARM = 5
const PATIENCE_MS = 5000

/**
 * From a signed delivery to the bubble in an agent's open thread, and to its row in the list. One clock: the sender and the
 * browser are on one machine. A mutation tells that it is there, the end of the next frame that it is painted.
 * @returns {Promise<import('./run.mjs').Row[]>}
 */
export async function measurePixel() {
  const inbox = await startFilledInbox()
  const browser = await openBrowser()
  try {
    const { page } = await browser.visit('about:blank', { baseURL: inbox.url })
    await signInOwner(page, inbox.url)
    await page.goto(`/inbox/${inbox.conversationId}`)
    await page.getByRole('textbox', { name: 'Write a reply' }).waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await page.evaluate(watch)
    for (let at = -WARM; at < 0; at++) await send(inbox, at)
    const acknowledged = []
    /** @type {Map<number, number>} */
    const sentAt = new Map()
    for (let at = 0; at < SAMPLES; at++) {
      const due = delay(EVERY_MS)
      sentAt.set(at, now())
      await send(inbox, at)
      acknowledged.push(now() - (sentAt.get(at) ?? 0))
      await due
    }
    const seen = await untilSeen(page)
    const spans = (/** @type {Record<string, number>} */ times) =>
      [...sentAt].flatMap(([at, from]) => (times[at] === undefined ? [] : [times[at] - from]))
    const text = (/** @type {number[]} */ times) => `${millis(quantile(times, 0.5))}, ${millis(quantile(times, 0.99))}`
    const bubbles = spans(seen.bubbles)
    return [
      {
        what: `from the delivery to the painted bubble in the open thread, ${SAMPLES} of them, every ${EVERY_MS} ms: p50, p99`,
        target: '≤ 60 ms, ≤ 200 ms',
        measured: text(bubbles),
      },
      { what: 'to its row in the list: p50, p99', measured: text(spans(seen.rows)) },
      { what: 'the answer to the delivery: p50, p99', measured: text(acknowledged) },
      {
        what: 'bubbles never seen; rows overtaken by the next message',
        target: '0',
        measured: `${SAMPLES - bubbles.length}; ${SAMPLES - spans(seen.rows).length}`,
      },
    ]
  } finally {
    await browser.close()
    await inbox.close()
  }
}

const now = () => performance.timeOrigin + performance.now()

/** @param {import('./inbox/filled.mjs').FilledInbox} inbox @param {number} at */
async function send({ url, number, customer }, at) {
  const userId = Object.values(customer.userIds)[0]
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.metaPhoneNumberId },
    contacts: [{ profile: { name: customer.name }, wa_id: customer.waId, user_id: userId }],
    messages: [
      {
        from: customer.waId,
        from_user_id: userId,
        id: `wamid.${Buffer.from(`pixel:${at}`).toString('base64')}`,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: 'text',
        text: { body: `pixel <${at}> is the parcel on its way?` },
      },
    ],
  }
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: number.wabaId, changes: [{ value, field: 'messages' }] }],
  })
  const answer = await fetch(`${url}/api/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': sign(APP_SECRET, body) },
    body,
  })
  await answer.text()
}

/** In the page: when which message was painted first. */
function watch() {
  const seen = { bubbles: {}, rows: {} }
  Object.assign(globalThis, { seen })
  const token = /pixel <(\d+)>/g
  const clock = () => performance.timeOrigin + performance.now()
  const note = (/** @type {Record<string, number>} */ times, /** @type {Element | null} */ within) => {
    const fresh = [...(within?.textContent ?? '').matchAll(token)]
      .map(([, at]) => String(at))
      .filter((at) => !(at in times))
    if (fresh.length === 0) return
    for (const at of fresh) times[at] = Number.NaN
    // After the frame that shows it: a task that was asked for in it comes when it is done.
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        const painted = clock()
        for (const at of fresh) times[at] = painted
      }
      channel.port2.postMessage(0)
    })
  }
  const thread = document.querySelector('[role="log"]')
  const row = document.querySelector('[data-conversation]')?.closest('nav')
  for (const [times, within] of /** @type {const} */ ([
    [seen.bubbles, thread],
    [seen.rows, row],
  ])) {
    if (!within) throw new Error('no thread, or no list')
    new MutationObserver(() => note(times, within)).observe(within, {
      childList: true,
      subtree: true,
      characterData: true,
    })
  }
}

/** @param {import('playwright-core').Page} page @returns {Promise<{ bubbles: Record<string, number>, rows: Record<string, number> }>} */
async function untilSeen(page) {
  const read = () => page.evaluate(() => /** @type {any} */ (globalThis).seen)
  const last = Date.now() + PATIENCE_MS
  for (;;) {
    const seen = await read()
    if (Object.keys(seen.bubbles).length >= SAMPLES || Date.now() > last) return seen
    await delay(100)
  }
}
