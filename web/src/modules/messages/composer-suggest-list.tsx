import { createEffect, createMemo, createSignal, createUniqueId, For, type JSX, on, onCleanup } from 'solid-js'
import { cx } from '../../ui/cx'
import { composerPopover } from './composer-frame'
import type { TextBox } from './composer-text-box'

export type SuggestListProps<Item> = {
  box: TextBox
  label: string
  items: readonly Item[]
  idOf: (item: Item) => string
  render: (item: Item, isActive: () => boolean) => JSX.Element
  /** `tab`: to go on with it, where that is something else. */
  onChoose: (item: Item, by: 'enter' | 'tab') => void
  header?: JSX.Element
  footer?: JSX.Element
  /** In place of a list without entries. */
  empty?: JSX.Element
}

/** What is suggested for what stands before the caret. The text keeps the focus: arrows choose, Enter takes, Escape closes. */
export function SuggestList<Item>(props: SuggestListProps<Item>) {
  const listId = createUniqueId()
  const [active, setActive] = createSignal(0)
  const current = createMemo(() => props.items[active()])
  const idOf = (item: Item) => `${listId}-${props.idOf(item)}`
  let list: HTMLDivElement | undefined
  createEffect(
    on(
      () => props.items,
      () => setActive(0),
      { defer: true },
    ),
  )

  function move(by: 1 | -1): void {
    const count = props.items.length
    if (count === 0) return
    setActive((at) => (at + by + count) % count)
    list?.querySelector(`[data-at="${active()}"]`)?.scrollIntoView?.({ block: 'nearest' })
  }
  function onKey(event: KeyboardEvent): boolean {
    const item = current()
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      move(event.key === 'ArrowDown' ? 1 : -1)
      return props.items.length > 0
    }
    const isPlain = !event.shiftKey && !event.metaKey && !event.ctrlKey && !event.altKey
    if (!item || !isPlain || (event.key !== 'Enter' && event.key !== 'Tab')) return false
    props.onChoose(item, event.key === 'Tab' ? 'tab' : 'enter')
    return true
  }
  createEffect(() => {
    const suggester = {
      listId,
      activeId: () => {
        const item = current()
        return item && idOf(item)
      },
      onKey,
    }
    props.box.setSuggester(suggester)
    onCleanup(() => props.box.setSuggester(undefined))
  })

  return (
    <div class={cx(composerPopover, 'inset-x-0! flex max-h-[min(320px,45dvh)] flex-col p-1 max-sm:inset-x-2!')}>
      {props.header}
      <div
        ref={(element) => (list = element)}
        id={listId}
        role="listbox"
        // For whoever has to scroll it by keys; Tab itself takes an entry.
        tabindex="0"
        aria-label={props.label}
        class="min-h-0 flex-1 overflow-y-auto"
      >
        <For each={props.items}>
          {(item, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text box has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text box
            <div
              role="option"
              id={idOf(item)}
              data-at={at()}
              aria-selected={active() === at()}
              onPointerMove={() => setActive(at())}
              // The text box keeps the focus, and with it its caret.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => props.onChoose(item, 'enter')}
              class={cx(
                'flex min-h-8 cursor-pointer items-center gap-[9px] rounded-sm px-2 py-1 max-sm:min-h-11',
                active() === at() && 'bg-item-hover',
              )}
            >
              {props.render(item, () => active() === at())}
            </div>
          )}
        </For>
      </div>
      {props.items.length === 0 && props.empty}
      {props.footer}
    </div>
  )
}
