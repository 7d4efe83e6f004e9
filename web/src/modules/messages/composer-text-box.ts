import { createEffect, createMemo, createSignal, onCleanup } from 'solid-js'
import { findTrigger, replaceTrigger, type Trigger } from './composer-trigger'

type Ports = { text: () => string; setText: (text: string) => void; mode: () => 'reply' | 'note' }

/** What takes keys while a list of suggestions is open. */
export type Suggester = {
  listId: string
  activeId: () => string | undefined
  /** @returns whether it was for the list */
  onKey: (event: KeyboardEvent) => boolean
}

type Question = Pick<Trigger, 'kind' | 'query'>
const isSame = (one: Question | undefined, other: Question | undefined) =>
  one?.kind === other?.kind && one?.query === other?.query

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

  /** What it is known for which entries fit, or that none does. */
  const [answered, setAnswered] = createSignal<Question>()
  /** What Enter was pressed for too soon. */
  const [held, setHeld] = createSignal<Question>()
  const isAsking = () => {
    const question = trigger()
    return question !== null && !isSame(question, answered())
  }

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
    /** It isn't known yet what is meant by what stands before the caret: an Enter is meant for what it may be. */
    isAsking,
    hold: () => setHeld(trigger() ?? undefined),
    isHeld: () => isAsking() && isSame(held(), trigger() ?? undefined),
    setAnswered: (question: Question | undefined) => setAnswered(question),
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

/** What offers entries tells for what it knows them: until then nothing is sent. */
export function answerBox(box: TextBox, question: () => Question | undefined): void {
  createEffect(() => {
    box.setAnswered(question())
    onCleanup(() => box.setAnswered(undefined))
  })
}
