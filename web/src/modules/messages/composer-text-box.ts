import { createMemo, createSignal } from 'solid-js'
import { findTrigger, replaceTrigger } from './composer-trigger'

type Ports = { text: () => string; setText: (text: string) => void; mode: () => 'reply' | 'note' }

/** What takes keys while a list of suggestions is open. */
export type Suggester = {
  listId: string
  activeId: () => string | undefined
  /** @returns whether it was for the list */
  onKey: (event: KeyboardEvent) => boolean
}

/** The text box's caret, and what is typed there to be replaced. */
export function createTextBox({ text, setText, mode }: Ports) {
  const [element, setElement] = createSignal<HTMLTextAreaElement>()
  const [caret, setCaret] = createSignal(0)
  const [suggester, setSuggester] = createSignal<Suggester>()
  /** Escape was pressed for the one that begins here. */
  const [dismissedAt, setDismissedAt] = createSignal<number>()
  const trigger = createMemo(() => {
    const found = findTrigger(text(), caret(), mode())
    return found && found.start !== dismissedAt() ? found : null
  })

  function select(from: number, to = from): void {
    // After the new text is in the element.
    queueMicrotask(() => {
      element()?.focus()
      element()?.setSelectionRange(from, to)
      setCaret(to)
    })
  }
  /** Puts a text in place of what is selected. */
  function insert(piece: string): void {
    const box = element()
    const [from, to] = box ? [box.selectionStart, box.selectionEnd] : [text().length, text().length]
    setText(text().slice(0, from) + piece + text().slice(to))
    select(from + piece.length)
  }

  return {
    ref: setElement,
    element,
    caret,
    trigger,
    suggester,
    setSuggester: (next: Suggester | undefined) => setSuggester(() => next),
    onInput: (box: HTMLTextAreaElement) => {
      if (dismissedAt() !== undefined && !findTrigger(box.value, box.selectionStart, mode())) setDismissedAt(undefined)
      setText(box.value)
      setCaret(box.selectionStart)
    },
    onCaret: (box: HTMLTextAreaElement) => setCaret(box.selectionStart),
    dismiss: () => setDismissedAt(trigger()?.start),
    focus: () => element()?.focus(),
    focusAtEnd: () => select(text().length),
    select,
    insert,
    /** Puts a text in place of what was typed for it. @returns where it begins */
    replace: (piece: string): number => {
      const found = trigger()
      if (!found) {
        insert(piece)
        return caret()
      }
      const next = replaceTrigger(text(), found, { caret: caret(), by: piece })
      setText(next.text)
      select(next.caret)
      return found.start
    },
    /** Types a sign that opens a list, as its button does. */
    type: (sign: string) => {
      const before = text().slice(0, element()?.selectionStart ?? text().length)
      insert(before === '' || /\s$/.test(before) ? sign : ` ${sign}`)
    },
  }
}
export type TextBox = ReturnType<typeof createTextBox>
