import { createSignal, onCleanup } from 'solid-js'

const [places, setPlaces] = createSignal(0)

/** Whether the page wants a phone's whole height: then the frame has no top bar and no tabs there. */
export const isWholePhone = (): boolean => places() > 0

/** For as long as the owner lives. Whoever asks for it offers a way back. */
export function createWholePhone(): void {
  setPlaces((count) => count + 1)
  onCleanup(() => setPlaces((count) => count - 1))
}
