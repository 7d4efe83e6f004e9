import type { Message } from '@worker/modules/messages/messages.schemas'
import { BubbleMeta } from './bubble'
import { RichText } from './rich-text'

export function TemplateContent(props: { message: Message; content?: unknown; pickedId?: string | undefined }) {
  return (
    <>
      <RichText text={props.message.text ?? props.message.type} />
      <BubbleMeta message={props.message} />
    </>
  )
}
