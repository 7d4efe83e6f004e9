import type { InboxEvent } from '../../shared/domain-events.schemas'
import type { MessageContent } from '../../whatsapp/message-content.schemas'
import type {
  CallEvent,
  EchoEvent,
  HandoverEvent,
  HistoryMessageEvent,
  InboundMessageEvent,
  IncomingMedia,
} from '../../whatsapp/webhook-events'
import type { Edit, Edits } from './edits.models'
import type { NewMedia, NewMessage } from './ingestion.repository'
import type { KnownMessage, ParkedRow } from './known.repository'
import type { People } from './people.models'
import type { Thread, Threads } from './threads.models'
import type { Told } from './told.models'

export type MessageTools = {
  now: number
  parserVersion: number
  newId(): string
  textOf(content: MessageContent): string | null
  handoverId(event: HandoverEvent): string | null
  mergeCalls(one: CallEvent['content'], other: CallEvent['content']): CallEvent['content']
  isAccepted(call: CallEvent['content']): boolean
  newMedia(
    file: Record<'messageId' | 'conversationId' | 'phoneNumberId' | 'kind', string> & { media: IncomingMedia },
  ): NewMedia
  consentOf(text: string): 'granted' | 'revoked' | null
}
type Heard<E> = Pick<Told<E>, 'event' | 'phoneNumberId'>
type Said = InboundMessageEvent | EchoEvent | HistoryMessageEvent
export type Improvement = Omit<Edit, 'at'> & { mediaId: string | null; parserVersion: number }

export const messageKey = (phoneNumberId: string, wamid: string): string => `${phoneNumberId}|${wamid}`
/** Written or tapped, not the caption of a file. */
const isWords = ({ type }: { type: string }): boolean => type === 'text' || type === 'button_reply'
const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000

/**
 * The messages of a batch: rows for those that are new, changes of those that edits, deletions, a later part of a call or a
 * better parser are about. What is there already is left alone: a delivery that comes twice does nothing the second time.
 */
export function createMessages(
  known: { messages: KnownMessage[]; parked: ParkedRow[] },
  { people, threads, edits, tools }: { people: People; threads: Threads; edits: Edits; tools: MessageTools },
) {
  const there = new Map(known.messages.map((row) => [messageKey(row.phoneNumberId, row.wamid ?? ''), row]))
  const parked = new Map(known.parked.map((row) => [messageKey(row.phoneNumberId, row.wamid), row]))
  const rows = new Map<string, NewMessage>()
  const media = new Map<string, NewMedia>()
  const urls = new Map<string, string>()
  const imported = new Set<string>()
  const improved: Improvement[] = []
  const changedConversations = new Set<string>()
  const unparked: ParkedRow[] = []
  const events: InboxEvent[] = []

  const tell = (event: { type: InboxEvent['type']; data: object }): void =>
    void events.push({ ...event, version: 1, at: tools.now } as InboxEvent) // pairs of type and data are made below only

  function insert(thread: Thread, { event, phoneNumberId }: Heard<Said>, columns: Partial<NewMessage>): NewMessage {
    const id = tools.newId()
    const { content, file } = withFile(event, { id, thread })
    const row: NewMessage = {
      id,
      conversationId: thread.id,
      phoneNumberId,
      direction: 'inbound',
      type: content.type,
      content,
      // What is about another message has no bubble, and is not found.
      text: event.targetWamid === null ? tools.textOf(content) : null,
      wamid: event.wamid,
      targetWamid: event.targetWamid,
      replyToWamid: event.replyToWamid,
      context: event.context,
      mediaId: file?.id ?? null,
      error: event.error,
      occurredAt: wholeSecond(event.at),
      parserVersion: tools.parserVersion,
      createdAt: tools.now,
      ...columns,
    }
    rows.set(messageKey(phoneNumberId, event.wamid), row)
    if (row.targetWamid === null) {
      edits.catchUp(row)
      threads.addBubble(thread, row)
    }
    return row
  }

  function withFile(
    { content, media: file }: Said,
    { id, thread }: { id: string; thread: Pick<Thread, 'id' | 'phoneNumberId'> },
  ) {
    if (!file || !('mediaId' in content)) return { content, file: null }
    const row = tools.newMedia({
      messageId: id,
      conversationId: thread.id,
      phoneNumberId: thread.phoneNumberId,
      kind: content.type,
      media: file,
    })
    media.set(row.id, row)
    if (file.url) urls.set(row.id, file.url)
    return { content: { ...content, mediaId: row.id } as MessageContent, file: row }
  }

  /** An edit or a deletion. The row is kept either way: its message may come later. */
  function applyEvent(row: NewMessage): void {
    if ((row.type !== 'edit' && row.type !== 'revoke') || !row.targetWamid) return
    const key = messageKey(row.phoneNumberId, row.targetWamid)
    const edited = edits.apply(row, { fresh: rows.get(key), old: there.get(key) })
    if (!edited) return
    changedConversations.add(edited.conversationId)
    tell({ type: row.type === 'edit' ? 'message.edited' : 'message.revoked', data: edited })
  }

  /** @returns whether it is here already; then it is brought up to date where that is possible */
  function isHere({ event, phoneNumberId }: Heard<Said>): boolean {
    const key = messageKey(phoneNumberId, event.wamid)
    const row = there.get(key)
    if (row) improve(row, event)
    return row !== undefined || rows.has(key)
  }

  function improve(row: KnownMessage, event: Said): void {
    const isFilled = row.type === 'media_placeholder' && event.content.type !== 'media_placeholder'
    const isOlder = row.parserVersion < tools.parserVersion
    // What we sent ourselves is as we wrote it, whatever an echo says.
    const isTold = row.direction === 'inbound' || row.sentBy === 'phone_app' || row.sentBy === 'other_app'
    if ((!isFilled && !isOlder) || !isTold || row.revokedAt !== null || row.editedAt !== null) return
    const thread = { id: row.conversationId, phoneNumberId: row.phoneNumberId }
    const { content, file } =
      row.mediaId === null ? withFile(event, { id: row.id, thread }) : { ...keepFile(event, row.mediaId), file: null }
    replace(row, content, {
      text: event.targetWamid === null ? tools.textOf(content) : null,
      mediaId: file?.id ?? row.mediaId,
    })
  }

  const keepFile = ({ content }: Said, mediaId: string) => ({
    content: 'mediaId' in content ? ({ ...content, mediaId } as MessageContent) : content,
  })

  function replace(
    row: KnownMessage,
    content: MessageContent,
    { text, mediaId }: Pick<Improvement, 'text' | 'mediaId'>,
  ): void {
    const written = { type: content.type, content: JSON.stringify(content), parserVersion: tools.parserVersion }
    improved.push({ id: row.id, ...written, text, mediaId })
    changedConversations.add(row.conversationId)
  }

  return {
    rows,
    /** A customer wrote. */
    receive(told: Heard<InboundMessageEvent>): void {
      if (isHere(told)) return
      const { event, phoneNumberId } = told
      const contact = people.meet(event.person, { at: event.at, source: 'inbound', isLive: true })
      const thread = threads.of(contact, phoneNumberId)
      const row = insert(thread, told, {})
      const isSystem = row.type === 'system'
      // What is said in a group does not open a window to the person.
      if (!isSystem && row.type !== 'revoke' && !event.context?.groupId) threads.openWindow(thread, row.occurredAt)
      if (row.targetWamid === null && !isSystem) threads.customerWrote(thread, row.occurredAt)
      applyEvent(row)
      if (isSystem || row.type === 'edit' || row.type === 'revoke') return
      const isStandby = event.context?.standby ?? false
      // What is said in a group is said to nobody in particular.
      const isSaid = !event.context?.groupId && isWords(row)
      const consent = isSaid && row.text ? tools.consentOf(row.text) : null
      const data = { ...dataOf(row, thread), messageType: row.type, isStandby, ...(consent && { consent }) }
      tell({ type: 'message.received', data })
    },

    /** Sent for us, but not through us. What we sent ourselves is here already. */
    echo(told: Heard<EchoEvent>): void {
      if (isHere(told)) return
      const { event, phoneNumberId } = told
      const source = event.source === 'phone_app' ? 'phone_app' : 'inbound'
      const contact = people.meet(event.person, { at: event.at, source, isLive: true })
      const thread = threads.of(contact, phoneNumberId)
      const row = insert(thread, told, { direction: 'outbound', sentBy: event.source, sentAt: wholeSecond(event.at) })
      const said = unpark(row)
      applyEvent(row)
      threads.answeredElsewhere(thread, row.occurredAt)
      if (row.targetWamid === null)
        tell({ type: 'message.created', data: { ...dataOf(row, thread), messageType: row.type, sentBy: event.source } })
      const { id: messageId, conversationId } = row
      for (const status of said)
        tell({ type: 'message.status', data: { messageId, conversationId, phoneNumberId, status } })
    },

    /** From the phone app's past. */
    remember(told: Heard<HistoryMessageEvent>): void {
      if (isHere(told)) return
      const { event, phoneNumberId } = told
      const contact = people.meet(event.person, { at: event.at, source: 'phone_app', isLive: false })
      const thread = threads.of(contact, phoneNumberId)
      const at = wholeSecond(event.at)
      const isOurs = event.direction === 'outbound'
      const row = insert(thread, told, {
        direction: event.direction,
        ...(isOurs && { sentBy: 'phone_app', sentAt: at, ...(event.status && { [`${event.status}At`]: at }) }),
      })
      imported.add(row.id)
      if (isOurs) unpark(row)
      const count = events.length
      applyEvent(row)
      events.length = count
      threads.imported(thread)
    },

    /** One bubble a call, put together from what is told of it in any order. */
    call({ event, phoneNumberId }: Heard<CallEvent>): void {
      const key = messageKey(phoneNumberId, event.content.callId)
      const [fresh, old] = [rows.get(key), there.get(key)]
      const isAccepted = tools.isAccepted(event.content)
      if (fresh) fresh.content = tools.mergeCalls(fresh.content as CallEvent['content'], event.content)
      else if (old) {
        const content = tools.mergeCalls(JSON.parse(old.call ?? 'null') ?? event.content, event.content)
        if (JSON.stringify(content) === old.call) return
        replace(old, content, { text: tools.textOf(content), mediaId: null })
      }
      if (old && !isAccepted) return
      const isInbound = event.content.direction === 'inbound'
      const contact = people.meet(event.person, { at: event.at, source: 'inbound', isLive: true })
      const thread = threads.of(contact, phoneNumberId)
      if (isInbound || isAccepted) threads.openWindow(thread, wholeSecond(event.at))
      if (fresh || old) return
      const said: Said = { ...event, kind: 'message', wamid: event.content.callId, ...nothingElse }
      const row = insert(
        thread,
        { event: said, phoneNumberId },
        isInbound ? {} : { direction: 'outbound', sentBy: 'other_app', sentAt: wholeSecond(event.at) },
      )
      if (!isInbound) return
      threads.customerWrote(thread, row.occurredAt)
      tell({ type: 'message.received', data: { ...dataOf(row, thread), messageType: 'call', isStandby: false } })
    },

    /** Another app has the conversation from now on, or has given it back. */
    handOver({ event, phoneNumberId }: Heard<HandoverEvent>): void {
      const wamid = tools.handoverId(event)
      if (!event.person || !wamid) return
      const key = messageKey(phoneNumberId, wamid)
      if (there.has(key) || rows.has(key)) return
      const thread = threads.of(
        people.meet(event.person, { at: event.at, source: 'inbound', isLive: true }),
        phoneNumberId,
      )
      const content: MessageContent = { type: 'activity', event: 'handed_over', detail: event.owner }
      const said: Said = { kind: 'message', wamid, person: event.person, at: event.at, ...nothingElse, content }
      insert(
        thread,
        { event: said, phoneNumberId },
        { direction: 'internal', author: { type: 'system', id: null, name: null } },
      )
    },

    rowsOf() {
      const kept = [...media.values()].filter(({ id }) => !edits.revokedFiles.includes(id))
      return {
        messages: [...rows.values()],
        media: kept,
        files: kept.map(({ id: mediaId }) => ({ mediaId, url: urls.get(mediaId) ?? null })),
        improved,
        unparked,
        /** An import is not pushed message by message. */
        shown: [...rows.values()].filter(({ id }) => !imported.has(id)),
        changedIds: [...edits.edits, ...edits.revokes, ...improved].map(({ id }) => id),
        changedConversations: [...changedConversations],
      }
    },
    events,
  }

  /** Statuses that were faster than the message. @returns which */
  function unpark(row: NewMessage): string[] {
    const found = parked.get(messageKey(row.phoneNumberId, row.wamid ?? ''))
    if (!found) return []
    unparked.push(found)
    for (const name of ['sentAt', 'deliveredAt', 'readAt', 'playedAt', 'failedAt', 'error', 'pricing'] as const)
      Object.assign(row, { [name]: row[name] ?? found[name] })
    return (['sent', 'delivered', 'read', 'played', 'failed'] as const).filter((name) => found[`${name}At`] !== null)
  }
}
export type Messages = ReturnType<typeof createMessages>

const nothingElse = { media: null, replyToWamid: null, targetWamid: null, context: null, error: null }
const dataOf = ({ id }: NewMessage, thread: Thread) => ({
  messageId: id,
  conversationId: thread.id,
  contactId: thread.personId,
  phoneNumberId: thread.phoneNumberId,
})
