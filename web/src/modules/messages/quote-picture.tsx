import type { MessageMedia } from '@worker/modules/messages/messages.schemas'
import { Show } from 'solid-js'
import { createMediaSource } from './media-source'

/** The photo that is quoted, as small as a line. */
export function QuotePicture(props: { media: MessageMedia | null | undefined }) {
  const source = createMediaSource(() => props.media ?? null)
  return (
    <Show when={!source.isBroken() && source.url()}>
      {(url) => (
        <img src={url()} alt="" class="size-[34px] flex-none rounded-[5px] object-cover" onError={source.onError} />
      )}
    </Show>
  )
}
