import { readContent } from './webhook-content'
import type { HistoryMessageEvent, WebhookEvent } from './webhook-events'
import { addresseeOf, received, unknown } from './webhook-messages'
import { type Contacts, personOf, readContacts, withoutAt } from './webhook-people'
import { readSentContent } from './webhook-sent-content'
import { errorAt, type Json, numberAt, recordAt, recordsAt, textAt } from './webhook-values'

/** `history`: the phone app's past in chunks, and the files of it that follow later. */
export function readHistory(value: Json): WebhookEvent[] {
  const business = digits(textAt(recordAt(value, 'metadata'), 'display_phone_number'))
  const chunks = recordsAt(value, 'history').flatMap((chunk) => readChunk(chunk, business))
  const contacts = readContacts(value)
  const late = recordsAt(value, 'messages')
  return [...chunks, ...late.map((message) => readOne(message, { business, contacts, isOnly: late.length === 1 }))]
}

function readChunk(chunk: Json, business: string | null): WebhookEvent[] {
  const metadata = recordAt(chunk, 'metadata')
  const error = errorAt(chunk)
  const messages = recordsAt(chunk, 'threads').flatMap((thread) => {
    const contacts = contactsOf(thread)
    return recordsAt(thread, 'messages').map((message) => readOne(message, { business, contacts, isOnly: true }))
  })
  // After its messages: who hears of the progress finds them stored.
  return [
    ...messages,
    {
      kind: 'history_progress',
      phase: numberAt(metadata, 'phase'),
      progress: numberAt(metadata, 'progress'),
      error,
    },
  ]
}

/** The one person of a thread. */
function contactsOf(thread: Json): Contacts {
  const context = recordAt(thread, 'context')
  const person = {
    waId: textAt(thread, 'id') ?? textAt(context, 'wa_id'),
    userId: textAt(context, 'user_id'),
    parentUserId: textAt(context, 'parent_user_id'),
    username: withoutAt(textAt(context, 'username')),
    profileName: null,
  }
  return { all: [person], byUserId: new Map(), byWaId: new Map() }
}

type Around = { business: string | null; contacts: Contacts; isOnly: boolean }

function readOne(message: Json, { business, contacts, isOnly }: Around): WebhookEvent {
  const wamid = textAt(message, 'id')
  if (wamid === null) return unknown('a message of the history without an id')
  const direction = directionOf(message, business, contacts)
  const named =
    direction === 'outbound'
      ? addresseeOf(message)
      : { waId: textAt(message, 'from'), userId: textAt(message, 'from_user_id') }
  const person = personOf(contacts, named, isOnly)
  if (!person) return unknown('a message of the history that does not say whom it is from or for')
  const read = direction === 'outbound' ? readSentContent(message) : readContent(message)
  const status = direction === 'outbound' ? statusOf(message) : null
  return { kind: 'history', wamid, person, direction, status, ...received(message, read) }
}

function directionOf(message: Json, business: string | null, { all }: Contacts): HistoryMessageEvent['direction'] {
  const from = textAt(message, 'from')
  if (textAt(message, 'from_user_id') !== null) return 'inbound'
  if (textAt(message, 'to') !== null || textAt(message, 'to_user_id') !== null) return 'outbound'
  if (from === null) return 'inbound'
  if (all.some(({ waId }) => waId === from)) return 'inbound'
  // How our own number is printed varies; a thread has no third party.
  return digits(from) === business || all.length === 1 ? 'outbound' : 'inbound'
}

const STATUSES: Record<string, HistoryMessageEvent['status']> = {
  SENT: 'sent',
  DELIVERED: 'delivered',
  READ: 'read',
  PLAYED: 'played',
  ERROR: 'failed',
}
const statusOf = (message: Json) =>
  STATUSES[textAt(recordAt(message, 'history_context'), 'status')?.toUpperCase() ?? ''] ?? null

const digits = (number: string | null) => number?.replace(/\D/g, '') || null
