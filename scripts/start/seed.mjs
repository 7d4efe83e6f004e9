import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {{ organization: string, name: string, email: string, password: string, done: string[] }} Demo
 * @typedef {{ url: string, appId: string, appSecret: string, verifyToken: string }} Meta the simulator, and the platform's app there
 * @typedef {{ demo: Demo, call: Call, signIn: () => Promise<string>, mailbox: () => Promise<Mail[]>, workerUrl: string, meta: Meta | null }} SeedContext
 * @typedef {(path: string, options?: { json?: unknown, token?: string }) => Promise<{ status: number, body: Body }>} Call
 * @typedef {{ accountId: string, accessToken: string, phoneNumbers: { id: string, verifiedName: string }[] }} Business
 * @typedef {{ user?: { emailVerified?: boolean }, accessToken?: string, items?: Mail[], error?: { message?: string } }} Body what the steps look at
 * @typedef {{ id: string, to: { name: string, email: string }, subject: string, text: string, html: string, at: string }} Mail
 */

/**
 * The demo organization, made through the product's own API. A feature appends its step; each is remembered once it
 * is done, and each copes with having been killed half-way through the last time.
 * @type {{ name: string, run: (context: SeedContext) => Promise<void>, needsMeta?: boolean }[]}
 */
const steps = [
  { name: 'register', run: register },
  { name: 'verify-email', run: verifyEmail },
  { name: 'connect-numbers', run: connectNumbers, needsMeta: true },
]

/** @param {SeedContext} context */
async function register({ demo, call }) {
  const { status, body } = await call('/api/auth/register', {
    json: {
      organizationName: demo.organization,
      name: demo.name,
      email: demo.email,
      password: demo.password,
      plan: 'team',
      acceptTerms: true,
    },
  })
  // 409: registered by a start that was killed before it could note it.
  if (status !== 201 && status !== 200 && status !== 409) throw new Error(refusal('register', status, body))
}

/** @param {SeedContext} context */
async function verifyEmail({ demo, call, signIn, mailbox }) {
  const session = await signIn()
  const me = await call('/api/auth/me', { token: session })
  if (me.body.user?.emailVerified) return
  for (let attempt = 0; attempt < 50; attempt++) {
    const tokens = (await mailbox())
      .filter((mail) => mail.to.email === demo.email)
      .flatMap((mail) => [...mail.text.matchAll(/verify[^\s]*?[?&#/=]([\w-]{43})(?![\w-])/g)].map((match) => match[1]))
    for (const token of tokens) {
      const { status } = await call('/api/auth/verify-email', { json: { token }, token: session })
      if (status < 300) return
    }
    // The mail goes through a queue.
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('the verification mail did not arrive in the local mailbox')
}

/** Of the demonstration's numbers, in the simulator only. */
const DEMO_PIN = '204818'

/** The numbers of the simulator's business: what a customer writes to them arrives in the inbox. @param {SeedContext} context */
async function connectNumbers({ call, signIn, workerUrl, meta }) {
  if (!meta) return
  const token = await signIn()
  const business = (await findBusiness(meta)) ?? (await makeBusiness(meta, workerUrl))
  for (const { id, verifiedName } of business.phoneNumbers) {
    const { status, body } = await call('/api/phone-numbers/connect', {
      token,
      json: {
        app: 'platform',
        wabaId: business.accountId,
        metaPhoneNumberId: id,
        accessToken: business.accessToken,
        name: verifiedName,
        pin: DEMO_PIN,
      },
    })
    // 409: connected by a start that was killed before it could note it.
    if (status !== 201 && status !== 409) throw new Error(refusal('connect a number', status, body))
  }
}

/** What the simulator has for our app. @param {Meta} meta @returns {Promise<Business | null>} */
async function findBusiness({ url, appId }) {
  const state = await control(url, '/state')
  const token = Object.values(state.tokens).find((one) => one.appId === appId && one.isValid)
  const account = Object.values(state.accounts).find((one) => one.subscribedApps[appId])
  if (!token || !account) return null
  const phoneNumbers = Object.values(state.numbers).filter((one) => one.accountId === account.id)
  return { accountId: account.id, accessToken: token.token, phoneNumbers }
}

/** A data folder of before, whose simulator knows another app. @param {Meta} meta @param {string} workerUrl @returns {Promise<Business>} */
const makeBusiness = ({ url, appId, appSecret, verifyToken }, workerUrl) =>
  control(url, '/businesses', {
    name: 'Kiln & Loom',
    appId,
    appSecret,
    verifyToken,
    callbackUrl: `${workerUrl}/api/webhook`,
    numbers: [{ verifiedName: 'Kiln & Loom' }],
  })

/** @param {string} url @param {string} path @param {unknown} [json] */
async function control(url, path, json) {
  const response = await fetch(`${url}/_simulator${path}`, {
    ...(json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }),
    headers: json === undefined ? {} : { 'content-type': 'application/json' },
  })
  if (!response.ok)
    throw new Error(`the simulator answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
  return response.json()
}

/**
 * @param {{ url: string, dataDir: string, say: (text: string) => void, meta?: Meta | null }} options
 * @returns {Promise<Demo>}
 */
export async function seed({ url, dataDir, say, meta = null }) {
  const file = join(dataDir, 'demo.json')
  /** @type {Demo} */
  const demo = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : {
        organization: 'Kiln & Loom',
        name: 'Ifeoma Okafor',
        email: 'ifeoma@kilnandloom.example',
        password: 'kiln-and-loom-demo',
        done: [],
      }
  const left = steps.filter((step) => !demo.done.includes(step.name) && (meta !== null || !step.needsMeta))
  if (left.length === 0) return demo
  say('Making the demo organization …')
  const context = createContext({ url, demo, meta })
  try {
    for (const step of left) {
      await step.run(context)
      demo.done.push(step.name)
      writeWhole(file, JSON.stringify(demo, null, 2))
    }
  } catch (error) {
    // Somebody may have changed the demo's password, or the step may be broken: the product runs all the same.
    say(
      `The demo organization is not complete: ${error instanceof Error ? error.message : error}. The next start tries again.`,
    )
  }
  return demo
}

/** @param {{ url: string, demo: Demo, meta: Meta | null }} options @returns {SeedContext} */
function createContext({ url, demo, meta }) {
  /** @type {Call} */
  const call = async (path, { json, token } = {}) => {
    const response = await fetch(url + path, {
      ...(json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }),
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : { error: { message: text } } }
  }
  /** @type {Promise<string> | undefined} */
  let token
  const signIn = async () => {
    const { status, body } = await call('/api/auth/login', { json: { email: demo.email, password: demo.password } })
    if (!body.accessToken) throw new Error(refusal('sign in', status, body))
    return body.accessToken
  }
  return {
    demo,
    workerUrl: url,
    meta,
    call,
    signIn: () => (token ??= signIn()),
    // Newest first.
    mailbox: async () => (await call('/api/dev/mail')).body.items ?? [],
  }
}

/** @param {string} what @param {number} status @param {Body} body */
const refusal = (what, status, body) =>
  `${what} answered ${status}: ${body.error?.message?.slice(0, 300) ?? JSON.stringify(body).slice(0, 300)}`

/** A file that is either the old one or the new one, whenever the power goes. */
function writeWhole(/** @type {string} */ file, /** @type {string} */ text) {
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}
