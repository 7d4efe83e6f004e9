import { createEffect, For, on, onMount, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import { firstNameOf } from './composer-rules'
import type { ComposerProps, ComposerState } from './composer-state'
import { splitMentions } from './mentions'

const looks =
  'min-h-[42px] w-full px-3.5 pt-[7px] pb-1.5 text-md/[21px] whitespace-pre-wrap [overflow-wrap:anywhere] max-sm:min-h-11 max-sm:px-4 max-sm:py-[11px] max-sm:text-lg/[22px]'
const isTouch = () => window.matchMedia?.('(pointer: coarse)').matches ?? false
const growsByItself = () => CSS.supports?.('field-sizing', 'content') ?? false

/** The text itself. It grows with what is written, up to a third of the page. */
export function ComposerText(props: ComposerProps & { state: ComposerState; problemId: string }) {
  const { state } = props
  const { box } = state
  const name = () => firstNameOf(props.conversation.contact.displayName)
  const isNote = () => state.mode() === 'note'
  const placeholder = () => {
    if (isNote()) return t('composer.notePlaceholder')
    if (state.attachments.items().length > 0) return t('composer.captionPlaceholder')
    return isTouch()
      ? t('composer.replyPlaceholderShort', { name: name() })
      : t('composer.replyPlaceholder', { name: name() })
  }
  let mirror: HTMLDivElement | undefined

  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void {
    // While a syllable is being composed, Enter is a part of it.
    if (event.isComposing || event.keyCode === 229) return
    const isCombined = event.metaKey || event.ctrlKey
    // A finger has no Shift: there Enter makes a line, and the button sends.
    const isSend = event.key === 'Enter' && !event.shiftKey && !event.altKey && (isCombined || !isTouch())
    // What is being looked for may be what is meant: "/ship" is no message.
    if (isSend && box.isAsking()) {
      event.preventDefault()
      box.hold()
      return
    }
    if (box.suggester()?.onKey(event)) {
      event.preventDefault()
      return
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      leave(event.currentTarget)
      return
    }
    if (event.key === 'ArrowUp' && state.text() === '' && !event.shiftKey && state.editLastNote())
      event.preventDefault()
    if (!isSend) return
    event.preventDefault()
    if (!event.repeat) state.send({ close: isCombined })
  }
  /** One thing at a time: the list, the note, the quote, then the box itself. What is typed stays. */
  function leave(element: HTMLTextAreaElement): void {
    if (box.trigger()) box.dismiss()
    else if (state.note.editing()) state.cancelNote()
    else if (props.replyTo && !isNote()) props.onReplyTo(undefined)
    else element.blur()
  }
  onMount(() => {
    const element = box.element()
    if (!element || growsByItself()) return
    createEffect(
      on(state.text, () => {
        element.style.height = 'auto'
        element.style.height = `${element.scrollHeight}px`
      }),
    )
  })

  return (
    <div class="relative min-w-0 flex-1">
      <Show when={isNote()}>
        <div
          ref={(element) => (mirror = element)}
          aria-hidden="true"
          class={cx(looks, 'pointer-events-none absolute inset-0 overflow-hidden text-transparent')}
          dir="auto"
        >
          <For
            each={splitMentions(
              state.text(),
              props.members.map((person) => person.name),
            )}
          >
            {(part) => (part.isMention ? <span class="rounded-xs bg-brand-soft-2">{part.text}</span> : part.text)}
          </For>
        </div>
      </Show>
      <textarea
        ref={box.ref}
        dir="auto"
        rows="1"
        aria-label={isNote() ? t('composer.note') : t('composer.title')}
        aria-invalid={state.problem() ? 'true' : undefined}
        aria-describedby={state.problem() ? props.problemId : undefined}
        aria-autocomplete="list"
        aria-controls={box.suggester()?.listId}
        aria-activedescendant={box.suggester()?.activeId()}
        enterkeyhint={isTouch() ? 'enter' : 'send'}
        placeholder={placeholder()}
        value={state.text()}
        onInput={(event) => box.onInput(event.currentTarget)}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => box.onCaret(event.currentTarget)}
        onPointerUp={(event) => box.onCaret(event.currentTarget)}
        onScroll={(event) => {
          if (mirror) mirror.scrollTop = event.currentTarget.scrollTop
        }}
        onBlur={() => props.live.setWriting(null)}
        class={cx(
          looks,
          'relative block field-sizing-content max-h-[min(240px,33dvh)] resize-none overflow-y-auto bg-transparent caret-brand outline-none',
          isNote() && 'text-note-ink caret-note-ink placeholder:text-note-ink-2',
        )}
      />
    </div>
  )
}
