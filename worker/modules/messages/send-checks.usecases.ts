import type { OrganizationContext } from '../../shared/context'
import type { ErrorFactory } from '../../shared/errors'
import { checkContent } from '../../whatsapp/content-rules'
import type { OutboundContent } from '../../whatsapp/outbound-content.schemas'
import { checkTemplate, renderTemplate } from '../../whatsapp/template-rendering'
import { requireSendableMedia } from '../media/outbound-media.usecases'
import type { PhoneNumberRow } from '../phone-numbers/phone-numbers.usecases'
import { findTemplate } from '../templates/templates.usecases'
import {
  consentMissing,
  contactBlocked,
  contactOptedOut,
  contactUnreachable,
  contentInvalid,
  numberDisconnected,
  numberNeeded,
  numberPaused,
  templateMissing,
  templateNotApproved,
  templateParameters,
  windowClosed,
} from './messages.errors'
import { mediaUsesOf, type Refusal, refusalOf, type Thread } from './messages.models'

type TemplateContent = Extract<OutboundContent, { type: 'template' }>

const refusals: Record<Refusal, ErrorFactory> = {
  blocked: contactBlocked,
  unreachable: contactUnreachable,
  window_closed: windowClosed,
  opted_out: contactOptedOut,
  consent_missing: consentMissing,
  number_needed: numberNeeded,
}

/** The number, if it can send. @throws `messages.number_disconnected`, `messages.number_paused` with the reason */
export function requireSendingNumber(number: PhoneNumberRow | undefined): PhoneNumberRow {
  if (!number || number.status === 'disconnected') throw numberDisconnected()
  if (number.status === 'paused') throw numberPaused({ details: { reason: number.pausedReason } })
  return number
}

/**
 * What Meta would refuse whoever it goes to: limits, files, a template that is not there. A template gets its words, as
 * the person will read them.
 * @throws one of `messages.content_invalid`, `messages.template_…`, `media.…`
 */
export async function requireSendableContent(
  ctx: OrganizationContext,
  number: PhoneNumberRow,
  content: OutboundContent,
): Promise<OutboundContent> {
  const problems = checkContent(content)
  if (problems.length > 0) throw contentInvalid({ message: problems.join(' '), details: { problems } })
  for (const { mediaId, kind } of mediaUsesOf(content)) await requireSendableMedia(ctx, mediaId, kind)
  return content.type === 'template' ? requireTemplate(ctx, number, content) : content
}

async function requireTemplate(
  ctx: OrganizationContext,
  { wabaId }: PhoneNumberRow,
  content: TemplateContent,
): Promise<TemplateContent> {
  const { name, language, components } = content
  const template = await findTemplate(ctx, { wabaId, name, language })
  if (!template) throw templateMissing({ details: { name, language } })
  if (template.status !== 'APPROVED')
    throw templateNotApproved({ details: { status: template.status, reason: template.reason } })
  const problems = checkTemplate(template, components)
  if (problems.length > 0) throw templateParameters({ message: problems.join(' '), details: { problems } })
  return { ...content, rendering: renderTemplate(template, components) }
}

/** Whether it may go to this person now. @throws `conversations.window_closed` and the other refusals, each with its way out */
export function requireAllowed(
  ctx: OrganizationContext,
  content: OutboundContent,
  person: Pick<Thread, 'to' | 'lastInboundAt'> & { contact: Pick<Thread['contact'], 'blockedAt' | 'consent'> },
): void {
  const refusal = refusalOf(content, person, ctx.clock.now())
  if (refusal === null) return
  const { lastInboundAt } = person
  if (refusal !== 'window_closed' || lastInboundAt === null) throw refusals[refusal]()
  const lastWroteAt = new Date(lastInboundAt).toISOString()
  throw windowClosed({
    message: `They last wrote on ${inWords(lastWroteAt)}, more than 24 hours ago. Send a template; when they answer, you can write freely again.`,
    details: { lastInboundAt: lastWroteAt },
  })
}

/** `23 November 2026 at 06:20 UTC`. */
function inWords(iso: string): string {
  const at = new Date(iso)
  const date = at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return `${date} at ${iso.slice(11, 16)} UTC`
}
