import { createHmac, randomUUID } from 'node:crypto'
import { CompactEncrypt } from 'jose'
import { startProduct } from '../../e2e/harness.ts'
import { Stop } from '../../scripts/shared/run.mjs'

/** What the harness gives the Worker to sign and seal with. */
const ACCESS_TOKEN_SECRET = 'ZTJlLW9ubHktYWNjZXNzLXRva2VuLXNlY3JldC0wMDAwMQ'
const ENCRYPTION_KEY = Buffer.from('ZTJlLW9ubHktZW5jcnlwdGlvbi1rZXktMDAwMDAwMDE', 'base64url')
export const APP_SECRET = '00112233445566778899aabbccddeeff'

/** @typedef {import('../../e2e/harness.ts').Product} Product */
/** @typedef {Awaited<ReturnType<typeof startSystem>>} System */
/** @typedef {{ id: string, metaPhoneNumberId: string, wabaId: string, displayPhoneNumber: string, accessToken?: string }} Connected */

/**
 * The production bundle with one organization. No asset router is in front of it: in production that is no part of the
 * Worker either.
 * @param {{ front?: 'worker' | 'none', variables?: Record<string, string>, withConsumers?: boolean, inspectorPort?: number, modules?: { type: 'ESModule', path: string, contents: string }[] }} [options]
 */
export async function startSystem(options = {}) {
  const product = await startProduct({ front: 'none', ...options })
  const { url, env } = product
  const owner = await post(`${url}/api/auth/register`, {
    name: 'Ada',
    email: 'ada@bench.example',
    password: 'a sentence long enough',
    organizationName: 'Bench',
    acceptTerms: true,
  })
  const [organization] = await rows(env.DIRECTORY, 'SELECT id, shard FROM organizations')
  const organizationId = String(organization?.id)
  const shard = env[String(organization?.shard)]
  const directory = env.DIRECTORY
  if (!shard || !directory) throw new Stop('The organization has no database.')
  return {
    product,
    url,
    organizationId,
    directory,
    shard,
    token: String(owner.accessToken),
    /** @param {{ metaPhoneNumberId: string, wabaId: string, displayPhoneNumber: string, accessToken?: string }} number @returns {Promise<Connected>} */
    connect: (number) => connectNumber(directory, organizationId, number),
    /** @param {number} count @returns {Promise<string[]>} an access token for each */
    agents: (count) => createAgents(directory, organizationId, count),
    /** @param {string} sql @param {unknown[]} values */
    query: (sql, ...values) => rows(shard, sql, ...values),
    close: product.close,
  }
}

/** @param {import('../../e2e/harness.ts').Database | undefined} database @param {string} sql @param {unknown[]} values @returns {Promise<Record<string, unknown>[]>} */
export async function rows(database, sql, ...values) {
  const { results } = (await database
    ?.prepare(sql)
    .bind(...values)
    .all()) ?? { results: [] }
  return /** @type {Record<string, unknown>[]} */ (results)
}

/** @param {string} url @param {unknown} body @param {string} [token] @returns {Promise<Record<string, unknown>>} */
export async function post(url, body, token) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Stop(`POST ${url} answered ${answer.status}: ${text}`)
  return JSON.parse(text)
}

const newId = (/** @type {string} */ prefix) => `${prefix}_${randomUUID().replaceAll('-', '')}`

/** As connecting it would leave the row. */
async function connectNumber(
  /** @type {import('../../e2e/harness.ts').Database} */ directory,
  /** @type {string} */ organizationId,
  /** @type {{ metaPhoneNumberId: string, wabaId: string, displayPhoneNumber: string, accessToken?: string }} */ number,
) {
  const id = newId('num')
  const sealed = await new CompactEncrypt(new TextEncoder().encode(number.accessToken ?? 'EAA-bench'))
    .setProtectedHeader({
      ...{ alg: 'dir', enc: 'A256GCM', kid: 'k1', purpose: 'phone-number-token' },
      ...{ organizationId, rowId: id },
    })
    .encrypt(ENCRYPTION_KEY)
  await rows(
    directory,
    `INSERT INTO phone_numbers (id, organization_id, meta_phone_number_id, waba_id, display_phone_number, verified_name,
       name, status, access_token, created_at) VALUES (?, ?, ?, ?, ?, 'Bench', 'Bench', 'connected', ?, ?)`,
    ...[id, organizationId, number.metaPhoneNumberId, number.wabaId, number.displayPhoneNumber, sealed, Date.now()],
  )
  return { id, ...number }
}

/** Members with a session each. */
async function createAgents(
  /** @type {import('../../e2e/harness.ts').Database} */ directory,
  /** @type {string} */ organizationId,
  /** @type {number} */ count,
) {
  const now = Date.now()
  const tokens = []
  for (let agent = 0; agent < count; agent++) {
    const [userId, sessionId] = [newId('usr'), newId('ses')]
    await rows(
      directory,
      "INSERT INTO users (id, email, name, password_hash, created_at) VALUES (?, ?, ?, '-', ?)",
      ...[userId, `${userId}@bench.example`, `Agent ${agent + 1}`, now],
    )
    await rows(
      directory,
      "INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES (?, ?, 'agent', ?)",
      ...[organizationId, userId, now],
    )
    await rows(
      directory,
      `INSERT INTO sessions (id, user_id, active_organization_id, token_hash, rotated_at, user_agent, ip_address,
         expires_at, created_at) VALUES (?, ?, ?, ?, ?, 'bench', '192.0.2.1', ?, ?)`,
      ...[sessionId, userId, organizationId, sessionId, now, now + 86_400_000, now],
    )
    tokens.push(accessToken({ userId, sessionId, organizationId }))
  }
  return tokens
}

/** A JWT as signing in gives it. @param {{ userId: string, sessionId: string, organizationId: string }} of */
function accessToken({ userId, sessionId, organizationId }) {
  const seconds = Math.floor(Date.now() / 1000)
  const claims = {
    sub: userId,
    sid: sessionId,
    org: organizationId,
    aud: 'wharf-api',
    iat: seconds,
    exp: seconds + 900,
  }
  const part = (/** @type {unknown} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${body}.${createHmac('sha256', ACCESS_TOKEN_SECRET).update(body).digest('base64url')}`
}

let numbers = 0
/** A number that no Meta knows: for what only comes in. */
export const someNumber = () => {
  const serial = String(++numbers).padStart(4, '0')
  return {
    metaPhoneNumberId: `10654034224${serial}`,
    wabaId: '102290129340398',
    displayPhoneNumber: `1555078${serial}`,
  }
}
