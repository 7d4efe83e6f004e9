import type { OutboundContent } from './outbound-content.schemas'

export type GraphMessageInput = {
  content: OutboundContent
  /** Exactly as received: never normalised. The phone number or WhatsApp id goes before the user id. */
  to: { waId?: string | null; userId?: string | null; phone?: string | null }
  replyToWamid: string | null
  /** Of a reaction. */
  targetWamid: string | null
  /** Our message id: comes back in every status. */
  callbackData: string
  /** Our media id → Meta's. */
  mediaIds: ReadonlyMap<string, string>
}

/** The body of `POST /{phone-number-id}/messages`. */
export function toGraphMessage({ content, to, callbackData }: GraphMessageInput): Record<string, unknown> {
  return { messaging_product: 'whatsapp', to: to.waId, type: content.type, biz_opaque_callback_data: callbackData }
}

/** Our ids of the files that must be at Meta before it can be sent. */
export function mediaIdsOf(content: OutboundContent): string[] {
  return 'mediaId' in content && content.mediaId ? [content.mediaId] : []
}
