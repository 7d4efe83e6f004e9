import type { JSX } from 'solid-js'
import { buttonClass } from './button'

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
  /** A key that the page binds to `openMenu`: shown in the tooltip, and how the menu is found. */
  shortcut?: string | undefined
  /** No tooltip where the button says its name in words. */
  tip?: boolean | undefined
  /** Shown above the items. */
  header?: JSX.Element
}

export function menuTriggerClass(props: Pick<MenuProps, 'triggerClass'>): string {
  return props.triggerClass ?? buttonClass({ variant: 'ghost', class: 'w-(--h-md) px-0! max-sm:w-11' })
}

export function menuTip(props: Pick<MenuProps, 'tip' | 'label'>): string | undefined {
  return props.tip === false ? undefined : props.label
}

const findMenu = (shortcut: string): HTMLElement | undefined => {
  const buttons = document.querySelectorAll<HTMLElement>(`[data-menu="${CSS.escape(shortcut)}"]`)
  return [...buttons].find((one) => one.getClientRects().length > 0) ?? buttons[0]
}

/** Opens the menu with this shortcut, as the arrow key on its button does: with the first item chosen. */
export function openMenu(shortcut: string): void {
  const button = findMenu(shortcut)
  button?.focus()
  button?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }))
}

/** The same for what opens by a click only. @returns whether there was such a button */
export function clickMenu(shortcut: string): boolean {
  const button = findMenu(shortcut)
  button?.click()
  return button !== undefined
}
