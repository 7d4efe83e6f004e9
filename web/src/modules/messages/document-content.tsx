import type { Message, MessageMedia } from '@worker/modules/messages/messages.schemas'
import Video from 'lucide-solid/icons/video'
import { type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatSize } from '../../shared/times'
import { cx } from '../../ui/cx'
import { BubbleMeta } from './bubble'
import { DownloadLink } from './download-link'
import { type FileType, fileType } from './file-type'
import { MissingMedia } from './media-box'
import { createMediaSource } from './media-source'
import { RichText } from './rich-text'

const tints: Record<FileType['tint'], string> = {
  pdf: 'bg-file-pdf',
  text: 'bg-file-text',
  sheet: 'bg-file-sheet',
  slides: 'bg-file-slides',
  video: 'bg-file-video',
  other: 'bg-file-other',
}

/** A file by its name: what it is, how large, and a way to keep it. */
export function DocumentTile(props: { media: MessageMedia; name: string; children?: JSX.Element }) {
  const source = createMediaSource(() => props.media)
  const type = () => fileType(props.media.filename ?? props.name, props.media.mimeType)
  const facts = () => [type().label, props.media.size === null ? null : formatSize(props.media.size)]
  return (
    <div class="flex w-[310px] min-w-0 max-w-full items-center gap-2.5 rounded-[10px] bg-[color-mix(in_srgb,var(--ink)_5%,transparent)] px-2 py-[7px] max-sm:w-[262px]">
      <span
        aria-hidden="true"
        class={cx(
          'grid h-[38px] w-[34px] flex-none place-items-center rounded-[5px] font-bold text-[10px]/none text-white tracking-[.02em]',
          tints[type().tint],
        )}
      >
        <Show when={type().tint === 'video'} fallback={type().label}>
          <Video />
        </Show>
      </span>
      <span class="min-w-0 flex-1">
        <b class="block truncate font-medium" dir="auto" title={props.name}>
          {props.name}
        </b>
        <span class="block text-ink-3 text-xs group-data-ours/message:text-bubble-out-meta">
          {props.children ?? facts().filter(Boolean).join(' · ')}
        </span>
      </span>
      <Show when={source.url()}>
        <DownloadLink source={source} name={props.name} />
      </Show>
    </div>
  )
}

export function DocumentContent(props: {
  message: Message
  caption: string | undefined
  filename: string | undefined
}) {
  const name = () => props.filename ?? props.message.media?.filename ?? t('thread.media.unknownName')
  return (
    <>
      <Show
        when={props.message.media?.status === 'ready' && props.message.media}
        fallback={<MissingMedia kind="document" media={props.message.media} />}
      >
        {(media) => <DocumentTile media={media()} name={name()} />}
      </Show>
      <div class="px-2 pt-0.5 pb-1 after:clear-both after:block">
        <Show when={props.caption}>{(caption) => <RichText text={caption()} />}</Show>
        <BubbleMeta message={props.message} />
      </div>
    </>
  )
}
