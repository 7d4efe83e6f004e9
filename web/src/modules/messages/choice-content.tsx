import type { Message } from '@worker/modules/messages/messages.schemas'
import { createMemo, Show } from 'solid-js'
import { type Choice, toChoice } from './choices'
import { HeaderMedia } from './header-media'
import { OptionPills } from './option-pills'
import { Words } from './words'

/** A message of ours with something to tap: buttons, a list, a link, a question for the place … */
export function ChoiceContent(props: { message: Message }) {
  const choice = createMemo<Choice>(
    (before) =>
      toChoice(props.message.content) ??
      before ?? { header: null, body: null, footer: null, options: [], sections: [] },
  )
  const fileHeader = () => {
    const { content } = props.message
    return 'header' in content && content.header && content.header.type !== 'text' ? content.header : undefined
  }
  return (
    <>
      <Show when={fileHeader()}>
        {(header) => <HeaderMedia message={props.message} kind={header().type} link={header().link} />}
      </Show>
      <Words
        isNarrow={fileHeader() !== undefined}
        header={choice().header}
        body={choice().body}
        footer={choice().footer}
      />
      <OptionPills
        isNarrow={fileHeader() !== undefined}
        message={props.message}
        options={choice().options}
        sections={choice().sections}
      />
    </>
  )
}
