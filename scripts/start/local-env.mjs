import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

const secret = () => randomBytes(32).toString('base64url')

/** The Meta app of the demonstration, as the simulator makes it. */
const DEMO_APP_ID = '634974688087057'

/**
 * Secrets of the local set-up, made once and kept in DATA_DIR/local.env. What a person changed or added stays;
 * only PUBLIC_URL and GRAPH_URL follow the ports.
 * @param {Pick<import('./settings.mjs').Settings, 'dataDir' | 'dashboardUrl'> & { simulator?: { port: number } | null }} settings
 */
export function writeLocalEnv({ dataDir, dashboardUrl, simulator }) {
  const file = join(dataDir, 'local.env')
  const kept = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  const addresses = {
    PUBLIC_URL: dashboardUrl,
    // Meta is the simulator, unless somebody wants to talk with the real one.
    ...(simulator && { GRAPH_URL: `http://127.0.0.1:${simulator.port}` }),
  }
  const values = {
    ENVIRONMENT: 'development',
    ACCESS_TOKEN_SECRET: secret(),
    ENCRYPTION_KEYS: `k1:${secret()}`,
    META_APP_ID: DEMO_APP_ID,
    META_APP_SECRET: randomBytes(16).toString('hex'),
    META_VERIFY_TOKEN: randomBytes(12).toString('base64url'),
    MAIL_SENDER: 'local',
    MAIL_FROM: 'Wharf <noreply@wharf.local>',
    SUPERADMIN_EMAIL: 'operator@wharf.local',
    ...addresses,
    ...kept,
    ...Object.fromEntries(Object.entries(addresses).filter(([key]) => isLocal(kept[key]))),
  }
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(
    file,
    `${Object.entries(values)
      .map(([key, value]) => `${key}=${quote(value ?? '')}`)
      .join('\n')}\n`,
    { mode: 0o600 },
  )
  chmodSync(file, 0o600)
  return { file, values }
}

const isLocal = (/** @type {string | undefined} */ url) => url?.startsWith('http://127.0.0.1:') ?? false
const quote = (/** @type {string} */ value) => (/^[\w.:@/+=-]*$/.test(value) ? value : `'${value}'`)
