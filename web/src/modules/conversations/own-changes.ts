import { createSignal } from 'solid-js'

const [count, setCount] = createSignal(0)
/** What somebody does here, or takes back, is to be seen at once, also in a list that keeps still under their pointer. */
export const ownChanges = count
export const tellOwnChange = (): void => void setCount((before) => before + 1)
