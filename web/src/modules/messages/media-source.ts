import type { MessageMedia } from '@worker/modules/messages/messages.schemas'
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js'
import { api, call } from '../../shared/api'
import { online } from '../../shared/online'

export type MediaSource = {
  url: Accessor<string | null>
  /** It could not be shown, with a new address neither. */
  isBroken: Accessor<boolean>
  onError: () => void
  tryAgain: () => void
  /** An address that is good now, for what is not shown but fetched. Null when the file is not here any more. */
  fresh: () => Promise<string | null>
}

const asked = new Map<string, Promise<string | null>>()

/** An address that is good for an hour at least. What shows the same file waits for the same answer. */
export function freshAddress(id: string): Promise<string | null> {
  const waiting = asked.get(id)
  if (waiting) return waiting
  const answer = call(api.api.media[':id'].$get({ param: { id } }))
    .then(({ url }) => url)
    .finally(() => asked.delete(id))
  asked.set(id, answer)
  return answer
}

/**
 * A file's address, as long as it is good. It is signed for one to two hours and changes with every answer of the server:
 * the first one is kept, so that nothing is loaded twice, and a new one is asked for each time it fails.
 */
export function createMediaSource(media: Accessor<MessageMedia | null>): MediaSource {
  const [newer, setNewer] = createSignal<{ id: string; url: string }>()
  const [brokenId, setBrokenId] = createSignal<string>()
  let attempt = 0
  const kept = createMemo<{ id: string; url: string } | null>((before) => {
    const now = media()
    if (now?.status !== 'ready' || now.url === null) return null
    return before?.id === now.id ? before : { id: now.id, url: now.url }
  }, null)
  const source = createMemo(() => {
    const now = kept()
    const found = newer()
    return now && found?.id === now.id ? found : now
  })
  const isBroken = () => brokenId() !== undefined && brokenId() === media()?.id
  const fresh = async (): Promise<string | null> => {
    const id = kept()?.id
    return id === undefined ? null : freshAddress(id)
  }
  /** @param again the newest address is tried once more, too: by another name, or the browser would not load it. */
  async function renew(again = false): Promise<void> {
    const failed = source()
    if (!failed) return
    const url = await freshAddress(failed.id).catch(() => null)
    if (source() !== failed) return
    if (again) attempt += 1
    if (url === null) setBrokenId(failed.id)
    else if (!failed.url.startsWith(url)) setNewer({ id: failed.id, url })
    else if (!again) setBrokenId(failed.id)
    else setNewer({ id: failed.id, url: `${url}&attempt=${attempt}` })
    if (source() !== failed) setBrokenId(undefined)
  }
  const tryAgain = () => void renew(true)
  createEffect(on(online, (isOnline) => isOnline && isBroken() && tryAgain(), { defer: true }))
  return { url: () => source()?.url ?? null, isBroken, onError: () => void renew(), tryAgain, fresh }
}

/** The same bytes as a file to keep. */
export const downloadUrl = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}download=1`
