import type { MessageMedia } from '@worker/modules/messages/messages.schemas'
import { createSignal, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { DocumentTile } from './document-content'
import { createMediaSource } from './media-source'
import { pictureSize, ratioOf, rememberRatio } from './picture-size'
import { claimPlayback, keepPlace } from './playback'

/** A video that plays where it stands. What the browser cannot decode is a file to download. */
export function VideoPlayer(props: { media: MessageMedia }) {
  const source = createMediaSource(() => props.media)
  const [ratio, setRatio] = createSignal(ratioOf(props.media.id))
  const size = () => pictureSize(ratio())
  return (
    <Show
      when={!source.isBroken()}
      fallback={
        <DocumentTile media={props.media} name={props.media.filename ?? t('thread.media.video')}>
          {t('thread.media.unshown')}
        </DocumentTile>
      }
    >
      {/* biome-ignore lint/a11y/useMediaCaption: what a customer sends has no captions. */}
      <video
        src={source.url() ?? undefined}
        controls
        playsinline
        preload="metadata"
        aria-label={props.media.filename ?? t('thread.media.video')}
        style={{ width: `${size().width}px`, 'aspect-ratio': `${size().ratio}` }}
        class="block max-w-full rounded-[11px] bg-[color-mix(in_srgb,var(--ink)_7%,transparent)] object-contain"
        onLoadedMetadata={(event) => {
          const video = event.currentTarget
          // A recording without a picture: most likely a codec that this browser lacks.
          const known = rememberRatio(props.media.id, video.videoWidth, video.videoHeight)
          if (known) setRatio(known)
        }}
        onPlay={(event) => {
          const video = event.currentTarget
          claimPlayback(() => video.pause())
        }}
        onError={(event) => {
          keepPlace(event.currentTarget)
          source.onError()
        }}
      />
    </Show>
  )
}
