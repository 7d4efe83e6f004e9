import { createHash } from 'node:crypto'
import type { PhoneNumber } from '../core/state'
import type { InboundContent } from '../webhooks/message-payloads'

export type LedgerMessage = { id: string; waId: string; type: string; textHash: string }
export type NumberLedger = {
  /** Distinct people. */
  contacts: number
  /** Distinct messages; reactions are counted apart: they belong to another message. */
  messages: number
  reactions: number
  types: Record<string, number>
  /** SHA-256 over `id textHash` of all messages, sorted by id, one a line: one value to compare. */
  digest: string
  /** Distinct statuses by name. */
  statuses: Record<string, number>
}
export type Ledger = ReturnType<typeof createLedger>

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** SHA-256 of what a message says in words: text, caption, or the title that was tapped; empty otherwise. */
export const textHashOf = (content: InboundContent): string => sha256(wordsOf(content))

function wordsOf(content: InboundContent): string {
  if (content.type === 'text') return content.text.body
  if (content.type === 'image') return typeof content.image.caption === 'string' ? content.image.caption : ''
  if (content.type !== 'interactive') return ''
  return content.interactive.type === 'button_reply' ? content.interactive.button_reply.title : ''
}

type Entry = {
  people: Set<string>
  messages: Map<string, LedgerMessage>
  reactions: Set<string>
  statuses: Set<string>
}

/** What the business should hold in the end, however often and in which order it was told. */
export function createLedger(numbers: Pick<PhoneNumber, 'id'>[]) {
  const entries = new Map<string, Entry>(
    numbers.map(({ id }) => [
      id,
      { people: new Set(), messages: new Map(), reactions: new Set(), statuses: new Set() },
    ]),
  )
  return {
    addMessage({
      numberId,
      waId,
      id,
      content,
    }: {
      numberId: string
      waId: string
      id: string
      content: InboundContent
    }): void {
      const entry = entries.get(numberId)
      entry?.people.add(waId)
      if (content.type === 'reaction') entry?.reactions.add(id)
      else entry?.messages.set(id, { id, waId, type: content.type, textHash: textHashOf(content) })
    },
    addStatus({ numberId, wamid, status }: { numberId: string; wamid: string; status: string }): void {
      entries.get(numberId)?.statuses.add(`${status} ${wamid}`)
    },
    summary: (): Record<string, NumberLedger> =>
      Object.fromEntries([...entries].map(([numberId, entry]) => [numberId, summaryOf(entry)])),
    messages: (): Record<string, LedgerMessage[]> =>
      Object.fromEntries([...entries].map(([numberId, { messages }]) => [numberId, [...messages.values()]])),
  }
}

function summaryOf({ people, messages, reactions, statuses }: Entry): NumberLedger {
  const types: Record<string, number> = {}
  for (const { type } of messages.values()) types[type] = (types[type] ?? 0) + 1
  const byStatus: Record<string, number> = {}
  for (const one of statuses) {
    const [status = ''] = one.split(' ')
    byStatus[status] = (byStatus[status] ?? 0) + 1
  }
  return {
    contacts: people.size,
    messages: messages.size,
    reactions: reactions.size,
    types,
    digest: digestOf(messages.values()),
    statuses: byStatus,
  }
}

/** Exported for whoever reads a database back and wants the same value. */
export const digestOf = (messages: Iterable<Pick<LedgerMessage, 'id' | 'textHash'>>): string =>
  sha256(
    [...messages]
      .map(({ id, textHash }) => `${id} ${textHash}`)
      .sort()
      .join('\n'),
  )
