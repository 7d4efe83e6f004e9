import { useQuery } from '@tanstack/solid-query'
import type { Message } from '@worker/modules/messages/messages.schemas'
import { type JSX, Show, Suspense } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { api, call } from '../../shared/api'
import { t } from '../../shared/i18n'
import { organizationKey } from '../../shared/query'
import { useCurrentMember } from '../auth/current-member'
import { kindIcon, kindWord } from '../conversations/message-preview'
import { QuotePicture } from './quote-picture'
import { contactName, useThread } from './thread-context'

/** The message that is answered: author, one line, a thumbnail. A click goes there. */
export function Quote(props: { reply: NonNullable<Message['replyTo']> }): JSX.Element {
  const thread = useThread()
  const loaded = () => thread.findByWamid(props.reply.wamid)
  return (
    <Show
      when={loaded()}
      fallback={
        // Nothing else waits for it.
        <Suspense fallback={<QuoteBox quoted={undefined} messageId={props.reply.messageId} />}>
          <EarlierQuote reply={props.reply} />
        </Suspense>
      }
    >
      {(quoted) => <QuoteBox quoted={quoted()} messageId={quoted().id} />}
    </Show>
  )
}

/** One line of it: what was said, without the buttons below it. */
export function quotedWords({ content, text, type, revokedAt }: Message): string {
  if (revokedAt !== null) return t('thread.deleted')
  const said = content.type === 'template' ? content.rendering?.body : 'body' in content ? content.body : undefined
  return said || text || kindWord(type)
}

/** Further up than what is loaded: asked for by itself. */
function EarlierQuote(props: { reply: NonNullable<Message['replyTo']> }) {
  const member = useCurrentMember()
  const id = () => props.reply.messageId
  const message = useQuery(() => ({
    queryKey: organizationKey(member.organizationId(), 'message', id()),
    queryFn: () => call(api.api.messages[':id'].$get({ param: { id: id() ?? '' } })),
    enabled: id() !== null,
  }))
  return <QuoteBox quoted={message.isPending ? undefined : message.data} messageId={id()} />
}

function QuoteBox(props: { quoted: Message | undefined; messageId: string | null }) {
  const thread = useThread()
  const author = () => {
    const quoted = props.quoted
    if (!quoted) return t(props.messageId === null ? 'thread.quoteMissing' : 'thread.quoteEarlier')
    return quoted.direction === 'outbound' ? (quoted.author?.name ?? t('thread.us')) : contactName(thread)
  }
  return (
    <button
      type="button"
      disabled={props.messageId === null}
      onClick={() => props.messageId && thread.jumpTo(props.messageId)}
      class="-mx-1 mb-[5px] flex w-[calc(100%+8px)] min-w-[180px] items-center gap-2 overflow-hidden rounded-[7px] border-brand border-s-[3px] bg-[color-mix(in_srgb,var(--ink)_5%,transparent)] px-2 py-[5px] text-start text-[12.5px]/[17px] enabled:hover:bg-[color-mix(in_srgb,var(--ink)_8%,transparent)]"
    >
      <span class="min-w-0 flex-1">
        <b class="block truncate font-medium text-brand-ink text-xs/[17px]" dir="auto">
          {author()}
        </b>
        <Show when={props.quoted}>
          {(quoted) => (
            <span class="flex min-w-0 items-center gap-1 text-ink-2 group-data-ours/message:text-bubble-out-meta [&_.lucide]:size-3">
              <Show when={kindIcon(quoted().type)}>{(icon) => <Dynamic component={icon()} aria-hidden="true" />}</Show>
              <span class="min-w-0 truncate" dir="auto">
                {quotedWords(quoted())}
              </span>
            </span>
          )}
        </Show>
      </span>
      <Show when={props.quoted?.type === 'image' || props.quoted?.type === 'sticker'}>
        <QuotePicture media={props.quoted?.media} />
      </Show>
    </button>
  )
}
