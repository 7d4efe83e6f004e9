import { createSignal } from 'solid-js'
import type { FormKind } from './kept-forms'

/**
 * What other parts of a conversation may ask of its composer: to write, to go on with what is filled in, or to keep words as a
 * canned reply.
 */
export type ComposerRequest = 'reply' | 'note' | 'attach' | 'canned' | FormKind

type Wish = {
  conversationId: string
  wish: ComposerRequest
  /** What was said already: it is written again, unless something is being written. */
  text: string
}
const [request, setRequest] = createSignal<Wish | undefined>(undefined, {
  // The same wish twice is two wishes.
  equals: false,
})

/** The last wish: the composer of that conversation fulfils it. */
export const composerRequest = request

/** Opens the composer of an open conversation at what is wanted: `askComposer(id, 'template')` where text is refused. */
export const askComposer = (conversationId: string, wish: ComposerRequest, text = ''): void => {
  setRequest({ conversationId, wish, text })
}
