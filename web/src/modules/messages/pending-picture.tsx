import { Show } from 'solid-js'
import type { Pending } from '../inbox/outbox'
import { uploadedFile } from './attachments'

/** The picture of a message that is on its way: our server has it already. */
export function PendingPicture(props: { content: Pending['message']['content'] }) {
  const url = () => {
    const { content } = props
    const isPicture = content.type === 'image' || content.type === 'sticker'
    return isPicture && content.mediaId ? uploadedFile(content.mediaId)?.url : null
  }
  return (
    <Show when={url()}>
      {(address) => (
        <img src={address()} alt="" class="-mx-1.5 -mt-0.5 mb-1.5 max-h-64 max-w-[310px] rounded-[10px] object-cover" />
      )}
    </Show>
  )
}
