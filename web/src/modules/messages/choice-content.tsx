import type { Message } from '@worker/modules/messages/messages.schemas'
import { createMemo, Show } from 'solid-js'
import { type Choice, toChoice } from './choices'
import { HeaderMedia } from './header-media'
import { OptionPills } from './option-pills'
import { RichText } from './rich-text'

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

/** Header, body and footer, as they stand above buttons. */
export function Words(props: {
  header: string | null
  body: string | null
  footer: string | null
  /** Below a picture: no wider than that. */
  isNarrow?: boolean | undefined
}) {
  return (
    <div class={props.isNarrow ? 'max-w-[294px]' : 'contents'}>
      <Show when={props.header}>
        {(header) => (
          <b class="block font-semibold" dir="auto">
            {header()}
          </b>
        )}
      </Show>
      <Show when={props.body}>{(body) => <RichText text={body()} />}</Show>
      <Show when={props.footer}>
        {(footer) => (
          <span class="mt-0.5 block text-xs opacity-80" dir="auto">
            {footer()}
          </span>
        )}
      </Show>
    </div>
  )
}
