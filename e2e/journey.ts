import { mkdirSync } from 'node:fs'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import { openBrowser } from './browser.ts'
import { freePort, type Product, startProduct } from './harness.ts'
import { META_APP, type Meta, startMeta } from './meta.ts'

export type Person = { name: string; email: string; workspace: string; password: string }
export type Visit = {
  page: Page
  /** What the page threw or logged as an error, violations of its Content-Security-Policy among them. */
  errors: string[]
  /** Requests that left our own address. */
  strangers: string[]
}
type VisitOptions = BrowserContextOptions & { path?: string }

const PATIENCE_MS = 20_000
const output = 'e2e/output'

type JourneyOptions = {
  /** The simulator beside the product: numbers are connected, customers write. */
  withMeta?: boolean
  /** Of the Worker, on top of the usual ones. */
  variables?: Record<string, string>
  /** For Chromium: a microphone, say. */
  flags?: readonly string[]
}

/** A whole product and a browser for the tests of a file. */
export function useJourney({ withMeta = false, variables: more = {}, flags = [] }: JourneyOptions = {}) {
  let product: Product
  let meta: Meta | undefined
  let browser: Awaited<ReturnType<typeof openBrowser>>
  const opened: Pick<Visit, 'page' | 'errors'>[] = []

  beforeAll(async () => {
    const port = withMeta ? await freePort() : 0
    const metas = { META_APP_ID: META_APP.id, GRAPH_URL: `http://127.0.0.1:${port}` }
    product = await startProduct({ variables: { ...(withMeta && metas), ...more } })
    if (withMeta) meta = await startMeta({ port, workerUrl: product.url })
    browser = await openBrowser(flags)
  })
  afterAll(async () => {
    await browser?.close()
    await meta?.close()
    await product?.close()
  })
  // A failed test leaves pictures of its pages, and what the Worker logged.
  afterEach(async ({ task }) => {
    const visits = opened.splice(0).filter(({ page }) => !page.isClosed())
    if (task.result?.state === 'fail') {
      mkdirSync(output, { recursive: true })
      for (const [index, { page, errors }] of visits.entries()) {
        const file = `${output}/failed-${task.name.replace(/\W+/g, '-').slice(0, 60)}-${index}.png`
        await page.screenshot({ path: file }).catch(() => undefined)
        console.error([page.url(), file, ...errors].join('\n'))
      }
      console.error(product.logs.slice(-15).join('\n'))
    }
    for (const { page } of visits) await page.context().close()
  })

  /** A device of its own: cookies, storage, window. It is closed with its test. */
  async function visit({ path = '/', ...options }: VisitOptions = {}): Promise<Visit> {
    const { page, errors } = await browser.visit('about:blank', { baseURL: product.url, ...options })
    page.setDefaultTimeout(PATIENCE_MS)
    const strangers: string[] = []
    page.context().on('request', (request) => {
      const { protocol, origin } = new URL(request.url())
      if (!['data:', 'blob:', 'about:'].includes(protocol) && origin !== product.url) strangers.push(request.url())
    })
    opened.push({ page, errors })
    await page.goto(path)
    return { page, errors, strangers }
  }

  return {
    get url() {
      return product.url
    },
    get meta(): Meta {
      if (!meta) throw new Error('useJourney({ withMeta: true }) starts the simulator')
      return meta
    },
    get directory() {
      const { DIRECTORY } = product.env
      if (!DIRECTORY) throw new Error('wrangler.toml binds no DIRECTORY')
      return DIRECTORY
    },
    visit,

    /** A new person with a workspace, signed in on a device of their own, without filling in the forms. */
    async visitAs(person: Person, { path = '/inbox', ...options }: VisitOptions = {}): Promise<Visit> {
      const visited = await visit({ path: '/robots.txt', ...options })
      await register(person, visited.page)
      await visited.page.goto(path)
      return visited
    },

    /** Somebody who has an account, signed in on a device of their own. `workspace`: the id of the one to be in. */
    async returnAs(
      person: Person,
      { path = '/inbox', workspace, ...options }: VisitOptions & { workspace?: string } = {},
    ): Promise<Visit> {
      const visited = await visit({ path: '/robots.txt', ...options })
      await enter(person, visited.page, workspace)
      await visited.page.goto(path)
      return visited
    },

    /** The same, and signed out again. */
    async createPerson(changes: Partial<Person> = {}): Promise<Person> {
      const person = newPerson(changes)
      const { page } = await visit({ path: '/robots.txt' })
      await register(person, page)
      await page.context().close()
      return person
    },

    /** The newest mail to an address, once it is there: it goes through a queue. */
    mailTo: (email: string, subject: string) =>
      vi.waitFor(
        async () => {
          const mail = (await product.mailbox()).find((each) => each.to.email === email && each.subject === subject)
          if (!mail) throw new Error(`No mail "${subject}" came to ${email}.`)
          return mail
        },
        { timeout: PATIENCE_MS, interval: 200 },
      ),
    mailbox: () => product.mailbox(),
    /** What a cron does every minute: brings back what was put off, among others. */
    sweep: () => product.scheduled('* * * * *'),
  }
}

async function register({ name, email, workspace, password }: Person, page: Page) {
  const answer = await page.request.post('/api/auth/register', {
    data: { name, email, password, organizationName: workspace, plan: 'team', acceptTerms: true },
  })
  expect([answer.status(), await answer.text()]).toEqual([201, expect.stringContaining('accessToken')])
  // The cookie is there; this tells the dashboard to ask for it.
  await page.evaluate(() => localStorage.setItem('wharf.session', '1'))
}

async function enter({ email, password }: Person, page: Page, workspace: string | undefined) {
  const answer = await page.request.post('/api/auth/login', { data: { email, password } })
  expect([answer.status(), await answer.text()]).toEqual([200, expect.stringContaining('accessToken')])
  const { accessToken } = (await answer.json()) as { accessToken: string }
  if (workspace)
    await page.request.post('/api/auth/switch-organization', {
      data: { organizationId: workspace },
      headers: { authorization: `Bearer ${accessToken}` },
    })
  await page.evaluate(() => localStorage.setItem('wharf.session', '1'))
}

let people = 0
/** Somebody whom no other test knows. */
export function newPerson(changes: Partial<Person> = {}): Person {
  people += 1
  return {
    name: 'Ifeoma Okafor',
    email: `ifeoma${people}@kilnandloom.example`,
    workspace: 'Kiln & Loom',
    password: 'clay, wool and patience',
    ...changes,
  }
}

export async function signIn(page: Page, { email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** Through the account menu, as a person does it. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Your account' }).first().click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await seeHeading(page, 'Welcome back')
}

/** Asks again until it is so. */
export const soon = <Value>(look: () => Value | Promise<Value>) => expect.poll(look, { timeout: PATIENCE_MS })
export const seeHeading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
export const seeText = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

/** The link of a mail, as its reader would click it. */
export function linkIn({ text }: { text: string }): string {
  const link = /https?:\/\/\S+\?token=\S+/.exec(text)?.[0]
  if (!link) throw new Error(`No link in:\n${text}`)
  return link
}

/**
 * No error, no violation of the Content-Security-Policy, no request to another host.
 * @param refused statuses that the journey asked for: Chromium logs every one of them as an error
 */
export function expectQuiet({ errors, strangers }: Visit, ...refused: number[]): void {
  const wanted = refused.map((status) => `responded with a status of ${status}`)
  expect(errors.filter((error) => !wanted.some((words) => error.includes(words)))).toEqual([])
  expect(strangers).toEqual([])
}

/** What scrolls or appears has been drawn, and what moves has come to its end. */
export async function whenStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

/** A picture for people, when E2E_SCREENSHOTS is set. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!process.env.E2E_SCREENSHOTS) return
  mkdirSync(output, { recursive: true })
  await page.screenshot({ path: `${output}/${name}.png` })
}
