import type { Message } from '@worker/modules/messages/messages.schemas'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { kindWord } from '../conversations/message-preview'

/** The message that is answered: author, one line, a thumbnail. A click goes there. */
export function Quote(props: { quoted: Message | undefined; contactName: string; onOpen: () => void }) {
  const author = () =>
    props.quoted?.direction === 'outbound' ? (props.quoted.author?.name ?? t('thread.us')) : props.contactName
  return (
    <button
      type="button"
      onClick={() => props.onOpen()}
      class="-mx-1 mb-1.5 flex w-[calc(100%+8px)] items-center gap-2 overflow-hidden rounded-md border-brand border-s-[3px] bg-[color-mix(in_srgb,var(--ink)_6%,transparent)] py-1 ps-2 pe-1 text-start text-[12.5px]/[17px]"
    >
      <span class="min-w-0 flex-1">
        <b class="block truncate font-medium text-brand-ink" dir="auto">
          <Show when={props.quoted} fallback={t('thread.quoteMissing')}>
            {author()}
          </Show>
        </b>
        <Show when={props.quoted}>
          {(quoted) => (
            <span class="block truncate opacity-85" dir="auto">
              {quoted().text || kindWord(quoted().type)}
            </span>
          )}
        </Show>
      </span>
      <Show when={props.quoted?.type === 'image' && props.quoted.media?.url}>
        {(url) => <img src={url()} alt="" class="size-[34px] flex-none rounded-sm object-cover" />}
      </Show>
    </button>
  )
}
