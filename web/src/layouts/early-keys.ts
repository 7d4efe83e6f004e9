/** What was typed for a box that was not there yet. */
export type EarlyTyping = { text: string; isEntered: boolean }

/** A palette that does not come takes no keys for ever. */
const LONGEST_MS = 5000

/**
 * Keeps the keys that are pressed between asking for the palette and its box having the focus: it may still be on its way, and
 * what is typed for it must not run shortcuts of the page, or stand in a reply.
 */
export function createEarlyKeys(onEscape: () => void) {
  let typed: EarlyTyping = { text: '', isEntered: false }
  let timer: ReturnType<typeof setTimeout> | undefined

  function onKeyDown(event: KeyboardEvent): void {
    // Combinations are the browser's, or close the palette again.
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { key } = event
    if (key === 'Escape') onEscape()
    else if (key === 'Enter') typed = { ...typed, isEntered: typed.text !== '' }
    else if (key === 'Backspace') typed = { text: [...typed.text].slice(0, -1).join(''), isEntered: false }
    // What has one sign is typed; the others have names.
    else if ([...key].length === 1 && !typed.isEntered) typed = { ...typed, text: typed.text + key }
    else if (key !== 'Tab') return
    event.preventDefault()
    event.stopPropagation()
  }
  function stop(): void {
    document.removeEventListener('keydown', onKeyDown, true)
    clearTimeout(timer)
    typed = { text: '', isEntered: false }
  }
  return {
    begin: (): void => {
      stop()
      document.addEventListener('keydown', onKeyDown, true)
      timer = setTimeout(stop, LONGEST_MS)
    },
    /** The box has the focus: from here on it hears for itself. */
    take: (): EarlyTyping => {
      const taken = typed
      stop()
      return taken
    },
    stop,
  }
}
