import { Show } from 'solid-js'
import { RichText } from './rich-text'

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
