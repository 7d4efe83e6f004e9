import ExternalLink from 'lucide-solid/icons/external-link'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { kindOf } from './media-box'
import { hostOf, safeUrl } from './safe-url'

/** A file that was sent by its address: it stays where it is, nothing of another host is loaded here. */
export function ExternalMedia(props: { kind: string; url: string }) {
  return (
    <Show when={safeUrl(props.url)}>
      {(url) => (
        <a
          href={url()}
          target="_blank"
          rel="noopener noreferrer"
          class="flex min-h-[48px] w-[260px] max-w-full items-center gap-2.5 rounded-[11px] bg-[color-mix(in_srgb,var(--ink)_5%,transparent)] px-3 py-2 text-[12.5px]/[17px] hover:underline"
        >
          <ExternalLink aria-hidden="true" />
          <span class="min-w-0 flex-1">
            <b class="block font-medium">{t(`thread.media.${kindOf(props.kind)}`)}</b>
            <span class="block truncate opacity-85">{t('thread.media.external', { host: hostOf(url()) })}</span>
          </span>
        </a>
      )}
    </Show>
  )
}
