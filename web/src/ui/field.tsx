import CircleAlert from 'lucide-solid/icons/circle-alert'
import { type JSX, Show } from 'solid-js'
import { cx } from './cx'

export type FieldTexts = {
  label: string
  hint?: JSX.Element
  error?: string | undefined
  /** At the end of the label's line: "Forgot it?" */
  labelEnd?: JSX.Element
}

/** Label above, hint or error below, never both. `id` is the control's; the message's is `messageId(id)`. */
export function Field(props: FieldTexts & { id: string; children: JSX.Element; class?: string | undefined }) {
  return (
    <div class={cx('flex min-w-0 flex-col gap-[5px]', props.class)}>
      <div class="flex items-center justify-between gap-2">
        <label for={props.id} id={`${props.id}-label`} class="text-[12.5px]/[18px] font-medium text-ink">
          {props.label}
        </label>
        <Show when={props.labelEnd}>
          {/* A finger needs more height than the words have. */}
          <span class="-my-2 [&>a]:inline-block [&>a]:py-2">{props.labelEnd}</span>
        </Show>
      </div>
      {props.children}
      <FieldMessage id={props.id} error={props.error} hint={props.hint} />
    </div>
  )
}

export function FieldMessage(props: { id: string; error?: string | undefined; hint?: JSX.Element }) {
  return (
    <Show
      when={props.error}
      fallback={
        <Show when={props.hint}>
          <p id={messageId(props.id)} class="text-xs text-ink-3">
            {props.hint}
          </p>
        </Show>
      }
    >
      <p id={messageId(props.id)} role="alert" class="flex items-start gap-[5px] text-xs text-bad-ink">
        <CircleAlert aria-hidden="true" class="mt-0.5 size-3 stroke-2" />
        {props.error}
      </p>
    </Show>
  )
}

export const messageId = (id: string): string => `${id}-message`
