import type { Media } from '@worker/modules/media/media.schemas'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import Mic from 'lucide-solid/icons/mic'
import Play from 'lucide-solid/icons/play'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatExactly } from '../../shared/times'
import { fileType } from '../messages/file-type'
import { MediaDownload } from '../messages/media-download'
import { createMediaSource } from '../messages/media-source'

const tile =
  'relative grid aspect-square w-full place-items-center overflow-hidden rounded-md bg-surface-3 text-ink-2 outline-offset-2'

const kinds = ['image', 'video', 'audio', 'document', 'sticker'] as const
function kindName(kind: string): string {
  return t(`details.media.kinds.${kinds.find((known) => known === kind) ?? 'document'}`)
}

/** A file as a square: photos as they are, everything else by what it is. */
export function MediaThumb(props: { media: Media; onOpen: (mediaId: string) => void }) {
  const source = createMediaSource(() => props.media)
  const name = () => props.media.filename ?? kindName(props.media.kind)
  const label = () => `${name()}, ${formatExactly(props.media.createdAt)}`
  const isPicture = () => props.media.kind === 'image' || props.media.kind === 'sticker'
  const opens = () => isPicture() || props.media.kind === 'video'
  const opener = (children: JSX.Element) => (
    <button
      type="button"
      data-media-opener={props.media.id}
      aria-label={t('details.media.open', { name: label() })}
      class={`${tile} cursor-zoom-in`}
      onClick={() => props.onOpen(props.media.id)}
    >
      {children}
    </button>
  )
  return (
    <Switch>
      <Match when={source.isBroken() || !source.url()}>
        <span
          class={tile}
          title={props.media.failure ?? t('details.media.missing')}
          role="img"
          aria-label={`${label()}. ${t('details.media.missing')}`}
        >
          <CircleAlert aria-hidden="true" class="size-4 text-ink-3" />
        </span>
      </Match>
      <Match when={isPicture()}>
        {opener(
          <img
            src={source.url() ?? undefined}
            alt=""
            loading="lazy"
            decoding="async"
            draggable={false}
            class="absolute inset-0 size-full object-cover"
            onError={() => source.onError()}
          />,
        )}
      </Match>
      <Match when={opens()}>{opener(<Play aria-hidden="true" class="size-5" />)}</Match>
      <Match when={true}>
        <MediaDownload
          source={source}
          name={props.media.filename ?? ''}
          label={t('details.media.download', { name: label() })}
          tip={name()}
          class={`${tile} hover:bg-surface-4`}
        >
          <Show
            when={props.media.kind === 'audio'}
            fallback={
              <span class="font-bold text-[11px]/none tracking-[.02em]">
                {fileType(props.media.filename, props.media.mimeType).label}
              </span>
            }
          >
            <Mic aria-hidden="true" class="size-4" />
          </Show>
        </MediaDownload>
      </Match>
    </Switch>
  )
}
