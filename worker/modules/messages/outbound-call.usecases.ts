import type { OrganizationContext } from '../../shared/context'
import { AppError } from '../../shared/errors'
import { GraphError } from '../../whatsapp/graph.errors'
import type { GraphClient } from '../../whatsapp/graph-client'
import { mediaIdsOf, toGraphMessage } from '../../whatsapp/graph-message'
import type { MetaError } from '../../whatsapp/message-content.schemas'
import { type OutboundContent, outboundContentSchema } from '../../whatsapp/outbound-content.schemas'
import { forgetMetaMedia, metaMediaIdsFor } from '../media/outbound-media.usecases'
import type { PhoneNumberRow } from '../phone-numbers/phone-numbers.usecases'
import type { Slots } from './connection-slots.models'
import { isAboutMedia, refusalErrors, refusalOf, type Thread } from './messages.models'
import type { MessageRow } from './messages.repository'
import { isNumberBusy, LEASE, LEAST_LEASE, type Outcome, retryAfter } from './outbound.models'
import { renewLease } from './outbound.repository'
import type { Lane } from './outbound-queue.usecases'

/**
 * A claimed message, and all that its call needs. `until` is the end of the lease; no thread: the person was erased;
 * no number: it is disconnected.
 */
export type Claimed = {
  message: MessageRow
  token: string
  /** Whose turn it takes at the number. */
  lane: Lane
  until: number
  thread: Thread | undefined
  number: PhoneNumberRow | undefined
}
/** `pause`: the number cannot send until a person has repaired it. `holdMs`: nor can anybody for so long. */
export type Called = { claimed: Claimed; outcome: Outcome; pause?: string; holdMs?: number }

type CallOptions = {
  slots: Slots
  openGraph: (number: PhoneNumberRow) => Promise<GraphClient>
  /** Asked when the call is about to begin: null, or how long it has to wait. */
  permit: (number: PhoneNumberRow, lane: Lane) => Promise<number | null>
}

/** Two connections: one reads the file from the bucket, one brings it to Meta. */
const UPLOAD_CONNECTIONS = 2
const RENEW_EVERY = 10_000

/** Sends one message, if it still may go out. Never throws: what went wrong is the outcome. */
export async function callGraph(
  ctx: OrganizationContext,
  claimed: Claimed,
  { slots, openGraph, permit }: CallOptions,
): Promise<Called> {
  const { message, thread, number } = claimed
  if (!thread) return failed(claimed, refusalErrors.unreachable)
  if (!number) return failed(claimed, { code: 133010, title: 'The phone number is disconnected', details: null })
  const content = outboundContentSchema.safeParse(message.content)
  // Written by us and checked then; a row that cannot be read will not become readable.
  if (!content.success) return failed(claimed, { code: 131008, title: 'This message cannot be read', details: null })
  const refusal = refusalOf(content.data, thread, ctx.clock.now())
  if (refusal) return failed(claimed, refusalErrors[refusal])
  try {
    const mediaIds = await bringMedia(ctx, claimed, { content: content.data, number, slots })
    if (mediaIds === 'lost') return { claimed, outcome: { kind: 'released', waitMs: 0 } }
    const graph = await openGraph(number)
    const body = toGraphMessage({
      content: content.data,
      to: thread.to,
      replyToWamid: message.replyToWamid,
      targetWamid: message.targetWamid,
      callbackData: message.id,
      mediaIds,
    })
    const called = await slots(async (): Promise<Called> => {
      const waitMs = await permit(number, claimed.lane)
      if (waitMs !== null) return { claimed, outcome: { kind: 'released', waitMs } }
      return call(ctx, claimed, () => graph.sendMessage(number.metaPhoneNumberId, body))
    })
    // It may not know the files any more: whoever sends them again brings them again.
    if (called.outcome.kind === 'failed' && isAboutMedia(called.outcome.error))
      await forget(ctx, number, [...mediaIds.keys()])
    return called
  } catch (error) {
    return notSent(ctx, claimed, error)
  }
}

/** What Meta has refused stays refused, also when this cannot be written. */
async function forget(ctx: OrganizationContext, { id }: PhoneNumberRow, mediaIds: string[]): Promise<void> {
  try {
    await forgetMetaMedia(ctx, id, mediaIds)
  } catch (error) {
    ctx.log.warn('Meta may not know these files any more, and that could not be written', { error, mediaIds })
  }
}

type Sent = Awaited<ReturnType<GraphClient['sendMessage']>>
/** The one call that must not be made twice. From here on whatever goes wrong may have gone right. */
async function call(ctx: OrganizationContext, claimed: Claimed, send: () => Promise<Sent>): Promise<Called> {
  if (claimed.until - ctx.clock.now() < LEAST_LEASE) return { claimed, outcome: { kind: 'released', waitMs: 0 } }
  try {
    const { wamid, waId, userId } = await send()
    return { claimed, outcome: { kind: 'accepted', wamid, waId, userId } }
  } catch (error) {
    if (error instanceof GraphError && error.disposition !== 'unknown') return refused(claimed, error)
    ctx.log.warn('nobody knows whether a message was sent', { messageId: claimed.message.id, error })
    return { claimed, outcome: { kind: 'unconfirmed' } }
  }
}

/** Meta said no, for now or for good. */
function refused(claimed: Claimed, { metaError, disposition, retryAfterMs }: GraphError): Called {
  if (disposition === 'pause_number')
    return { claimed, outcome: { kind: 'released', waitMs: 0 }, pause: `${metaError.title} (${metaError.code})` }
  const waitMs =
    disposition === 'retry'
      ? retryAfter(metaError, { attempts: claimed.message.attempts, askedMs: retryAfterMs })
      : null
  if (waitMs === null) return failed(claimed, metaError)
  return { claimed, outcome: { kind: 'retry', waitMs }, ...(isNumberBusy(metaError) && { holdMs: waitMs }) }
}

/** It went wrong before the call: trying again is safe. */
function notSent(ctx: OrganizationContext, claimed: Claimed, error: unknown): Called {
  if (error instanceof GraphError && error.disposition !== 'unknown') return refused(claimed, error)
  if (error instanceof AppError) return failed(claimed, { code: 131053, title: error.message, details: null })
  ctx.log.warn('a message could not be prepared, will be tried again', { messageId: claimed.message.id, error })
  const metaError =
    error instanceof GraphError ? error.metaError : { code: 131053, title: 'It could not be prepared', details: null }
  const waitMs = retryAfter(metaError, { attempts: claimed.message.attempts, askedMs: null })
  return waitMs === null ? failed(claimed, metaError) : { claimed, outcome: { kind: 'retry', waitMs } }
}

const failed = (claimed: Claimed, error: MetaError): Called => ({ claimed, outcome: { kind: 'failed', error } })

/** Its files, at Meta. An upload can take longer than the lease: the lease is renewed meanwhile. */
async function bringMedia(
  ctx: OrganizationContext,
  claimed: Claimed,
  { content, number, slots }: { content: OutboundContent; number: PhoneNumberRow; slots: Slots },
): Promise<ReadonlyMap<string, string> | 'lost'> {
  const ids = mediaIdsOf(content)
  if (ids.length === 0) return new Map()
  const renew = async () => {
    const until = ctx.clock.now() + LEASE
    const isOurs = await renewLease(ctx, { id: claimed.message.id, token: claimed.token }, until)
    if (isOurs) claimed.until = until
    return isOurs
  }
  const uploads = slots(() => metaMediaIdsFor(ctx, number, ids), UPLOAD_CONNECTIONS)
  // Looked at once it is waited for: it must not count as unhandled while the lease is renewed.
  uploads.catch(() => undefined)
  for (;;) {
    const done = await Promise.race([uploads, scheduler.wait(RENEW_EVERY)])
    if (done) return claimed.until - ctx.clock.now() >= LEAST_LEASE || (await renew()) ? done : 'lost'
    if (!(await renew())) return 'lost'
  }
}
