import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { buildSimulator, simulatorServer } from '../scripts/shared/simulator.mjs'

// Meta's side of a journey: the simulator as npm start runs it, in a process of its own.

export const META_APP = {
  id: '634974688087057',
  secret: '00112233445566778899aabbccddeeff',
  verifyToken: 'e2e-verify-token',
}

type Json = Record<string, unknown>
export type Business = {
  appId: string
  appSecret: string
  accountId: string
  phoneNumberId: string
  accessToken: string
  phoneNumbers: { id: string; displayPhoneNumber: string; verifiedName: string }[]
}
export type Customer = { id: string; name: string; waId: string }
/** What the business sent to a customer, as the simulator has it. */
export type Received = {
  id: string
  type: string
  status: string
  customerId: string
  payload: Json & { text?: { body: string }; audio?: { voice?: boolean }; image?: { caption?: string } }
}
export type Meta = Awaited<ReturnType<typeof startMeta>>

/** @param port where the Worker asks for the Graph API */
export async function startMeta({ port, workerUrl }: { port: number; workerUrl: string }) {
  await buildSimulator()
  const dataDir = mkdtempSync(join(tmpdir(), 'wharf-meta-'))
  const url = `http://127.0.0.1:${port}`
  const server = spawn(process.execPath, [simulatorServer], {
    env: {
      ...process.env,
      SIMULATOR_PORT: String(port),
      DATA_DIR: dataDir,
      WORKER_URL: workerUrl,
      META_APP_ID: META_APP.id,
      META_APP_SECRET: META_APP.secret,
      META_VERIFY_TOKEN: META_APP.verifyToken,
    },
    stdio: 'ignore',
  })
  await vi.waitFor(() => fetch(`${url}/_simulator/clock`), { timeout: 20_000, interval: 100 })

  async function control<Answer = Json>(path: string, body?: Json, method = body ? 'POST' : 'GET'): Promise<Answer> {
    const response = await fetch(`${url}/_simulator${path}`, { method, ...(body && { body: JSON.stringify(body) }) })
    const answer = await response.json()
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`)
    return answer as Answer
  }
  // As fast as it goes: nobody watches the ticks of every journey.
  await control('/settings', { statusDelaysMs: { sent: 5, delivered: 10, read: 15, played: 15 } }, 'PATCH')

  /** What a customer does next is told next: within a second Meta's times do not say what came first. */
  async function act(customer: Customer, action: Json): Promise<{ messageId: string }> {
    const done = await control<{ messageId: string }>(`/customers/${customer.id}/actions`, action)
    const arrived = async () => {
      const { total } = await control<{ total: number }>('/deliveries?state=waiting&limit=1')
      if (total > 0) throw new Error(`${total} deliveries are on their way`)
    }
    // What the Worker does not take stays on its way: a journey that wants that goes on.
    await vi.waitFor(arrived, { timeout: 2000, interval: 20 }).catch(() => {})
    return done
  }

  return {
    url,
    control,
    /** The pottery of the demonstration, with its templates. */
    async demoBusiness(): Promise<Business> {
      const { tokens, accounts, numbers } = await control<{
        tokens: Record<string, { token: string }>
        accounts: Record<string, { id: string }>
        numbers: Record<string, { id: string; displayPhoneNumber: string; verifiedName: string }>
      }>('/state')
      const phoneNumbers = Object.values(numbers)
      return {
        appId: META_APP.id,
        appSecret: META_APP.secret,
        accountId: Object.values(accounts)[0]?.id ?? '',
        phoneNumberId: phoneNumbers[0]?.id ?? '',
        accessToken: Object.values(tokens)[0]?.token ?? '',
        phoneNumbers,
      }
    },
    newBusiness: (business: Json) => control<Business>('/businesses', business),
    newCustomer: (name: string, more: Json = {}) => control<Customer>('/customers', { name, ...more }),
    act,
    says: (customer: Customer, text: string) => act(customer, { type: 'text', text }),
    /** The next sends of a number fail with a code of Meta's. */
    failNext: (numberId: string, code: number, more: Json = {}) =>
      control(`/numbers/${numberId}/failures`, { code, ...more }),
    /** Ours and the Worker's clock. A browser's is `page.clock`. */
    advance: (ms: number) => control('/clock', { advanceMs: ms }),
    /** In the order of their arrival, reactions and failures among them. */
    receivedBy: async (customer: Customer): Promise<Received[]> =>
      (await control<{ messages: Received[] }>(`/received?customerId=${customer.id}`)).messages,
    bytesOf: async (messageId: string) => {
      const response = await fetch(`${url}/_simulator/messages/${encodeURIComponent(messageId)}/media`)
      return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) }
    },
    close: async () => {
      await ended(server)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve())
    server.kill('SIGTERM')
  })
}
