import { createHash } from 'node:crypto'
import type { Person, PreferenceEvent } from '../../whatsapp/webhook-events'
import { aliasesOf } from '../contacts/contacts.models'
import { handoverId } from './calls.models'
import type { Question } from './known.repository'
import { idsOf, type Told } from './told.models'

/** The hash under which an erased person's id is remembered. Nothing else of it is kept. */
export const identityHash = (kind: 'bsuid' | 'wa_id' | 'phone', value: string): string =>
  createHash('sha256').update(`${kind}:${value}`).digest('base64url')

/** The same preference of the same person is one entry, however often it is told. */
export const consentId = ({ person, at, category, value }: PreferenceEvent): string =>
  `cns_${createHash('sha256')
    .update(JSON.stringify([person.userId ?? person.waId, at, category, value]))
    .digest('hex')
    .slice(0, 26)}`

/** The hashes of a person's ids. */
export const hashesOf = ({ waId, userId }: Pick<Person, 'waId' | 'userId'>): string[] => [
  ...(userId ? [identityHash('bsuid', userId)] : []),
  ...(waId ? [identityHash('wa_id', waId), identityHash('phone', waId)] : []),
]

/**
 * Everything that the database may know of these events already.
 * @param withLate whether to look for edits and deletions that came before their message, which hardly ever do
 * @param withErased whether to look for erased people: when some were erased since the oldest of it was said
 */
export function toQuestion(
  told: Told[],
  { withLate, withErased }: { withLate: boolean; withErased: boolean },
): Question {
  const question = {
    phoneNumberIds: new Set<string>(),
    userIds: new Set<string>(),
    waIds: new Set<string>(),
    loneWaIds: new Set<string>(),
    identityHashes: new Set<string>(),
    wamids: new Set<string>(),
    outboundWamids: new Set<string>(),
    messageIds: new Set<string>(),
    consentIds: new Set<string>(),
  }
  const newWamids: string[] = []
  let withSending = false
  let saidSince = Number.POSITIVE_INFINITY
  for (const { event, phoneNumberId, receivedAt } of told) {
    question.phoneNumberIds.add(phoneNumberId)
    for (const ids of idsOf(event)) {
      if (withErased) for (const hash of hashesOf(ids)) question.identityHashes.add(hash)
      saidSince = Math.min(saidSince, 'at' in event ? event.at : receivedAt)
      if (ids.userId) question.userIds.add(ids.userId)
      if (ids.waId)
        for (const value of [ids.waId, ...aliasesOf(ids.waId)]) {
          question.waIds.add(value)
          if (!ids.userId) question.loneWaIds.add(value)
        }
    }
    if (event.kind === 'message' || event.kind === 'echo' || event.kind === 'history') {
      question.wamids.add(event.wamid)
      if (event.targetWamid === null) newWamids.push(event.wamid)
      else question.wamids.add(event.targetWamid)
      if (event.kind === 'echo' || (event.kind === 'history' && event.direction === 'outbound'))
        question.outboundWamids.add(event.wamid)
    }
    if (event.kind === 'echo') withSending = true
    if (event.kind === 'call') question.wamids.add(event.content.callId)
    if (event.kind === 'handover') question.wamids.add(handoverId(event) ?? '')
    if (event.kind === 'preference') question.consentIds.add(consentId(event))
    if (event.kind === 'status') {
      question.wamids.add(event.wamid)
      if (event.callbackData?.startsWith('msg_')) question.messageIds.add(event.callbackData)
    }
  }
  const lists = Object.fromEntries(Object.entries(question).map(([name, values]) => [name, [...values]]))
  return {
    ...(lists as Record<keyof typeof question, string[]>),
    lateWamids: withLate ? newWamids : [],
    withSending,
    saidSince: Number.isFinite(saidSince) ? saidSince : null,
  }
}
