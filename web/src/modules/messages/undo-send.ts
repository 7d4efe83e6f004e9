import { createSignal } from 'solid-js'

export const undoSendChoices = ['0', '5', '10'] as const
export type UndoSendSeconds = (typeof undoSendChoices)[number]

const KEY = 'wharf.undo-send'
const DEFAULT: UndoSendSeconds = '5'

const stored = localStorage.getItem(KEY)
const [seconds, setSeconds] = createSignal<UndoSendSeconds>(
  undoSendChoices.find((choice) => choice === stored) ?? DEFAULT,
)

/** For how long a message waits on this device after it was sent, so that it can be taken back. Kept on this device. */
export const undoSendSeconds = seconds
export const undoSendMs = (): number => Number(seconds()) * 1000

export function setUndoSend(choice: UndoSendSeconds): void {
  localStorage.setItem(KEY, choice)
  setSeconds(choice)
}
