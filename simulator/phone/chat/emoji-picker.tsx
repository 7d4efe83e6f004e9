import { createUniqueId, For, type JSX } from 'solid-js'

const EMOJIS =
  '😀 😄 😂 🙂 😉 😍 😘 😎 🤔 😕 😔 😢 😭 😡 🥳 🤗 👍 👎 👌 🙏 👏 🙌 💪 👋 ❤️ 🧡 💙 🔥 ✨ 🎉 🎁 ☕ 🏺 🧶 📦 🚚 ⏰ 📍 ✅ ❌'.split(
    ' ',
  )

type Props = { trigger: JSX.Element; triggerClass: string; onPick: (emoji: string) => void }

export function EmojiPicker(props: Props) {
  const id = createUniqueId()
  let button: HTMLButtonElement | undefined
  let panel: HTMLElement | undefined
  const place = () => {
    if (!button || !panel) return
    const from = button.getBoundingClientRect()
    panel.style.left = `${Math.max(8, from.right - panel.offsetWidth)}px`
    panel.style.top = `${Math.max(8, from.top - panel.offsetHeight - 8)}px`
    panel.querySelector('button')?.focus()
  }
  return (
    <>
      <button
        ref={(node) => {
          button = node
        }}
        type="button"
        popovertarget={id}
        aria-label="Emoji"
        title="Emoji"
        class={props.triggerClass}
      >
        {props.trigger}
      </button>
      <section
        ref={(node) => {
          panel = node
        }}
        id={id}
        popover
        aria-label="Emoji"
        onToggle={(event) => event.newState === 'open' && place()}
        class="grid-cols-8 gap-0.5 rounded-[14px] bg-raised p-2 shadow-lg open:grid max-sm:grid-cols-7"
      >
        <For each={EMOJIS}>
          {(emoji) => (
            <button
              type="button"
              onClick={() => {
                panel?.hidePopover()
                props.onPick(emoji)
              }}
              class="grid size-8 place-items-center rounded-md text-[19px] hover:bg-surface-3 max-sm:size-11"
            >
              {emoji}
            </button>
          )}
        </For>
      </section>
    </>
  )
}
