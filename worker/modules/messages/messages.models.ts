import type { Actor } from '../../shared/context'
import type { MetaError } from '../../whatsapp/message-content.schemas'
import type { OutboundContent } from '../../whatsapp/outbound-content.schemas'
import type { MediaKind } from '../media/media.schemas'
import type { ContactRow, ConversationRow, IdentityRow, MessageRow, ThreadRows } from './messages.repository'

const DAY = 86_400_000

/** What decides whether a message may go out, and to whom. */
export type Thread = {
  conversation: ConversationRow
  /** Who it is now, after merges. */
  contact: ContactRow
  /** What Graph is told to send to: exactly as received, the newest of each kind. */
  to: { waId: string | null; userId: string | null; phone: string | null }
  /** In any thread of this person with this number: merged ones are one window. */
  lastInboundAt: number | null
  /** The conversations that are shown as this one thread: its own, and those of merged contacts with the same number. */
  together: ConversationRow[]
}
/** The threads among `rows`, by the conversation's id. */
export function toThreads({ conversations, contacts, identities }: ThreadRows): Map<string, Thread> {
  const contactById = new Map(contacts.map((row) => [row.id, row]))
  const survivorOf = (contactId: string) => contactById.get(contactId)?.mergedInto ?? contactId
  const threads = conversations.flatMap((conversation): [string, Thread][] => {
    const survivorId = survivorOf(conversation.contactId)
    const contact = contactById.get(survivorId)
    if (!contact) return []
    const together = conversations.filter(
      ({ contactId, phoneNumberId }) =>
        phoneNumberId === conversation.phoneNumberId && survivorOf(contactId) === survivorId,
    )
    const inbound = together.flatMap(({ lastInboundAt }) => lastInboundAt ?? [])
    return [
      [
        conversation.id,
        {
          conversation,
          contact,
          to: toRecipient(identities.filter(({ contactId }) => survivorOf(contactId) === survivorId)),
          lastInboundAt: inbound.length > 0 ? Math.max(...inbound) : null,
          together,
        },
      ],
    ]
  })
  return new Map(threads)
}

export function toRecipient(identities: readonly IdentityRow[]): Thread['to'] {
  const newest = (kind: IdentityRow['kind']) =>
    identities.filter((one) => one.kind === kind).toSorted((a, b) => b.createdAt - a.createdAt)[0]?.value ?? null
  return { waId: newest('wa_id'), userId: newest('bsuid'), phone: newest('phone') }
}

/** Why a message may not go out, whoever asks and whenever. */
export type Refusal = 'blocked' | 'unreachable' | 'window_closed' | 'opted_out' | 'consent_missing' | 'number_needed'

type Person = Pick<Thread, 'to' | 'lastInboundAt'> & { contact: Pick<ContactRow, 'blockedAt' | 'consent'> }
/** Asked when somebody sends, and again when its time has come. */
export function refusalOf(content: OutboundContent, { contact, to, lastInboundAt }: Person, now: number) {
  if (contact.blockedAt !== null) return 'blocked' satisfies Refusal
  if (to.waId === null && to.userId === null && to.phone === null) return 'unreachable' satisfies Refusal
  if (content.type !== 'template')
    return lastInboundAt === null || lastInboundAt + DAY <= now ? ('window_closed' satisfies Refusal) : null
  const category = content.rendering?.category
  if (category?.toUpperCase() === 'MARKETING' && contact.consent !== 'granted')
    return contact.consent === 'revoked' ? ('opted_out' satisfies Refusal) : ('consent_missing' satisfies Refusal)
  const hasNumber = to.waId !== null || to.phone !== null
  return category === 'AUTHENTICATION' && !hasNumber ? ('number_needed' satisfies Refusal) : null
}

/** The same as Meta would say it, for a message that was refused when its turn came. */
export const refusalErrors: Record<Refusal, MetaError> = {
  blocked: { code: 130403, title: 'You have blocked this contact', details: null },
  unreachable: { code: 131026, title: 'Nothing is known to send it to', details: null },
  window_closed: { code: 131047, title: 'More than 24 hours have passed since they last wrote', details: null },
  opted_out: { code: 131050, title: 'They have stopped marketing messages', details: null },
  consent_missing: { code: 131050, title: 'They have not agreed to marketing messages', details: null },
  number_needed: { code: 131062, title: 'A code can only be sent to a phone number', details: null },
}

/** Meta times have whole seconds; ours are cut to them. A clock behind Meta's must not put an answer before its question. */
export function occurredAfter(now: number, lastMessageAt: number): number {
  const second = Math.floor(now / 1000) * 1000
  return lastMessageAt > second && lastMessageAt - second <= 60_000 ? lastMessageAt : second
}

export type Newest = Pick<ConversationRow, 'lastMessageAt' | 'lastMessageId'>
/**
 * Where a message stands that was written before, and is said only now: behind the newest of its conversation. In one
 * second the ids decide, and its own may be the older one: then it stands a thousandth behind.
 */
export function placeBehind(newest: Newest | undefined, id: string, now: number): number {
  const { lastMessageAt, lastMessageId } = newest ?? { lastMessageAt: 0, lastMessageId: null }
  const at = occurredAfter(now, lastMessageAt)
  return at === lastMessageAt && lastMessageId !== null && id < lastMessageId ? at + 1 : at
}

export const sentByOf = (actor: Actor): 'agent' | 'api' | 'automation' =>
  actor.type === 'user' ? 'agent' : actor.type === 'api-key' ? 'api' : 'automation'

/** As it is stored: with who sent it, so that nobody finds another one's message by a client id of theirs. */
export const storedClientId = (actor: Actor, clientId: string): string => `${actor.id ?? actor.type}:${clientId}`

/** What stands for a message that was taken back before it had arrived: it has its client id, and is shown nowhere. */
export const TOMBSTONE = {
  direction: 'internal',
  type: 'revoke',
  content: { type: 'revoke' },
  sendState: 'cancelled',
  parserVersion: 0,
} as const
export const isTombstone = ({ direction, type, sendState }: Pick<MessageRow, 'direction' | 'type' | 'sendState'>) =>
  direction === TOMBSTONE.direction && type === TOMBSTONE.type && sendState === TOMBSTONE.sendState

/** Whether a second message with the same client id says the same as the first. */
export function isSameMessage(
  row: Pick<MessageRow, 'conversationId' | 'content'>,
  sent: { conversationId: string; content: MessageRow['content'] },
): boolean {
  return row.conversationId === sent.conversationId && withoutRendering(row.content) === withoutRendering(sent.content)
}
const withoutRendering = (content: MessageRow['content']): string =>
  JSON.stringify({ ...content, rendering: undefined }, (_, value: unknown) =>
    // Keys in one order: what comes back from the database has the order it was stored in.
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )

/** Failed, or its outcome unknown for ten minutes: a person may decide to send it again. */
export function canSendAgain(row: MessageRow, now: number): boolean {
  if (row.direction !== 'outbound' || row.deliveredAt !== null || row.readAt !== null || row.playedAt !== null)
    return false
  if (row.sendState === 'unconfirmed') return row.sentAt === null && (row.dueAt === null || row.dueAt <= now)
  return row.failedAt !== null && (row.sendState === 'failed' || row.sendState === 'accepted')
}

/** What Meta says when it cannot use a file, or does not know the id that it gave for it. */
export const isAboutMedia = ({ code }: MetaError): boolean => [100, 131008, 131009, 131052, 131053].includes(code)

export type MediaUse = { mediaId: string; kind: MediaKind | 'voice' }
/** Our files that a message carries, and what each must be. Those of template components are named by Meta's parameter. */
export function mediaUsesOf(content: OutboundContent): MediaUse[] {
  const use = (mediaId: unknown, kind: MediaUse['kind']): MediaUse[] =>
    typeof mediaId === 'string' && mediaId !== '' ? [{ mediaId, kind }] : []
  switch (content.type) {
    case 'image':
    case 'video':
    case 'document':
    case 'sticker':
      return use(content.mediaId, content.type)
    case 'audio':
      return use(content.mediaId, content.voice ? 'voice' : 'audio')
    case 'buttons':
    case 'cta_url':
    case 'flow':
      return content.header && content.header.type !== 'text' ? use(content.header.mediaId, content.header.type) : []
    case 'carousel':
      return content.cards.flatMap(({ header }) => (header ? use(header.mediaId, header.type) : []))
    case 'template':
      return templateMedia(content.components)
    default:
      return []
  }
}

type Component = Extract<OutboundContent, { type: 'template' }>['components'][number]
/** Ours are `{ mediaId }`, or an `id` that begins like ours, where Meta has its own ids and links. */
function templateMedia(components: readonly Partial<Component>[]): MediaUse[] {
  const ownId = (media: unknown): string | null => {
    const { mediaId, id } = (media ?? {}) as { mediaId?: unknown; id?: unknown }
    const own = mediaId ?? id
    return typeof own === 'string' && (own === mediaId || own.startsWith('med_')) ? own : null
  }
  return components.flatMap(({ parameters = [], cards = [] }) => [
    ...parameters.flatMap((parameter) =>
      (['image', 'video', 'document'] as const).flatMap((kind) => {
        const mediaId = ownId(parameter[kind])
        return mediaId === null ? [] : [{ mediaId, kind }]
      }),
    ),
    ...cards.flatMap((card) => (Array.isArray(card.components) ? templateMedia(card.components) : [])),
  ])
}
