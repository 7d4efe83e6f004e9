import type { MessageContent } from '../../whatsapp/message-content.schemas'

export const ERASED = 'erased'
/** What stands where something was said that is gone: the thread and what is counted of it stay. */
export const erasedContent: MessageContent = {
  type: 'unsupported',
  originalType: 'erased',
  reason: 'erased',
  raw: null,
}
export const ERASED_TYPE = erasedContent.type
/** A reaction stays one: without a target it would be a bubble. */
export const ERASED_TARGET = ERASED
