import Download from 'lucide-solid/icons/download'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import { MediaDownload } from './media-download'
import type { MediaSource } from './media-source'

export function DownloadLink(props: { source: MediaSource; name: string; withText?: boolean | undefined }) {
  return (
    <MediaDownload
      source={props.source}
      name={props.name}
      label={t('thread.media.download', { name: props.name })}
      tip={props.withText ? undefined : t('thread.lightbox.download')}
      class={cx(
        'inline-flex flex-none items-center justify-center gap-1',
        props.withText
          ? 'font-medium text-brand-ink hover:underline max-sm:min-h-11'
          : 'size-(--h-sm) rounded-sm hover:bg-[color-mix(in_srgb,var(--ink)_8%,transparent)] max-sm:size-11',
      )}
    >
      <Download aria-hidden="true" class={props.withText ? 'size-3' : ''} />
      <Show when={props.withText}>{t('thread.lightbox.download')}</Show>
    </MediaDownload>
  )
}
