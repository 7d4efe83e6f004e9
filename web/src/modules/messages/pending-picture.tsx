import { Show } from 'solid-js'
import type { Pending } from '../inbox/outbox'
import { uploadedFile } from './attachments'

/** The picture of a message that is on its way: our server has it already. */
export function PendingPicture(props: { url: string | null }) {
  return (
    <Show when={props.url}>
      {(address) => (
        <img
          src={address()}
          alt=""
          class="-mx-2 -mt-1 mb-1.5 max-h-64 w-[310px] max-w-none rounded-[10px] object-cover"
        />
      )}
    </Show>
  )
}

export function pictureUrl(content: Pending['message']['content']): string | null {
  const isPicture = content.type === 'image' || content.type === 'sticker'
  return (isPicture && content.mediaId && uploadedFile(content.mediaId)?.url) || null
}
