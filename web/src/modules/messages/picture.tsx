import type { Message, MessageMedia } from '@worker/modules/messages/messages.schemas'
import { createSignal, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { BrokenMedia } from './media-box'
import { createMediaSource } from './media-source'
import { pictureSize, ratioOf, rememberRatio } from './picture-size'
import { useThread } from './thread-context'

/** A photo as a preview. Its place is kept while it loads; a click shows all of it. */
export function Picture(props: { message: Message; media: MessageMedia; caption: string | undefined }) {
  const thread = useThread()
  const source = createMediaSource(() => props.media)
  const [ratio, setRatio] = createSignal(ratioOf(props.media.id))
  const [isLoaded, setLoaded] = createSignal(false)
  const size = () => pictureSize(ratio())
  return (
    <Show
      when={!source.isBroken()}
      fallback={<BrokenMedia source={source} kind="image" name={props.media.filename ?? t('thread.media.image')} />}
    >
      <button
        type="button"
        data-media-opener={props.message.id}
        aria-label={t('thread.media.open', { text: props.caption || props.media.filename || t('thread.media.image') })}
        style={{ width: `${size().width}px`, 'aspect-ratio': `${size().ratio}` }}
        class="block max-w-full cursor-zoom-in overflow-hidden rounded-[11px] bg-[color-mix(in_srgb,var(--ink)_7%,transparent)]"
        onClick={() => thread.openMedia(props.message.id)}
      >
        <img
          src={source.url() ?? undefined}
          alt=""
          decoding="async"
          draggable={false}
          class="size-full object-cover transition-opacity duration-(--t-slow)"
          classList={{ 'opacity-0': !isLoaded() }}
          onLoad={(event) => {
            const image = event.currentTarget
            setRatio(rememberRatio(props.media.id, image.naturalWidth, image.naturalHeight))
            setLoaded(true)
          }}
          onError={() => source.onError()}
        />
      </button>
    </Show>
  )
}
