import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { buildSimulator, simulatorServer } from '../scripts/shared/simulator.mjs'
import { findBarriers, openBrowser } from './browser.ts'

// The simulator as npm start runs it, and a person who is the customer. The business is this file, over HTTP.

type Json = Record<string, unknown>
const dataDir = mkdtempSync(join(tmpdir(), 'wharf-simulator-'))
const port = await freePort()
const url = `http://127.0.0.1:${port}`
let server: ChildProcess
let browser: Awaited<ReturnType<typeof openBrowser>>

beforeAll(async () => {
  await buildSimulator()
  server = await startServer()
  browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await stopServer()
  rmSync(dataDir, { recursive: true, force: true })
})

async function startServer(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [simulatorServer], {
    env: { ...process.env, SIMULATOR_PORT: String(port), DATA_DIR: dataDir },
    stdio: 'ignore',
  })
  await vi.waitFor(() => fetch(`${url}/_simulator/clock`), { timeout: 20_000, interval: 100 })
  return child
}

async function stopServer(): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  return ended
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const control = async (path: string, body?: Json): Promise<Json> => {
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
  return (await (await fetch(`${url}/_simulator${path}`, init)).json()) as Json
}

/** What the business knows of itself. */
async function business() {
  const { tokens, numbers } = (await control('/state')) as { tokens: Json; numbers: Record<string, { id: string }> }
  const [token = ''] = Object.keys(tokens)
  const number = Object.values(numbers)[0]?.id ?? ''
  const send = async (message: Json): Promise<Json & { messages: { id: string }[] }> => {
    const response = await fetch(`${url}/v23.0/${number}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: '447700900184', ...message }),
    })
    return (await response.json()) as Json & { messages: { id: string }[] }
  }
  return { number, send }
}

const statusOf = async (id: string) => (await control(`/messages/${encodeURIComponent(id)}`)).status
const log = (page: Page) => page.getByRole('log')

it('is a conversation: written on the phone, answered through the Graph API, tapped, closed by time', async () => {
  const { page, errors } = await browser.visit(url)
  const strangers: string[] = []
  page.on('request', (request) => !request.url().startsWith(url) && strangers.push(request.url()))
  await page.getByRole('button', { name: /Amara Diallo/ }).click()

  await page.getByRole('textbox', { name: 'Message as Amara Diallo' }).fill('Is there a nice box too?')
  await page.keyboard.press('Enter')
  const own = log(page).getByRole('article').filter({ hasText: 'Is there a nice box too?' })
  await own.getByRole('img', { name: 'Delivered' }).waitFor()

  const { send } = await business()
  const question = await send({
    type: 'interactive',
    interactive: {
      type: 'button',
      body: { text: 'When should the courier come?' },
      action: {
        buttons: ['Fri 14–18', 'Sat 9–12'].map((title) => ({ type: 'reply', reply: { id: title, title } })),
      },
    },
  })
  await log(page).getByText('When should the courier come?').waitFor()
  await vi.waitFor(async () => expect(await statusOf(question.messages[0]?.id ?? '')).toBe('read'), { timeout: 10_000 })

  const written = (await control('/events?kind=customer.text')) as { events: Json[] }
  expect(written.events).toHaveLength(1)
  const { messages } = (await control('/state')) as { messages: Record<string, { id: string; direction: string }> }
  const mine = Object.values(messages).find(({ direction }) => direction === 'inbound')
  await send({ status: 'read', message_id: mine?.id })
  await own.getByRole('img', { name: 'Read' }).waitFor()

  await log(page).getByRole('button', { name: 'Sat 9–12' }).click()
  await log(page).getByRole('article').filter({ hasText: 'Sat 9–12' }).last().waitFor()
  const { events } = (await control('/events')) as { events: { kind: string }[] }
  expect(events.map(({ kind }) => kind)).toContain('customer.tap')

  // A day later only templates go through.
  await page.getByRole('button', { name: 'Close the 24-hour window' }).click()
  await page.getByText('Window closed').waitFor()
  const late = await send({ type: 'text', text: { body: 'Are you still there?' } })
  await log(page)
    .getByText(/Never arrived: .*131047/)
    .waitFor()
  await vi.waitFor(async () => expect(await statusOf(late.messages[0]?.id ?? '')).toBe('failed'))

  expect([errors, strangers]).toEqual([[], []])
  await page.close()
})

it('keeps everything over a restart, and comes back by itself', async () => {
  const { page } = await browser.visit(url)
  await log(page).getByText('Is there a nice box too?').first().waitFor()
  const before = (await control('/state')) as { messages: Json; clockOffsetMs: number }
  expect(await stopServer()).toBe(0)
  await page.getByText('The simulator doesn’t answer').waitFor()

  server = await startServer()
  await log(page).getByText('Is there a nice box too?').first().waitFor({ timeout: 15_000 })
  const after = (await control('/state')) as typeof before
  expect(Object.keys(after.messages)).toEqual(Object.keys(before.messages))
  expect(after.clockOffsetMs).toBe(before.clockOffsetMs)
  await page.close()
})

it('sends photos, voice and places, reacts, and is free of barriers at any size and in both themes', async () => {
  const { page, errors } = await browser.visit(url, { reducedMotion: 'reduce' })
  const attach = async (name: string) => {
    await page.getByRole('button', { name: /^Photo, voice/ }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  await attach('Photo')
  await page.getByRole('textbox', { name: 'Caption' }).fill('It arrived like this')
  await page.getByRole('button', { name: /Send the sample photo/ }).click()
  await log(page).getByRole('img', { name: 'Photo: It arrived like this' }).waitFor()
  await attach('Location')
  await page.getByRole('button', { name: /Columbia Road/ }).click()
  await log(page).getByText('Columbia Road').waitFor()
  // Without a microphone there is a sample.
  await page.getByRole('button', { name: 'Record a voice message' }).click()
  await page.getByRole('button', { name: 'Send the sample' }).click()
  await log(page).getByRole('button', { name: 'Play the voice message' }).waitFor()

  const photo = log(page).getByRole('article').filter({ hasText: 'It arrived like this' })
  await photo.hover()
  await photo.getByRole('button', { name: 'More of this message' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await vi.waitFor(async () =>
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Message'),
  )
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type(', sadly')
  await page.keyboard.press('Enter')
  await log(page).getByText('It arrived like this, sadly').waitFor()
  await page.getByRole('dialog', { name: 'Edit' }).waitFor({ state: 'hidden' })

  const place = log(page).getByRole('article').filter({ hasText: 'Columbia Road' })
  await place.hover()
  await place.getByRole('button', { name: 'More of this message' }).click()
  await page.getByRole('menuitem', { name: 'React with 👍' }).click()
  await place.getByRole('img', { name: '👍 by you' }).waitFor()

  for (const [width, theme] of [
    [1440, 'light'],
    [1440, 'dark'],
    [1000, 'light'],
    [390, 'light'],
    [390, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 860 })
    await page.evaluate((value) => {
      document.documentElement.dataset.theme = value
    }, theme)
    const tabs = width > 1180 ? [''] : width < 760 ? ['Controls', 'Events', 'Phone'] : ['Events', 'Phone']
    for (const tab of tabs) {
      if (tab) await page.getByRole('navigation').getByRole('button', { name: tab }).click()
      expect([width, theme, tab, await findBarriers(page)]).toEqual([width, theme, tab, []])
    }
  }
  await page.setViewportSize({ width: 1440, height: 860 })
  await page.getByRole('button', { name: 'Misbehave like the real thing' }).click()
  await page.getByRole('dialog', { name: 'Chaos' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('switch', { name: /access token has expired/ }).click()
  const { send } = await business()
  await vi.waitFor(async () =>
    expect(await send({ type: 'text', text: { body: 'x' } })).toMatchObject({ error: { code: 190 } }),
  )
  await page.getByRole('button', { name: 'Calm again' }).click()
  await page.getByRole('switch', { name: /access token has expired/, checked: false }).waitFor()
  expect(errors).toEqual([])
  await page.close()
})

it('shows the phone alone in its own window', async () => {
  const { page, errors } = await browser.visit(`${url}/?view=phone`, { viewport: { width: 390, height: 800 } })
  await log(page).getByText('Is there a nice box too?').first().waitFor()
  expect(await page.getByRole('navigation').count()).toBe(0)
  await page.getByRole('button', { name: /^All chats/ }).click()
  await page.getByRole('button', { name: /Kiln & Loom Studio/ }).click()
  await page.getByText('No messages yet').waitFor()
  expect([errors, await findBarriers(page)]).toEqual([[], []])
  await page.close()
})
