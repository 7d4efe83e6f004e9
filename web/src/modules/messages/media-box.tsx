import type { MessageMedia } from '@worker/modules/messages/messages.schemas'
import FileX from 'lucide-solid/icons/file-x'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import { type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { later } from '../../shared/later'
import { Spinner } from '../../ui/spinner'
import type { MediaSource } from './media-source'

const DownloadLink = later(async () => (await import('./download-link')).DownloadLink)

const kinds = ['image', 'video', 'audio', 'document', 'sticker'] as const
export type MediaKind = (typeof kinds)[number]
export const kindOf = (kind: string): MediaKind => kinds.find((known) => known === kind) ?? 'document'

/** In place of a file: it is on its way, or why it never came. It fills in by itself. */
export function MissingMedia(props: { kind: string; media: MessageMedia | null }) {
  return (
    <Show
      when={props.media?.status === 'pending'}
      fallback={
        <Box icon={<FileX aria-hidden="true" />} role="note">
          {props.media?.failure ?? t('thread.media.failed')}
        </Box>
      }
    >
      <Box icon={<Spinner />} role="status">
        {t(`thread.media.pending.${kindOf(props.kind)}`)}
      </Box>
    </Show>
  )
}

/** The bytes came, but the browser cannot show them. */
export function BrokenMedia(props: { source: MediaSource; kind: string; name: string }) {
  return (
    <Box icon={<FileX aria-hidden="true" />} role="note">
      {t('thread.media.broken')}
      <span class="flex flex-wrap gap-x-3">
        <button
          type="button"
          class="inline-flex items-center gap-1 font-medium text-brand-ink hover:underline max-sm:min-h-11"
          onClick={() => props.source.tryAgain()}
        >
          <RotateCw aria-hidden="true" class="size-3" />
          {t('thread.media.tryAgain')}
        </button>
        <Show when={props.source.url()}>
          <DownloadLink source={props.source} name={props.name} withText />
        </Show>
      </span>
    </Box>
  )
}

function Box(props: { icon: JSX.Element; role: 'note' | 'status'; children: JSX.Element }) {
  return (
    <div
      role={props.role}
      class="flex min-h-[56px] w-[260px] max-w-full items-center gap-2.5 rounded-[11px] bg-[color-mix(in_srgb,var(--ink)_5%,transparent)] px-3 py-2 text-[12.5px]/[17px] text-ink-2"
    >
      {props.icon}
      <span class="min-w-0 flex-1">{props.children}</span>
    </div>
  )
}
