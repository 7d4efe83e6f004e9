import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import Check from 'lucide-solid/icons/check'
import { createSignal, For, type JSX, onMount, Show } from 'solid-js'
import { cx } from './cx'
import { Kbd } from './kbd'
import { type MenuItem, type MenuProps, menuTip, menuTriggerClass } from './menu-parts'
import { landmarkOf, withoutBox } from './portal-place'

/** What `Menu` becomes at its first use: open at once. */
export default function MenuPopup(props: MenuProps & { openedBy: 'pointer' | 'keyboard' }) {
  const [trigger, setTrigger] = createSignal<HTMLElement>()
  onMount(() => {
    trigger()?.focus()
    // The same key again, for Kobalte this time: it opens with the first item chosen.
    if (props.openedBy === 'keyboard') {
      trigger()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }))
    }
  })
  return (
    <DropdownMenu
      defaultOpen={props.openedBy === 'pointer'}
      modal={false}
      placement={props.placement ?? 'bottom-end'}
      gutter={6}
      preventScroll={false}
    >
      <DropdownMenu.Trigger<'button'>
        ref={(element) => setTrigger(element)}
        aria-label={props.label}
        data-tip={menuTip(props)}
        data-tip-keys={props.shortcut}
        data-menu={props.shortcut}
        aria-keyshortcuts={props.shortcut}
        class={menuTriggerClass(props)}
      >
        {props.trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal mount={landmarkOf(trigger(), 'header, nav, main, [role="dialog"]')} ref={withoutBox}>
        <DropdownMenu.Content
          aria-label={props.label}
          class="z-(--z-dropdown) max-h-(--kb-popper-content-available-height) min-w-[200px] max-w-[min(360px,calc(100vw-16px))] overflow-y-auto rounded-[10px] bg-raised p-1 shadow-lg outline-none animate-[appear_var(--t-base)_var(--e-out)]"
        >
          {props.header}
          <For each={props.items}>{(item) => <Entry item={item} />}</For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}

function Entry(props: { item: MenuItem }): JSX.Element {
  const item = props.item
  if (item === 'separator') return <DropdownMenu.Separator class="my-1 h-px border-0 bg-line" />
  if ('heading' in item) {
    return (
      <p class="px-2 pt-2 pb-1 font-medium text-2xs text-ink-3" aria-hidden="true">
        {item.heading}
      </p>
    )
  }
  const look = cx(
    'flex min-h-8 w-full items-center gap-[9px] rounded-sm px-2 py-1 outline-none data-disabled:cursor-not-allowed data-disabled:text-ink-disabled data-highlighted:bg-item-hover max-sm:min-h-11 max-sm:text-md',
    item.tone === 'danger' && 'text-bad-ink',
  )
  const content = () => (
    <>
      {item.icon}
      <span class="min-w-0 flex-1 truncate">{item.label}</span>
      <Show when={item.note}>
        <span class="text-ink-3 text-xs">{item.note}</span>
      </Show>
      <Show when={item.checked}>
        <Check aria-hidden="true" class="size-3.5 text-brand-ink" />
      </Show>
      <Show when={item.shortcut}>{(keys) => <Kbd class="max-sm:hidden">{keys()}</Kbd>}</Show>
    </>
  )
  if (item.href) {
    return (
      <DropdownMenu.Item
        as="a"
        href={item.href}
        target={item.external ? '_blank' : undefined}
        rel={item.external ? 'noopener' : undefined}
        class={look}
        disabled={item.disabled ?? false}
        // Kobalte answers the keyboard by calling onSelect; a link has to be clicked to be followed.
        onKeyDown={(event: KeyboardEvent & { currentTarget: HTMLElement }) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          event.currentTarget.click()
        }}
      >
        {content()}
      </DropdownMenu.Item>
    )
  }
  if (item.checked !== undefined) {
    return (
      <DropdownMenu.CheckboxItem
        class={look}
        checked={item.checked}
        disabled={item.disabled ?? false}
        closeOnSelect
        onChange={() => item.onSelect?.()}
      >
        {content()}
      </DropdownMenu.CheckboxItem>
    )
  }
  return (
    <DropdownMenu.Item class={look} disabled={item.disabled ?? false} onSelect={() => item.onSelect?.()}>
      {content()}
    </DropdownMenu.Item>
  )
}
