import { z } from 'zod'
import { AppError } from './errors'
import { Secret } from './secret'

const encryptionKeysSchema = z.string().transform((list, issues) => {
  const keys = list.split(',').map((entry) => {
    const [id = '', encoded = ''] = entry.trim().split(':')
    return { id, key: new Uint8Array(Buffer.from(encoded, 'base64url')) }
  })
  if (keys.some(({ id, key }) => id === '' || key.length !== 32))
    issues.addIssue({
      code: 'custom',
      message: 'needs the form id:key[,id:key…], each key 32 bytes in base64url, the newest first',
    })
  // `split` never gives an empty list.
  return keys as [EncryptionKey, ...EncryptionKey[]]
})
type EncryptionKey = { id: string; key: Uint8Array }

const secretSchema = (minimum: number) =>
  z
    .string()
    .min(minimum, `needs at least ${minimum} characters`)
    .transform((value) => new Secret(value))

const settingsSchema = z
  .object({
    ENVIRONMENT: z.enum(['development', 'test', 'production'], 'needs to be development, test or production'),
    PUBLIC_URL: z
      .url('needs the address people open, such as https://inbox.example.com')
      .transform((url) => new URL(url).origin),
    ACCESS_TOKEN_SECRET: secretSchema(32),
    ENCRYPTION_KEYS: encryptionKeysSchema,
    MAIL_SENDER: z.enum(['local', 'smtp', 'cloudflare'], 'needs to be local, smtp or cloudflare'),
    MAIL_FROM: z.string().regex(/^[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>$/, 'needs the form Name <address@example.com>'),
    SMTP_HOST: z.string().optional(),
    SMTP_PORT: z.coerce.number().int().min(1).max(65535).default(587),
    SMTP_SECURITY: z.enum(['starttls', 'tls', 'none']).default('starttls'),
    SMTP_USERNAME: z.string().optional(),
    SMTP_PASSWORD: secretSchema(1).optional(),
    SUPERADMIN_EMAIL: z.string().trim().toLowerCase().optional(),
    CLOSED_SHARDS: z.string().default(''),
    META_APP_ID: z.string().regex(/^\d+$/, 'needs to be the number that Meta gave the app').optional(),
    META_APP_SECRET: secretSchema(1).optional(),
    META_VERIFY_TOKEN: secretSchema(1).optional(),
    META_SIGNUP_CONFIGURATION_ID: z.string().optional(),
    GRAPH_URL: z.url().default('https://graph.facebook.com'),
    GRAPH_VERSION: z
      .string()
      .regex(/^v\d+\.\d+$/, 'needs the form v26.0')
      .default('v26.0'),
    MIRROR_S3_ENDPOINT: z.url().optional(),
    MIRROR_S3_BUCKET: z.string().optional(),
    MIRROR_S3_REGION: z.string().default('auto'),
    MIRROR_S3_ACCESS_KEY_ID: z.string().optional(),
    MIRROR_S3_SECRET_ACCESS_KEY: secretSchema(1).optional(),
  })
  .refine((settings) => settings.MAIL_SENDER !== 'smtp' || settings.SMTP_HOST !== undefined, {
    path: ['SMTP_HOST'],
    message: 'is needed when MAIL_SENDER is smtp',
  })
  .refine(
    (settings) =>
      settings.MIRROR_S3_ENDPOINT === undefined ||
      (settings.MIRROR_S3_BUCKET && settings.MIRROR_S3_ACCESS_KEY_ID && settings.MIRROR_S3_SECRET_ACCESS_KEY),
    {
      path: ['MIRROR_S3_ENDPOINT'],
      message: 'needs MIRROR_S3_BUCKET, MIRROR_S3_ACCESS_KEY_ID and MIRROR_S3_SECRET_ACCESS_KEY beside it',
    },
  )
  .refine((settings) => settings.MAIL_SENDER !== 'local' || settings.ENVIRONMENT !== 'production', {
    path: ['MAIL_SENDER'],
    message: 'cannot be local in production, where nobody could read the mail; use smtp or cloudflare',
  })

const requiredBindings = [
  'DIRECTORY',
  'SHARD_0',
  'BUCKET',
  'INBOUND',
  'OUTBOUND',
  'BULK_OUTBOUND',
  'MEDIA',
  'EVENTS',
  'DUE',
  'JOBS',
  'MAIL',
  'DEAD_LETTERS',
  'INBOX_HUB',
  'CONVERSATION_ROOM',
  'NUMBER_PACER',
  'RATE_LIMITER',
] as const

/** Everything that can be set from outside, parsed once. Secrets do not print. */
export type Config = {
  environment: 'development' | 'test' | 'production'
  /** Origin of the address that people open, without a trailing slash. */
  publicUrl: string
  accessTokenSecret: Secret
  /** The newest first. 32 bytes each. */
  encryptionKeys: [EncryptionKey, ...EncryptionKey[]]
  mail: {
    sender: 'local' | 'smtp' | 'cloudflare'
    from: { name: string; email: string }
    smtp: {
      host: string
      port: number
      security: 'starttls' | 'tls' | 'none'
      username: string | undefined
      password: Secret | undefined
    }
  }
  superadminEmail: string | undefined
  /** Shards that take no new organization, such as `SHARD_0`. */
  closedShards: readonly string[]
  /** The platform's own Meta app. `signupConfigurationId` opens Embedded Signup. */
  meta: {
    appId: string | undefined
    appSecret: Secret | undefined
    verifyToken: Secret | undefined
    signupConfigurationId: string | undefined
  }
  /** Meta's Graph API: origin without a trailing slash, and a version such as `v26.0`. */
  graph: { url: string; version: string }
  /** Where media is copied to as well, if anywhere. */
  mirror: { endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: Secret } | undefined
}

const parsed = new WeakMap<object, Config>()

/**
 * Reads the Worker's variables, secrets and bindings.
 * @throws AppError `config.invalid`, naming each key that is missing or wrong and where to set it
 */
export function loadConfig(env: Env): Config {
  const known = parsed.get(env)
  if (known) return known
  const problems = requiredBindings
    .filter((name) => env[name] === undefined)
    .map((name) => `${name} is not bound (add it to wrangler.toml, see docs/self-hosting.md)`)
  const result = settingsSchema.safeParse(env)
  if (!result.success)
    for (const issue of result.error.issues) {
      const key = String(issue.path[0])
      problems.push(key in env ? `${key} ${issue.message}` : `${key} is missing`)
    }
  if (problems.length > 0 || !result.success) throw configInvalid(problems)
  const config = toConfig(result.data)
  parsed.set(env, config)
  return config
}

const configInvalid = (problems: string[]) =>
  new AppError({
    code: 'config.invalid',
    status: 503,
    message:
      `Wharf is not configured: ${problems.join('; ')}. ` +
      'Set variables in wrangler.toml and secrets with "wrangler secret put NAME --env production"; for a local run they are in local.env of the data directory (.data, or DATA_DIR), which "npm start" writes.',
    details: problems,
  })

function toConfig(settings: z.output<typeof settingsSchema>): Config {
  const [name = '', email = ''] = settings.MAIL_FROM.split('<')
  return {
    environment: settings.ENVIRONMENT,
    publicUrl: settings.PUBLIC_URL,
    accessTokenSecret: settings.ACCESS_TOKEN_SECRET,
    encryptionKeys: settings.ENCRYPTION_KEYS,
    mail: {
      sender: settings.MAIL_SENDER,
      from: { name: name.trim(), email: email.replace('>', '').trim() },
      smtp: {
        host: settings.SMTP_HOST ?? '',
        port: settings.SMTP_PORT,
        security: settings.SMTP_SECURITY,
        username: settings.SMTP_USERNAME,
        password: settings.SMTP_PASSWORD,
      },
    },
    superadminEmail: settings.SUPERADMIN_EMAIL,
    closedShards: settings.CLOSED_SHARDS.split(',').map((shard) => shard.trim()),
    meta: {
      appId: settings.META_APP_ID,
      appSecret: settings.META_APP_SECRET,
      verifyToken: settings.META_VERIFY_TOKEN,
      signupConfigurationId: settings.META_SIGNUP_CONFIGURATION_ID,
    },
    graph: { url: settings.GRAPH_URL.replace(/\/+$/, ''), version: settings.GRAPH_VERSION },
    mirror: toMirror(settings),
  }
}

function toMirror(settings: z.output<typeof settingsSchema>): Config['mirror'] {
  const {
    MIRROR_S3_ENDPOINT: endpoint,
    MIRROR_S3_BUCKET: bucket,
    MIRROR_S3_REGION: region,
    MIRROR_S3_ACCESS_KEY_ID: accessKeyId,
    MIRROR_S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = settings
  if (!endpoint || !bucket || !accessKeyId || !secretAccessKey) return undefined
  return { endpoint: endpoint.replace(/\/+$/, ''), bucket, region, accessKeyId, secretAccessKey }
}
