import type { ConversationRow, Everything, MessageRow } from './everything'
import type { Tenant } from './stage'
import type { Told, ToldMessage } from './told'

type Say = (sentence: string) => void

/** What customers said, message by message. */
export function compareInbound(
  { number, organization }: Tenant,
  rows: MessageRow[],
  threads: ConversationRow[],
  found: Everything,
  told: Told,
  say: Say,
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
  sameOrder(expected, stored, say)
  const wamids = new Set(expected.map(({ wamid }) => wamid))
  for (const row of inbound) if (!wamids.has(row.wamid ?? '')) say(`${row.wamid} is stored and nobody told it`)
  const people = new Set(expected.map(({ from }) => from))
  const known = found.contacts.filter(({ organizationId }) => organizationId === organization.id)
  if (known.length !== people.size) say(`${known.length} contacts for ${people.size} people`)
}

/** Times have whole seconds: within one, what came in one delivery, and only in that, has ids in its order. */
function sameOrder(
  expected: readonly (ToldMessage & { times: number })[],
  stored: ReadonlyMap<string, MessageRow[]>,
  say: Say,
) {
  const once = expected.filter(({ times }) => times === 1).toSorted((a, b) => a.serial - b.serial)
  for (const together of Map.groupBy(once, ({ delivery, from, at }) => `${delivery} ${from} ${at}`).values())
    for (const [at, { wamid }] of together.entries()) {
      const [earlier, later] = [together[at - 1], { wamid }].map((one) => stored.get(one?.wamid ?? '')?.[0]?.id)
      if (earlier && later && later < earlier) say(`${wamid} comes before what was said before it`)
    }
}

const inOrder = (rows: MessageRow[]) =>
  rows.toSorted((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

/** What a conversation shows of its messages. */
export function compareThreads(
  rows: MessageRow[],
  threads: ConversationRow[],
  found: Everything,
  readWamids: ReadonlySet<string>,
  say: Say,
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
