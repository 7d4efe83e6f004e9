import type { Message } from '@worker/modules/messages/messages.schemas'
import { t } from '../../shared/i18n'
import { keyName, singleKeysOn } from '../../shared/shortcuts'
import { copyText } from './copy-text'

type MessageKey = { keys: string; run: (article: HTMLElement, message: Message | undefined) => boolean }

/**
 * A message gets its buttons when it gets the focus, and they are fetched the first time: who is faster than they waits for
 * them, and stays. @returns whether they are there already
 */
export function whenActionsAreThere(article: HTMLElement, run: (menu: HTMLElement) => unknown): boolean {
  const find = () => article.querySelector<HTMLElement>('[aria-haspopup="menu"], [aria-haspopup="true"]')
  const menu = find()
  if (menu) {
    run(menu)
    return true
  }
  const observer = new MutationObserver(() => {
    const come = find()
    if (!come) return
    observer.disconnect()
    run(come)
  })
  observer.observe(article, { childList: true, subtree: true })
  article.addEventListener('focusout', () => observer.disconnect(), { once: true })
  return false
}

/** A button that is not there is not allowed, or has nothing to do: the key goes on to the page. */
function press(article: HTMLElement, keys: string): boolean {
  const click = () => {
    const button = article.querySelector<HTMLElement>(`[data-key="${keys}"]`)
    button?.click()
    return button !== null
  }
  if (click()) return true
  return !whenActionsAreThere(article, click)
}

function copy(message: Message | undefined): boolean {
  // What is marked is what somebody wants to copy.
  if (!message?.text || message.revokedAt !== null || window.getSelection()?.toString()) return false
  void copyText(message.text, t('thread.actions.copiedText'))
  return true
}

/** What the keys do to the message that has the focus. The overlay of shortcuts lists them. */
const messageKeys: readonly MessageKey[] = [
  { keys: 'r', run: (article) => press(article, 'r') },
  { keys: '+', run: (article) => press(article, '+') },
  { keys: 'mod+c', run: (_article, message) => copy(message) },
  { keys: 's', run: (article) => press(article, 's') },
  { keys: 'shift+r', run: (article) => press(article, 'shift+r') },
]

/** @returns whether the key did something */
export function runMessageKey(event: KeyboardEvent, article: HTMLElement, message: Message | undefined): boolean {
  if (event.repeat || event.isComposing) return false
  const name = keyName(event)
  const keys = event.shiftKey && /^[a-z]$/.test(name) ? `shift+${name}` : name
  const found = messageKeys.find((one) => one.keys === keys)
  if (!found || (!keys.startsWith('mod+') && !singleKeysOn())) return false
  return found.run(article, message)
}
