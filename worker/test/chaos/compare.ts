import type { HeldQueues } from '../held-queues'
import { type Copies, compareFiles } from './compare-files'
import { compareInbound, compareThreads } from './compare-inbound'
import { compareOutbound } from './compare-outbound'
import type { Everything } from './everything'
import type { Stage, Tenant } from './stage'
import type { Told } from './told'

/** What an agent or a program asked to be sent, and was told is on its way. */
export type Asked = {
  messageId: string
  conversationId: string
  content: Record<string, unknown>
  /** What can be read of it. */
  text: string | null
  /** Of its file. */
  sha256: string | null
  tenant: Tenant
}

export type Evidence = {
  stage: Stage
  told: Told
  asked: Asked[]
  queues: HeldQueues
  /** Inbound messages that were there when their conversation was read. */
  readWamids: ReadonlySet<string>
  /** Messages that a tenant's own app signed about a neighbour's number. */
  forged: string[]
  /** By organization. */
  copies: ReadonlyMap<string, Copies>
}

/** The ledger against the database, row by row. @returns every difference, as a sentence */
export function compare(found: Everything, evidence: Evidence): string[] {
  const { stage, told, readWamids, forged } = evidence
  const wrong: string[] = []
  const say = (sentence: string) => void wrong.push(sentence)

  const organizationIds = new Set(stage.tenants.map(({ organization }) => organization.id))
  for (const [table, rows] of Object.entries(found))
    for (const row of rows as { organizationId?: string | null }[])
      if (row.organizationId && !organizationIds.has(row.organizationId)) say(`${table}: a row of a stranger`)
  const refused = found.deadLetters.filter(({ reason }) => reason.startsWith('Nobody has connected the number'))
  for (const wamid of forged)
    if (!refused.some(({ message }) => JSON.stringify(message).includes(wamid)))
      say(`${wamid} is not kept for the operator`)
  for (const row of found.deadLetters) if (!refused.includes(row)) say(`dead letter of ${row.queue}: ${row.reason}`)
  for (const row of found.outbox) say(`event ${row.id} was never taken`)
  for (const row of found.parked) say(`status of ${row.wamid} is parked for ever`)

  for (const tenant of stage.tenants) {
    const { organization, phoneNumberId, name } = tenant
    const rows = found.messages.filter(({ organizationId }) => organizationId === organization.id)
    const threads = found.conversations.filter(({ organizationId }) => organizationId === organization.id)
    for (const row of rows) if (row.phoneNumberId !== phoneNumberId) say(`${name}: ${row.id} is of another number`)
    const sayHere = (sentence: string) => say(`${name}: ${sentence}`)
    compareInbound(tenant, rows, threads, found, told, sayHere)
    compareThreads(rows, threads, found, readWamids, sayHere)
    compareOutbound(tenant, rows, evidence, sayHere)
    compareFiles(tenant, rows, found, evidence, sayHere)
  }
  return wrong
}
