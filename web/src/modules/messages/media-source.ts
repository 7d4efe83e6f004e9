import type { MessageMedia } from '@worker/modules/messages/messages.schemas'
import { type Accessor, createMemo, createSignal } from 'solid-js'
import { api, call } from '../../shared/api'

export type MediaSource = {
  url: Accessor<string | null>
  /** It could not be shown, with a new address neither. */
  isBroken: Accessor<boolean>
  onError: () => void
  tryAgain: () => void
}

/**
 * A file's address, as long as it is good. It is signed for one to two hours and changes with every answer of the server:
 * the first one is kept, so that nothing is loaded twice, and a new one is asked for when it fails.
 */
export function createMediaSource(media: Accessor<MessageMedia | null>): MediaSource {
  const [fresh, setFresh] = createSignal<{ id: string; url: string }>()
  const [brokenId, setBrokenId] = createSignal<string>()
  let attempt = 0
  const kept = createMemo<{ id: string; url: string } | null>((before) => {
    const now = media()
    if (now?.status !== 'ready' || now.url === null) return null
    return before?.id === now.id ? before : { id: now.id, url: now.url }
  }, null)
  const source = createMemo(() => {
    const now = kept()
    const newer = fresh()
    return now && newer?.id === now.id ? newer : now
  })
  async function ask(id: string): Promise<void> {
    try {
      const { url } = await call(api.api.media[':id'].$get({ param: { id } }))
      if (url === null || url === source()?.url) setBrokenId(id)
      else setFresh({ id, url })
    } catch {
      setBrokenId(id)
    }
  }
  return {
    url: () => source()?.url ?? null,
    isBroken: () => brokenId() !== undefined && brokenId() === media()?.id,
    onError: () => {
      const now = source()
      if (!now) return
      if (fresh()?.id === now.id) setBrokenId(now.id)
      else void ask(now.id)
    },
    tryAgain: () => {
      const now = source()
      setBrokenId(undefined)
      attempt += 1
      // Another address for the same bytes: a browser does not load one again that has failed.
      if (now) setFresh({ id: now.id, url: `${now.url}&attempt=${attempt}` })
    },
  }
}

/** The same bytes as a file to keep. */
export const downloadUrl = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}download=1`
