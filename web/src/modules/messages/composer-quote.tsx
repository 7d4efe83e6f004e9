import X from 'lucide-solid/icons/x'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { IconButton } from '../../ui/icon-button'
import { kindWord } from '../conversations/message-preview'
import type { Quoted } from './drafts'
import { QuotePicture } from './quote-picture'

/** The message that is answered, above what is written. */
export function ComposerQuote(props: { message: Quoted; contactName: string; onCancel: () => void }) {
  const author = () =>
    props.message.direction === 'outbound' ? (props.message.author?.name ?? t('thread.us')) : props.contactName
  return (
    <div class="mx-3 mt-1.5 flex animate-[rise_var(--t-base)_var(--e-out)] items-center gap-2 overflow-hidden rounded-md border-brand border-s-[3px] bg-surface-3 py-1 ps-2 pe-1 text-[12.5px]/[17px]">
      <div class="min-w-0 flex-1">
        <p class="truncate font-medium text-brand-ink">
          <bdi>{t('composer.answering', { name: author() })}</bdi>
        </p>
        <p class="truncate text-ink-2" dir="auto">
          {props.message.text || kindWord(props.message.type)}
        </p>
      </div>
      <Show when={props.message.type === 'image'}>
        <QuotePicture media={props.message.media} />
      </Show>
      <IconButton
        size="sm"
        label={t('composer.stopAnswering')}
        shortcut="esc"
        icon={<X aria-hidden="true" class="size-3.5" />}
        onClick={() => props.onCancel()}
      />
    </div>
  )
}
