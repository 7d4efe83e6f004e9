import type { MessageMedia } from '@worker/modules/messages/messages.schemas'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { BrokenMedia } from './media-box'
import { createMediaSource } from './media-source'

/** A sticker has no surface of its own. */
export function StickerPicture(props: { media: MessageMedia }) {
  const source = createMediaSource(() => props.media)
  return (
    <Show
      when={!source.isBroken()}
      fallback={<BrokenMedia source={source} kind="sticker" name={t('thread.media.sticker')} />}
    >
      <img
        src={source.url() ?? undefined}
        alt={t('thread.media.sticker')}
        decoding="async"
        draggable={false}
        class="size-[140px] object-contain"
        onError={() => source.onError()}
      />
    </Show>
  )
}
