import type { Message } from '@worker/modules/messages/messages.schemas'
import { Match, Show, Switch } from 'solid-js'
import { later } from '../../shared/later'
import { MissingMedia } from './media-box'
import { Picture } from './picture'

const DocumentTile = later(async () => (await import('./document-content')).DocumentTile)
const ExternalMedia = later(async () => (await import('./external-media')).ExternalMedia)
const VideoPlayer = later(async () => (await import('./video-player')).VideoPlayer)

/** The picture, video or document on top of a message with buttons or of a template. */
export function HeaderMedia(props: { message: Message; kind: string; link?: string | undefined }) {
  const media = () => (props.message.media?.status === 'ready' ? props.message.media : undefined)
  return (
    <div class="-mx-2 -mt-1 mb-1.5">
      <Switch
        fallback={
          <Show
            when={props.message.media === null && props.link}
            fallback={<MissingMedia kind={props.kind} media={props.message.media} />}
          >
            {(url) => <ExternalMedia kind={props.kind} url={url()} />}
          </Show>
        }
      >
        <Match when={props.kind === 'image' && media()}>
          {(file) => <Picture message={props.message} media={file()} caption={undefined} />}
        </Match>
        <Match when={props.kind === 'video' && media()}>{(file) => <VideoPlayer media={file()} />}</Match>
        <Match when={media()}>{(file) => <DocumentTile media={file()} name={file().filename ?? props.kind} />}</Match>
      </Switch>
    </div>
  )
}
