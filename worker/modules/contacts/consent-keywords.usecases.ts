import type { OrganizationContext } from '../../shared/context'
import { AppError } from '../../shared/errors'
import { deriveId } from '../../shared/ids'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { queueMessage } from '../messages/send.usecases'
import { keywordsOf } from './consent-keywords.models'
import { findSaid, listConsent, listThreads } from './consent-log.repository'
import type { KeywordReceived } from './consent-log.schemas'
import { consentStatements } from './contacts.repository'
import { listPerson } from './person.repository'

/**
 * Somebody wrote nothing but a word that stops or resumes marketing: noted in the log, under an id made of the message's,
 * so that it is one entry however often the event comes. What was said last, by the message's time, holds.
 */
export async function noteKeyword(ctx: OrganizationContext, event: KeywordReceived): Promise<void> {
  const { messageId, contactId, consent: state } = event
  if (!state || event.isStandby) return
  const [said, people] = await Promise.all([findSaid(ctx, messageId), listPerson(ctx, contactId)])
  // Erased meanwhile.
  if (!said || people.length === 0) return
  const now = ctx.clock.now()
  const survivor = people.find(({ mergedInto }) => mergedInto === null)?.id ?? contactId
  const ids = people.map(({ id }) => id)
  const id = deriveId('cns', messageId)
  const entry = { id, contactId: survivor, state, source: 'keyword', wording: said.text, actor: null }
  await commitInboxChange(ctx, {
    statements: consentStatements(ctx, { ...entry, occurredAt: said.occurredAt, createdAt: now }),
    conversationIds: await listThreads(ctx, ids),
    events: [{ type: 'contact.updated', version: 1, at: now, data: { contactId: survivor, changes: ['consent'] } }],
  })
  const before = (await listConsent(ctx, { ids, after: [said.occurredAt, id], limit: 1 }))[0]
  // Who says it twice is answered once, and two programs do not answer each other for ever.
  if (before?.state !== state) await confirm(ctx, event)
}

/** The organization's answer, if it has one and may still write. */
async function confirm(
  ctx: OrganizationContext,
  { messageId, conversationId, consent }: KeywordReceived,
): Promise<void> {
  const { confirmation } = keywordsOf(ctx.consentKeywords)
  const body = consent === 'revoked' ? confirmation?.optOut : confirmation?.optIn
  if (!body) return
  try {
    await queueMessage(ctx, { conversationId, content: { type: 'text', body }, clientId: `consent-${messageId}` })
  } catch (error) {
    // The window is closed, the number paused, the text another one since: then nobody hears it. The entry counts.
    if (!(error instanceof AppError)) throw error
    ctx.log.warn('the confirmation of a consent was not sent', { messageId, error })
  }
}
