import { MINUTE } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import { createId } from '../../shared/ids'
import { parsePhone } from '../../shared/phone'
import { contentText } from '../../whatsapp/content-text'
import { messageContentSchema } from '../../whatsapp/message-content.schemas'
import type { EchoEvent, PreferenceEvent, StatusEvent } from '../../whatsapp/webhook-events'
import { PARSER_VERSION } from '../../whatsapp/webhook-parser'
import { consentOf, keywordsOf } from '../contacts/consent-keywords.models'
import { aliasesOf } from '../contacts/contacts.models'
import { newInboundMedia } from '../media/inbound-media.usecases'
import type { Assumptions } from './assumptions.repository'
import { handoverId, isAccepted, mergeCalls } from './calls.models'
import { createEdits, type Edits } from './edits.models'
import type { NewConsent } from './ingestion.repository'
import type { Known, Question } from './known.repository'
import { createMessages, type Messages } from './message-rows.models'
import { createPeople, type People } from './people.models'
import { consentId, hashesOf } from './question.usecases'
import { planStatuses } from './statuses.models'
import { createThreads, type Threads } from './threads.models'
import { type Told, withoutErased } from './told.models'

export type Plan = {
  /** Nothing is new: there is nothing to write. */
  isEmpty: boolean
  people: ReturnType<People['rows']>
  threads: ReturnType<Threads['rows']>
  messages: ReturnType<Messages['rowsOf']>
  edits: Edits
  statuses: ReturnType<typeof planStatuses>
  consents: NewConsent[]
  assumptions: Assumptions
  conversationIds: string[]
  /** People who look different now: so do their conversations, on whatever number of ours. */
  changedPeople: string[]
  messageIds: string[]
  hasTargets: boolean
  events: InboxEvent[]
  deferred: Told[]
}

/** An echo waits this long for the answer to what we are sending ourselves. */
const ECHO_PATIENCE = MINUTE

/** What is to be written, given what is known. Reads and writes nothing. */
export function decide(
  ctx: OrganizationContext,
  { told: all, question, known }: { told: Told[]; question: Question; known: Known },
): Plan {
  const now = ctx.clock.now()
  const told = withoutErased(all, known.erased, hashesOf)
  const people = createPeople(known, { now, newId: () => createId('ctc', now), aliasesOf, describeNumber })
  const threads = createThreads(known.conversations, {
    people,
    tools: { now, newConversationId: () => createId('con', now), newEpisodeId: () => createId('epi', now) },
  })
  const edits = createEdits(known.late, {
    textOf: contentText,
    readContent: (content) => messageContentSchema.safeParse(content).data ?? null,
  })
  const messages = createMessages(known, {
    people,
    threads,
    edits,
    tools: {
      now,
      parserVersion: PARSER_VERSION,
      newId: () => createId('msg', now),
      textOf: contentText,
      handoverId,
      mergeCalls,
      isAccepted,
      newMedia: (file) => newInboundMedia(ctx, file),
      consentOf: (text) => consentOf(text, keywordsOf(ctx.consentKeywords)),
    },
  })
  const statusEvents: { event: StatusEvent; phoneNumberId: string }[] = []
  const consents = new Map<string, NewConsent>()
  const deferred: Told[] = []

  for (const one of told) {
    const { event, phoneNumberId } = one
    switch (event.kind) {
      case 'message':
        messages.receive({ event, phoneNumberId })
        break
      case 'echo':
        if (mayBeOurs(one, event)) deferred.push(one)
        else messages.echo({ event, phoneNumberId })
        break
      case 'history':
        messages.remember({ event, phoneNumberId })
        break
      case 'call':
        messages.call({ event, phoneNumberId })
        break
      case 'handover':
        messages.handOver({ event, phoneNumberId })
        break
      case 'status':
        statusEvents.push({ event, phoneNumberId })
        break
      case 'identity':
        people.rename(event)
        break
      case 'contact':
        people.sync(event)
        break
      case 'preference':
        prefer(event)
        break
    }
  }
  const statuses = planStatuses(statusEvents, { ...known, rows: messages.rows, now })

  /** We are sending into this conversation, and don't know yet what Meta calls it. */
  function mayBeOurs({ phoneNumberId, receivedAt }: Told, event: EchoEvent): boolean {
    if (known.sending.length === 0 || receivedAt + ECHO_PATIENCE <= now) return false
    if (known.messages.some((row) => row.wamid === event.wamid && row.phoneNumberId === phoneNumberId)) return false
    const contact = people.find(event.person)
    if (!contact) return false
    const sending = new Set(known.sending.map(({ conversationId }) => conversationId))
    const family = people.familyOf(contact.id)
    return known.conversations.some((row) => family.includes(row.contactId) && sending.has(row.id))
  }

  function prefer(event: PreferenceEvent): void {
    const id = consentId(event)
    if (event.category !== 'marketing_messages' || known.consents.some((row) => row.id === id)) return
    const contact = people.meet(event.person, { at: event.at, source: 'inbound', isLive: true })
    const state = event.value === 'stop' ? 'revoked' : 'granted'
    consents.set(id, {
      id,
      contactId: contact.id,
      state,
      source: 'whatsapp',
      wording: event.detail,
      actor: ctx.actor,
      occurredAt: event.at,
      createdAt: now,
    })
  }

  const rows = { people: people.rows(), threads: threads.rows(), messages: messages.rowsOf(), edits, statuses }
  const changedPeople = new Set([
    ...rows.people.changes.map(({ id }) => id),
    ...[...consents.values()].map(({ contactId }) => contactId),
  ])
  const conversationIds = new Set([
    ...rows.threads.ids,
    ...rows.messages.changedConversations,
    ...statuses.conversationIds,
    // Their rows show the person.
    ...known.conversations.flatMap(({ id, contactId }) => (changedPeople.has(contactId) ? id : [])),
  ])
  const events = [
    ...people.events(),
    ...[...consents.values()].map(
      ({ contactId }): InboxEvent => ({
        type: 'contact.updated',
        version: 1,
        at: now,
        data: { contactId, changes: ['consent'] },
      }),
    ),
    ...threads.events(),
    ...messages.events,
    ...statuses.events,
  ]
  return {
    ...rows,
    isEmpty: conversationIds.size === 0 && statuses.parked.length === 0 && isSame(rows.people) && consents.size === 0,
    consents: [...consents.values()],
    assumptions: toAssumptions(question, known, { ...rows, consents: [...consents.values()] }),
    conversationIds: [...conversationIds],
    changedPeople: [...people.lookingDifferent(), ...[...consents.values()].map(({ contactId }) => contactId)],
    messageIds: [...rows.messages.changedIds, ...statuses.messageIds],
    hasTargets: rows.messages.messages.some(({ targetWamid }) => targetWamid != null),
    events,
    deferred,
  }
}

/** What the plan rests on. Only what could have changed since it was read, and would change the plan. */
function toAssumptions(
  question: Question,
  known: Known,
  rows: Pick<Plan, 'people' | 'messages' | 'threads' | 'statuses' | 'consents'>,
): Assumptions {
  const { messages } = rows.messages
  const isKnown = new Set(known.messages.map(({ wamid }) => wamid))
  const targets = messages.flatMap(({ type, targetWamid }) =>
    type === 'edit' || type === 'revoke' ? (targetWamid ?? []) : [],
  )
  const outbound = new Set(question.outboundWamids)
  const merging = rows.people.merges.flatMap(({ contactId, into }) => [contactId, into])
  const persons = new Set([...merging, ...rows.consents.map(({ contactId }) => contactId)])
  return {
    newWamids: messages.flatMap(({ wamid, targetWamid }) => (wamid && !targetWamid ? wamid : [])),
    lateIds: known.late.map(({ id }) => id),
    absentWamids: [...targets, ...rows.statuses.parked.map(({ wamid }) => wamid)].filter(
      (wamid) => !isKnown.has(wamid),
    ),
    messageIds: known.messages.map(({ id }) => id),
    phoneNumberIds: question.phoneNumberIds,
    outboundWamids: [
      ...messages.flatMap(({ wamid }) => (wamid && outbound.has(wamid) ? wamid : [])),
      ...rows.statuses.settled.map(({ wamid }) => wamid),
    ],
    parkedWamids: [...known.parked, ...known.faster].map(({ wamid }) => wamid),
    conversations: rows.threads.seen,
    contacts: known.contacts.filter(({ id }) => persons.has(id)),
  }
}

const isSame = ({ contacts, identities, removed, changes, merges }: Plan['people']): boolean =>
  [contacts, identities, removed, changes, merges].every(({ length }) => length === 0)

function describeNumber(digits: string): { phone: string | null; country: string | null } {
  return { phone: `+${digits}`, country: parsePhone(digits)?.country ?? null }
}
