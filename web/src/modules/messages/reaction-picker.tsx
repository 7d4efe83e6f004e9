import type { Message } from '@worker/modules/messages/messages.schemas'
import { For, onMount } from 'solid-js'
import { Portal } from 'solid-js/web'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import { useCurrentMember } from '../auth/current-member'
import { useInboxLive } from '../inbox/inbox-context'
import { react } from './react'

const quick = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const
const GAP_PX = 6

/** The usual six, above the message. The browser closes it by Escape and by a click elsewhere, and gives the focus back. */
export default function ReactionPicker(props: { message: Message; anchor: HTMLElement; onClose: () => void }) {
  const member = useCurrentMember()
  const live = useInboxLive()
  const mine = () => props.message.reactions.find(({ from }) => from === 'us')?.emoji
  let box: HTMLDivElement | undefined
  onMount(() => {
    if (!box) return
    box.showPopover()
    place(box, props.anchor)
    box.querySelector('button')?.focus()
  })
  function choose(emoji: string): void {
    box?.hidePopover()
    void react(live.cache, props.message, { emoji: mine() === emoji ? null : emoji, author: member.me().user })
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const buttons = [...(box?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    buttons[(at + step + buttons.length) % buttons.length]?.focus()
  }
  return (
    <Portal>
      <div
        ref={(element) => (box = element)}
        popover="auto"
        role="dialog"
        aria-label={t('thread.reactions.label')}
        class="fixed inset-auto m-0 gap-0.5 overflow-visible rounded-full border-0 bg-raised p-1 text-ink shadow-lg open:flex"
        onKeyDown={onKeyDown}
        onToggle={(event: Event) => {
          if ((event as ToggleEvent).newState === 'closed') props.onClose()
        }}
      >
        <For each={quick}>
          {(emoji) => (
            <button
              type="button"
              aria-pressed={mine() === emoji}
              aria-label={t('thread.reactions.pick', { emoji })}
              class={cx(
                'grid size-9 place-items-center rounded-full text-xl/none hover:bg-surface-3 max-sm:size-11',
                mine() === emoji && 'bg-brand-soft-2',
              )}
              onClick={() => choose(emoji)}
            >
              {emoji}
            </button>
          )}
        </For>
      </div>
    </Portal>
  )
}

/** Above the bubble, inside the window. */
function place(box: HTMLElement, anchor: HTMLElement): void {
  const bubble = anchor.closest('article')?.querySelector('[data-bubble]') ?? anchor
  const around = bubble.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = box
  const left = around.left + around.width / 2 - width / 2
  const above = around.top - height - GAP_PX
  box.style.left = `${Math.round(Math.max(GAP_PX, Math.min(left, window.innerWidth - width - GAP_PX)))}px`
  box.style.top = `${Math.round(above > GAP_PX ? above : Math.min(around.bottom + GAP_PX, window.innerHeight - height - GAP_PX))}px`
}
