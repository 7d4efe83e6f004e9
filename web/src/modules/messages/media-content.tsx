import type { Message } from '@worker/modules/messages/messages.schemas'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { later } from '../../shared/later'
import { BubbleMeta } from './bubble'
import { MissingMedia } from './media-box'
import { Picture } from './picture'
import { RichText } from './rich-text'
import { VoicePlayer } from './voice-player'

const DocumentContent = later(async () => (await import('./document-content')).DocumentContent)
const ExternalMedia = later(async () => (await import('./external-media')).ExternalMedia)
const StickerPicture = later(async () => (await import('./sticker-picture')).StickerPicture)
const VideoPlayer = later(async () => (await import('./video-player')).VideoPlayer)

/** A photo, a video, a recording, a document or a sticker, or what stands in for it until it is here. */
export function MediaContent(props: { message: Message }): JSX.Element {
  const content = () => props.message.content
  const media = () => (props.message.media?.status === 'ready' ? props.message.media : undefined)
  const link = () => {
    const said = content()
    return 'link' in said && props.message.media === null ? said.link : undefined
  }
  const caption = () => {
    const said = content()
    return 'caption' in said && said.caption ? said.caption : undefined
  }
  const missing = () => (
    <Show when={link()} fallback={<MissingMedia kind={content().type} media={props.message.media} />}>
      {(url) => <ExternalMedia kind={content().type} url={url()} />}
    </Show>
  )
  return (
    <Switch
      fallback={
        <>
          {missing()}
          <Caption message={props.message} caption={caption()} />
        </>
      }
    >
      <Match when={content().type === 'image' && media()}>
        {(file) => (
          <>
            <Picture message={props.message} media={file()} caption={caption()} />
            <Show when={caption()} fallback={<BubbleMeta message={props.message} place="over" />}>
              <Caption message={props.message} caption={caption()} />
            </Show>
          </>
        )}
      </Match>
      <Match when={content().type === 'video' && media()}>
        {(file) => (
          <>
            <VideoPlayer media={file()} />
            <Caption message={props.message} caption={caption()} />
          </>
        )}
      </Match>
      <Match when={content().type === 'audio' && media()}>
        {(file) => <VoicePlayer media={file()} meta={<BubbleMeta message={props.message} place="end" />} />}
      </Match>
      <Match when={content().type === 'sticker' && media()}>
        {(file) => (
          <>
            <StickerPicture media={file()} />
            <span class="flex">
              <BubbleMeta message={props.message} place="end" />
            </span>
          </>
        )}
      </Match>
      <Match when={props.message.content.type === 'document' && !link() && props.message.content}>
        {(document) => <DocumentContent message={props.message} caption={caption()} filename={document().filename} />}
      </Match>
    </Switch>
  )
}

/** What stands below a picture: its words, the time, the ticks. */
function Caption(props: { message: Message; caption: string | undefined }) {
  return (
    <div class="px-2 pt-[5px] pb-1 after:clear-both after:block">
      <Show when={props.caption}>{(caption) => <RichText text={caption()} />}</Show>
      <BubbleMeta message={props.message} />
    </div>
  )
}
