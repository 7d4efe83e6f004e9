// What the runtime itself takes: Hono with nothing behind it, with one query behind it, and with the password hash.
import { Hono } from 'hono'
import { hashPassword } from '../worker/shared/password-hashing.ts'

type Database = { prepare(sql: string): { bind(...values: unknown[]): { first(): Promise<unknown> } } }

const app = new Hono<{ Bindings: { DIRECTORY: Database } }>()
app.get('/api/hello', (c) => c.json({ hello: 'world' }))
app.get('/api/one-query', async (c) => c.json(await c.env.DIRECTORY.prepare('SELECT ? AS one').bind('hello').first()))
app.get('/api/hash', async (c) => c.json({ hash: await hashPassword('a sentence long enough') }))
export default app

// wrangler.toml binds them.
export class InboxHub {}
export class RateLimiter {}
