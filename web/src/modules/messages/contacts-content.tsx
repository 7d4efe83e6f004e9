import '../../strings/register-thread-rare'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { MessageContent } from '@worker/whatsapp/message-content.schemas'
import Copy from 'lucide-solid/icons/copy'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Avatar } from '../../ui/avatar'
import { IconButton } from '../../ui/icon-button'
import { BubbleMeta } from './bubble'
import { type ContactLine, readCard } from './contact-card'
import { copyText } from './copy-text'
import { safeUrl } from './safe-url'

const FIRST = 3

/** People that were shared: name, numbers and addresses, each to copy. */
export function ContactsContent(props: { message: Message; content: Extract<MessageContent, { type: 'contacts' }> }) {
  const [isOpen, setOpen] = createSignal(false)
  const cards = createMemo(() => props.content.contacts.map(readCard))
  const shown = () => (isOpen() ? cards() : cards().slice(0, FIRST))
  return (
    <div class="w-[282px] max-w-full">
      <For each={shown()}>
        {(card) => (
          <div class="flex gap-2.5 border-line-soft py-1.5 first:pt-0.5 [&+&]:border-t">
            <Avatar name={card.name ?? '?'} size={36} />
            <div class="min-w-0 flex-1">
              <b class="block font-medium" dir="auto">
                {card.name ?? t('thread.contacts.unnamed')}
              </b>
              <Show when={card.work}>
                <span class="block text-ink-2 text-xs" dir="auto">
                  {card.work}
                </span>
              </Show>
              <For each={card.lines}>{(line) => <Line line={line} />}</For>
            </div>
          </div>
        )}
      </For>
      <Show when={!isOpen() && cards().length > FIRST}>
        <button
          type="button"
          class="font-medium text-[12.5px] text-brand-ink hover:underline max-sm:min-h-11"
          onClick={() => setOpen(true)}
        >
          {t('thread.contacts.more', cards().length - FIRST)}
        </button>
      </Show>
      <BubbleMeta message={props.message} />
    </div>
  )
}

function Line(props: { line: ContactLine }) {
  const href = () => {
    const { kind, value } = props.line
    if (kind === 'phone') return `tel:${value.replace(/[^\d+]/g, '')}`
    if (kind === 'email') return `mailto:${value}`
    return kind === 'link' ? safeUrl(value) : undefined
  }
  return (
    <span class="flex min-h-7 items-center gap-1 text-[13px]/[18px]">
      <span class="min-w-0 flex-1">
        <Show when={href()} fallback={<span dir="auto">{props.line.value}</span>}>
          {(address) => (
            <a
              href={address()}
              target="_blank"
              rel="noopener noreferrer"
              class="text-brand-ink tabular-nums hover:underline"
            >
              {props.line.value}
            </a>
          )}
        </Show>
        <Show when={props.line.label}>
          <span class="text-ink-3 text-xs"> {props.line.label}</span>
        </Show>
      </span>
      <IconButton
        size="sm"
        label={t('thread.contacts.copy', { value: props.line.value })}
        icon={<Copy aria-hidden="true" class="size-3.5" />}
        onClick={() => void copyText(props.line.value, t('thread.contacts.copied'))}
      />
    </span>
  )
}
