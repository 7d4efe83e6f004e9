import { createServer } from 'node:net'
import { readD1Migrations } from '@cloudflare/vitest-plugin'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'

export type Mail = {
  id: string
  to: { name: string; email: string }
  subject: string
  text: string
  html: string
  at: string
}
export type Product = Awaited<ReturnType<typeof startProduct>>
/** D1, as far as a journey looks into it. The Worker's own types would bring its globals along. */
export type Database = {
  prepare(sql: string): Statement
  batch(statements: Statement[]): Promise<unknown>
}
type Statement = {
  bind(...values: unknown[]): Statement
  all<Row>(): Promise<{ results: Row[] }>
}

/** Miniflare's own type of a Worker leaves this out. */
type Scheduled = { scheduled(options: { cron: string }): Promise<{ outcome: string }> }

type Options = {
  /** Worker variables on top of the usual ones. */
  variables?: Record<string, string>
  /**
   * 'pages': the dashboard comes from the built Pages function, and /api reaches the Worker through its service binding.
   * 'none': no dashboard, and locally no asset router in front of the Worker.
   */
  front?: 'worker' | 'pages' | 'none'
  /** Another Worker on the same bindings, for benchmarks; its entry comes first. */
  modules?: Modules
  /** Queues without their consumers: what is sent is dropped. For benchmarks of who sends. */
  withConsumers?: boolean
  /** Where a debugger reaches the Worker, for profiles. */
  inspectorPort?: number
}
type Modules = { type: 'ESModule'; path: string; contents: string }[]

/**
 * The production bundle (dist/worker) and the built dashboard (web/dist) on a free port, with empty stores that nobody
 * keeps. Needs `npm run build`.
 */
export async function startProduct(options: Options = {}) {
  const { variables = {}, front = 'worker', inspectorPort } = options
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const logs: string[] = []
  const worker = workerOptions({ ...localVariables, PUBLIC_URL: url, ...variables }, options)
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port,
      // Undefined is none; its types do not say so.
      inspectorPort: inspectorPort as number,
      cf: false,
      logRequests: false,
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: ({ message }) => logs.push(message),
      workers: front === 'pages' ? [pagesOptions(worker), worker] : [worker],
    }),
  )
  await miniflare.ready
  // getBindings does not know what wrangler.toml binds.
  const env = await miniflare.getBindings<Record<string, Database>>('wharf')
  for (const [name, database] of Object.entries(env)) {
    if (name === 'DIRECTORY') await migrate(database, 'migrations/directory')
    if (name.startsWith('SHARD_')) await migrate(database, 'migrations/shard')
  }
  return {
    url,
    env,
    /** What the Worker logged, for the message of a failed journey. */
    logs,
    /** What a local run keeps instead of sending, newest first. */
    mailbox: async () => {
      const response = await fetch(`${url}/api/dev/mail`)
      return ((await response.json()) as { items: Mail[] }).items
    },
    scheduled: async (cron: string) => {
      const worker = (await miniflare.getWorker('wharf')) as unknown as Scheduled
      return worker.scheduled({ cron })
    },
    close: () => miniflare.dispose(),
  }
}

const localVariables = {
  ENVIRONMENT: 'development',
  ACCESS_TOKEN_SECRET: 'ZTJlLW9ubHktYWNjZXNzLXRva2VuLXNlY3JldC0wMDAwMQ',
  ENCRYPTION_KEYS: 'k1:ZTJlLW9ubHktZW5jcnlwdGlvbi1rZXktMDAwMDAwMDE',
  META_APP_SECRET: '00112233445566778899aabbccddeeff',
  META_VERIFY_TOKEN: 'e2e-verify-token',
  MAIL_SENDER: 'local',
  MAIL_FROM: 'Wharf <noreply@wharf.local>',
  SUPERADMIN_EMAIL: 'operator@wharf.local',
}

function workerOptions(variables: Record<string, string>, { modules, front, withConsumers = true }: Options) {
  // modulesRules are of another version of the options.
  const { modulesRules: _, ...options } = unstable_getMiniflareWorkerOptions('./wrangler.toml')
    .workerOptions as WorkerOptions
  if (front === 'none') Reflect.deleteProperty(options, 'assets')
  if (!withConsumers) Reflect.deleteProperty(options, 'queueConsumers')
  return {
    ...options,
    name: 'wharf',
    ...(modules ? { modules } : { modules: true as const, scriptPath: 'dist/worker/index.js' }),
    bindings: { ...options.bindings, ...variables },
  }
}
type WorkerOptions = {
  modulesRules: unknown
  bindings: Record<string, string>
  assets: { directory: string; binding: string }
  compatibilityDate: string
  compatibilityFlags: string[]
}

/** As Cloudflare Pages does it: what dist/pages/_routes.json names reaches the function, the rest is web/dist. */
const pagesOptions = ({ compatibilityDate, compatibilityFlags, assets }: Omit<WorkerOptions, 'modulesRules'>) => ({
  name: 'pages',
  modules: true,
  scriptPath: 'dist/pages/index.js',
  compatibilityDate,
  compatibilityFlags,
  assets,
  serviceBindings: { API: 'wharf' },
})

async function migrate(database: Database, folder: string) {
  for (const { queries } of await readD1Migrations(folder)) {
    await database.batch(queries.map((query) => database.prepare(query)))
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
