import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import type { StoredMessage } from '../../../simulator/core/state'
import { contactIdentities, contacts } from '../../modules/contacts/contacts.tables'
import { changeSequences, conversations } from '../../modules/conversations/conversations.tables'
import { statusOf } from '../../modules/inbox/inbox.models'
import { messages, parkedStatuses } from '../../modules/messages/messages.tables'
import { deadLetters, outbox } from '../../shared/db/directory.tables'
import { shardOutbox } from '../../shared/db/shard.tables'
import { openShard, shardNames } from '../../shared/db/shards'
import type { HeldQueues } from '../held-queues'
import type { SendCall, Stage, Tenant } from './stage'
import type { Told, ToldStatus } from './told'

/** What an agent asked to be sent, and was told is on its way. */
export type Asked = { messageId: string; conversationId: string; text: string; tenant: Tenant }

type MessageRow = typeof messages.$inferSelect
type ConversationRow = typeof conversations.$inferSelect

/** Every row of every shard, whoever it belongs to. */
export async function readEverything() {
  const shards = shardNames(env).map((name) => openShard(env, name))
  const all = async <Row>(read: (shard: (typeof shards)[number]) => Promise<Row[]>): Promise<Row[]> =>
    (await Promise.all(shards.map(read))).flat()
  const directory = drizzle(env.DIRECTORY)
  return {
    messages: await all((shard) => shard.select().from(messages)),
    conversations: await all((shard) => shard.select().from(conversations)),
    contacts: await all((shard) => shard.select().from(contacts)),
    identities: await all((shard) => shard.select().from(contactIdentities)),
    parked: await all((shard) => shard.select().from(parkedStatuses)),
    sequences: await all((shard) => shard.select().from(changeSequences)),
    outbox: [...(await all((shard) => shard.select().from(shardOutbox))), ...(await directory.select().from(outbox))],
    deadLetters: await directory.select().from(deadLetters),
  }
}
export type Everything = Awaited<ReturnType<typeof readEverything>>

type Evidence = {
  stage: Stage
  told: Told
  asked: Asked[]
  queues: HeldQueues
  /** Inbound messages that were there when their conversation was read. */
  readWamids: ReadonlySet<string>
  /** Messages that a tenant's own app signed about a neighbour's number. */
  forged: string[]
}

/** The ledger against the database, row by row. @returns every difference, as a sentence */
export function compare(found: Everything, { stage, told, asked, queues, readWamids, forged }: Evidence): string[] {
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
    compareOutbound(tenant, rows, { stage, told, asked, queues }, sayHere)
  }
  return wrong
}

function compareInbound(
  { number, organization }: Tenant,
  rows: MessageRow[],
  threads: ConversationRow[],
  found: Everything,
  told: Told,
  say: (sentence: string) => void,
) {
  const expected = [...told.messages.values()].filter(({ metaPhoneNumberId }) => metaPhoneNumberId === number.id)
  const inbound = rows.filter(({ direction }) => direction === 'inbound')
  const stored = Map.groupBy(inbound, ({ wamid }) => wamid ?? '')
  const identities = found.identities.filter(({ organizationId }) => organizationId === organization.id)
  for (const one of expected) {
    const [row, ...more] = stored.get(one.wamid) ?? []
    if (!row) {
      say(`${one.type} ${one.wamid} of ${one.from} was told ${one.times} times and is not stored`)
      continue
    }
    if (more.length > 0) say(`${one.wamid} is stored ${more.length + 1} times`)
    if (row.occurredAt !== one.at) say(`${one.wamid} has the time ${row.occurredAt} and not ${one.at}`)
    if (row.type !== one.type) say(`${one.wamid} is a ${row.type} and not a ${one.type}`)
    if (one.text !== null && row.text !== one.text) say(`${one.wamid} says ${row.text} and not ${one.text}`)
    if (row.targetWamid !== one.targetWamid) say(`${one.wamid} is about ${row.targetWamid} and not ${one.targetWamid}`)
    const thread = threads.find(({ id }) => id === row.conversationId)
    const isTheirs = identities.some(({ contactId, value }) => contactId === thread?.contactId && value === one.from)
    if (!isTheirs) say(`${one.wamid} of ${one.from} is in the thread of somebody else`)
  }
  const wamids = new Set(expected.map(({ wamid }) => wamid))
  for (const row of inbound) if (!wamids.has(row.wamid ?? '')) say(`${row.wamid} is stored and nobody told it`)
  const people = new Set(expected.map(({ from }) => from))
  const known = found.contacts.filter(({ organizationId }) => organizationId === organization.id)
  if (known.length !== people.size) say(`${known.length} contacts for ${people.size} people`)
}

const inOrder = (rows: MessageRow[]) =>
  rows.toSorted((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

function compareThreads(
  rows: MessageRow[],
  threads: ConversationRow[],
  found: Everything,
  readWamids: ReadonlySet<string>,
  say: (sentence: string) => void,
) {
  const byThread = Map.groupBy(rows, ({ conversationId }) => conversationId)
  const pairs = new Set(threads.map(({ contactId, phoneNumberId }) => `${contactId} ${phoneNumberId}`))
  if (pairs.size !== threads.length) say('a contact has two conversations with one number')
  for (const thread of threads) {
    const bubbles = inOrder((byThread.get(thread.id) ?? []).filter(({ targetWamid }) => targetWamid === null))
    const inbound = bubbles.filter(({ direction }) => direction === 'inbound')
    const unread = inbound.filter(({ wamid }) => !readWamids.has(wamid ?? '')).length
    if (thread.unreadCount !== unread) say(`${thread.id} counts ${thread.unreadCount} unread and has ${unread}`)
    // Who assigned it to whom is a line in the thread, and nothing that was said.
    const newest = bubbles.findLast(({ type }) => type !== 'activity')
    if (newest && thread.lastMessageId !== newest.id)
      say(`${thread.id} shows ${thread.lastMessageId} and its newest message is ${newest.id}`)
    if (newest && thread.lastMessageAt !== newest.occurredAt)
      say(`${thread.id} is as old as ${thread.lastMessageAt} and its newest message as ${newest.occurredAt}`)
    const heardAt = Math.max(0, ...(byThread.get(thread.id) ?? []).map(inboundAt))
    if ((thread.lastInboundAt ?? 0) !== heardAt)
      say(`${thread.id} was heard of at ${thread.lastInboundAt}, not ${heardAt}`)
    const sequence = found.sequences.find(({ organizationId }) => organizationId === thread.organizationId)
    if (thread.changeSeq < 1 || thread.changeSeq > (sequence?.value ?? 0)) say(`${thread.id} has no change number`)
  }
}
const inboundAt = ({ direction, occurredAt }: MessageRow) => (direction === 'inbound' ? occurredAt : 0)

const RANK = ['sent', 'failed', 'delivered', 'read', 'played']

function compareOutbound(
  tenant: Tenant,
  rows: MessageRow[],
  { stage, told, asked, queues }: Omit<Evidence, 'readWamids' | 'forged'>,
  say: (sentence: string) => void,
) {
  const { number } = tenant
  const outbound = rows.filter(({ direction }) => direction === 'outbound')
  const atMeta = Object.values(stage.meta.world.state.messages).filter(
    (message) => message.direction === 'outbound' && message.numberId === number.id,
  )
  const accepted = Map.groupBy(atMeta, ({ callbackData }) => callbackData ?? '')
  const wanted = asked.filter((one) => one.tenant === tenant)
  const rowById = new Map(outbound.map((row) => [row.id, row]))

  for (const { messageId, conversationId, text } of wanted) {
    const row = rowById.get(messageId)
    if (!row) say(`${messageId} was accepted with 202 and is not stored`)
    else if (row.text !== text || row.conversationId !== conversationId) say(`${messageId} is not what was asked for`)
  }
  const texts = Map.groupBy(outbound, ({ text }) => text ?? '')
  for (const [text, same] of texts) if (same.length > 1) say(`“${text}” is stored ${same.length} times`)
  for (const [id, same] of accepted) {
    if (!rowById.has(id)) say(`Meta has accepted ${id}, which is not stored`)
    if (same.length > 1) say(`${id} was sent ${same.length} times`)
  }
  sameOrder(atMeta, say)
  for (const row of outbound) {
    const [sent] = accepted.get(row.id) ?? []
    compareStatus(row, sent, toldOf(told, number.id, sent?.id ?? row.wamid), say)
    const problem = stateProblem(row, sent, stage.calls, queues, told)
    if (problem) say(`${row.id} is ${row.sendState}: ${problem}`)
  }
}

/** Sent in the order in which they were written: ids are made in that order. */
function sameOrder(atMeta: StoredMessage[], say: (sentence: string) => void) {
  for (const [customerId, thread] of Map.groupBy(atMeta, (message) => message.customerId)) {
    const ids = thread.map(({ callbackData }) => callbackData ?? '')
    const late = ids.find((id, at) => at > 0 && id < (ids[at - 1] ?? ''))
    if (late) say(`${late} was sent to ${customerId} after one that was written later`)
  }
}

const toldOf = (told: Told, metaPhoneNumberId: string, wamid: string | null): ToldStatus[] =>
  wamid === null ? [] : RANK.flatMap((status) => told.statuses.get(`${metaPhoneNumberId} ${wamid} ${status}`) ?? [])

function compareStatus(
  row: MessageRow,
  sent: StoredMessage | undefined,
  statuses: ToldStatus[],
  say: (sentence: string) => void,
) {
  const at = (status: string) => statuses.find((one) => one.status === status)?.at ?? null
  if (statuses.length > 0 && row.wamid !== statuses[0]?.wamid) say(`${row.id} has not the id that its statuses have`)
  if (row.wamid !== null && row.wamid !== sent?.id) say(`${row.id} has the id ${row.wamid}, which is not Meta’s`)
  for (const [name, value] of [
    ['delivered', row.deliveredAt],
    ['read', row.readAt],
    ['failed', row.failedAt],
  ] as const) {
    // One that Meta refused at once has failed without a status.
    if (name === 'failed' && at(name) === null && row.sendState === 'failed') continue
    if (value !== at(name)) say(`${row.id} was ${name} at ${value}, and Meta told ${at(name)}`)
  }
  const [highest] = statuses.map(({ status }) => status).sort((a, b) => RANK.indexOf(b) - RANK.indexOf(a))
  if (highest !== undefined && statusOf(row) !== highest)
    say(`${row.id} is shown as ${statusOf(row)} and is ${highest}`)
}

/** Why a message may not be in the state it is in. */
function stateProblem(
  row: MessageRow,
  sent: StoredMessage | undefined,
  calls: SendCall[],
  { invocations }: HeldQueues,
  told: Told,
): string | null {
  const own = calls.filter(({ messageId }) => messageId === row.id)
  if (row.sendState === 'accepted') return sent ? null : 'Meta never accepted it'
  if (row.sendState === 'failed')
    return sent && !sent.error ? 'Meta has accepted it' : own.length === 0 ? 'it was never tried' : null
  if (row.sendState !== 'unconfirmed') return 'that is not where a message may end'
  const isTold = [...told.statuses.values()].some(({ callbackData }) => callbackData === row.id)
  if (isTold) return 'a status has told what became of it'
  const isExplained = own.some(
    ({ outcome, invocation }) => typeof outcome === 'string' || outcome >= 500 || (invocation?.struck.length ?? 0) > 0,
  )
  if (isExplained) return null
  // Claimed, perhaps after Meta had refused it for now, and then the consumer was hit before it could call.
  const wasHit = own.every(({ outcome }) => outcome !== 200) && invocations.some(({ struck }) => struck.length > 0)
  return wasHit ? null : 'nothing that was done to it explains that'
}
