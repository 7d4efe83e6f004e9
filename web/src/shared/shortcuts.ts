import { createSignal, onCleanup } from 'solid-js'
import { t } from './i18n'

/** `mod+k`, `?`, `g i` (one after the other), `escape`. */
export type ShortcutKeys = string
export type Shortcut = { keys: ShortcutKeys; run: (event: KeyboardEvent) => void }

const SEQUENCE_MS = 1200
const SWITCH_KEY = 'wharf.single-keys'
const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

const [singleKeys, setSingleKeysSignal] = createSignal(localStorage.getItem(SWITCH_KEY) !== 'off')
/** Single keys can be switched off (WCAG 2.1.4); combinations with ⌘ or Ctrl and Escape stay. */
export const singleKeysOn = singleKeys

export function setSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(SWITCH_KEY)
  else localStorage.setItem(SWITCH_KEY, 'off')
  setSingleKeysSignal(on)
}

const active: Shortcut[] = []
let pending: { key: string; at: number } | undefined

/** Binds keys for as long as the owner lives. What was bound last goes first, so a page wins over the frame. */
export function createShortcuts(shortcuts: readonly Shortcut[]): void {
  if (active.length === 0) document.addEventListener('keydown', onKeyDown)
  active.unshift(...shortcuts)
  onCleanup(() => {
    for (const shortcut of shortcuts) active.splice(active.indexOf(shortcut), 1)
    if (active.length === 0) document.removeEventListener('keydown', onKeyDown)
  })
}

/** Whether keys do something on this page, for this person: what is only sometimes there is offered only then. */
export const isBound = (keys: ShortcutKeys): boolean => active.some((shortcut) => shortcut.keys === keys)

/** Does what the keys do, for a palette that offers the same by name. @returns whether there was anything to do */
export function runShortcut(keys: ShortcutKeys): boolean {
  const found = active.find((shortcut) => shortcut.keys === keys)
  found?.run(new KeyboardEvent('keydown', { key: keys }))
  return found !== undefined
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return
  const key = keyName(event)
  const combined = /^(mod|other)\+/.test(key)
  const single = !combined && key !== 'escape'
  const isTheirs = isInsideOverlay(event.target)
  if ((isTheirs && !combined) || (single && (!singleKeys() || isTyping(event.target)))) {
    pending = undefined
    return
  }
  const sequence = pending && Date.now() - pending.at < SEQUENCE_MS ? `${pending.key} ${key}` : undefined
  pending = undefined
  const found =
    (sequence && active.find((shortcut) => shortcut.keys === sequence)) ??
    active.find((shortcut) => shortcut.keys === key)
  if (found) {
    event.preventDefault()
    found.run(event)
    return
  }
  if (single && active.some((shortcut) => shortcut.keys.startsWith(`${key} `))) pending = { key, at: Date.now() }
}

/** `mod+k`, `?`, `r`: what a key is called here. */
export function keyName(event: KeyboardEvent): string {
  const key = latinKey(event)
  const hasAltGr = event.getModifierState('AltGraph') || (isApple && event.altKey && !event.metaKey && !event.ctrlKey)
  // Half of Europe needs AltGr, on a Mac Option, to write a bracket.
  if (hasAltGr && /^[^\p{L}\d\s]$/u.test(key)) return key
  const mod = isApple ? event.metaKey : event.ctrlKey
  // AltGr is Ctrl and Alt on Windows.
  if (mod && !hasAltGr) return `mod+${key}`
  return event.metaKey || event.ctrlKey || event.altKey ? `other+${key}` : key
}

/** Where a keyboard has other letters, the Latin one of the same place. */
function latinKey({ key, code }: KeyboardEvent): string {
  if (key === '؟') return '?'
  if (!/^(?!\p{sc=Latin})\p{L}$/u.test(key)) return key.toLowerCase()
  const places: Record<string, string> = { BracketRight: ']', Slash: '/' }
  return places[code] ?? code.replace('Key', '').toLowerCase()
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  return target.matches('textarea, select, [role="combobox"], [role="listbox"], [role="option"]')
}

/** A dialog or a menu has its own keys (first letters choose an item, Escape closes it and nothing behind it). */
function isInsideOverlay(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
}

/** How keys are written on this device: `['⌘', 'K']`, `['Ctrl', 'K']`, `['G', 'then', 'I']`. */
export function displayKeys(keys: ShortcutKeys): string[] {
  const names: Record<string, string> = {
    mod: isApple ? '⌘' : 'Ctrl',
    shift: isApple ? '⇧' : 'Shift',
    escape: 'esc',
    enter: '↵',
  }
  const show = (key: string) => names[key] ?? key.toUpperCase()
  const steps = keys.split(' ').map((step) => (step === '+' ? ['+'] : step.split('+').map(show)))
  return steps.flatMap((step, index) => (index === 0 ? step : [t('ui.thenKey'), ...step]))
}

/** The same as one word, for tooltips: "⌘K", "Ctrl K". */
export function shortcutLabel(keys: ShortcutKeys): string {
  const parts = displayKeys(keys)
  return parts.includes('⌘') ? parts.join('') : parts.join(' ')
}
