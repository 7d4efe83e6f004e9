import type { Message } from '@worker/modules/messages/messages.schemas'
import type { MessageContent } from '@worker/whatsapp/message-content.schemas'
import { createMemo } from 'solid-js'
import { templateOptions } from './choices'
import { OptionPills } from './option-pills'

type Rendering = NonNullable<Extract<MessageContent, { type: 'template' }>['rendering']>

/** The buttons of a template that was sent. */
export function TemplateOptions(props: { message: Message; buttons: Rendering['buttons']; isNarrow: boolean }) {
  const options = createMemo(() => templateOptions(props.buttons))
  return <OptionPills isNarrow={props.isNarrow} message={props.message} options={options()} />
}
