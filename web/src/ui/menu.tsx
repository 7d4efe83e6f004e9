import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import Check from 'lucide-solid/icons/check'
import { For, type JSX, Show } from 'solid-js'
import { buttonClass } from './button'
import { cx } from './cx'
import { Kbd } from './kbd'

export type MenuItem =
  | {
      label: string
      icon?: JSX.Element
      onSelect?: (() => void) | undefined
      shortcut?: string | undefined
      tone?: 'danger' | undefined
      /** A link instead of an action. It opens in this tab, `external` ones in a new tab. */
      href?: string | undefined
      external?: boolean | undefined
      /** A muted remark or a mark at the end. */
      note?: string | undefined
      /** One of several, like the theme: the chosen one has a tick. */
      checked?: boolean | undefined
      disabled?: boolean | undefined
    }
  | 'separator'
  | { heading: string }

export type MenuProps = {
  /** What is *inside* the button that opens the menu: an icon, an avatar, words. Never a button itself. */
  trigger: JSX.Element
  /** Names the button and the menu. */
  label: string
  items: readonly MenuItem[]
  /** Looks of the button; by default a ghost icon button. */
  triggerClass?: string | undefined
  placement?: 'bottom-start' | 'bottom-end' | 'top-start' | 'right-end' | undefined
  /** No tooltip where the button says its name in words. */
  tip?: boolean | undefined
  /** Shown above the items. */
  header?: JSX.Element
}

export function Menu(props: MenuProps) {
  return (
    <DropdownMenu placement={props.placement ?? 'bottom-end'} gutter={6} preventScroll={false}>
      <DropdownMenu.Trigger
        aria-label={props.label}
        data-tip={props.tip === false ? undefined : props.label}
        class={props.triggerClass ?? buttonClass({ variant: 'ghost', class: 'w-(--h-md) px-0! max-sm:w-11' })}
      >
        {props.trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
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
