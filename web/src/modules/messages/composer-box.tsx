import { createUniqueId, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { later } from '../../shared/later'
import { queryClient } from '../../shared/query'
import { cx } from '../../ui/cx'
import { useCurrentMember } from '../auth/current-member'
import { cannedRepliesQuery } from '../canned-replies/canned-replies.queries'
import { composerFrame } from './composer-frame'
import { ComposerQuote } from './composer-quote'
import { ComposerSend } from './composer-send'
import type { ComposerProps, ComposerState } from './composer-state'
import { ComposerSuggestions } from './composer-suggestions'
import { ComposerTabs } from './composer-tabs'
import { ComposerText } from './composer-text'
import { AddMenu, ComposerTools, EmojiInside } from './composer-tools'

const AttachmentsStrip = later(async () => (await import('./attachments-strip')).AttachmentsStrip)

/** The box: what is written, what it answers, the files with it, and what can be done. */
export function ComposerBox(props: ComposerProps & { state: ComposerState }) {
  const member = useCurrentMember()
  const problemId = createUniqueId()
  const { state } = props
  /** So that they are there when a slash is typed. */
  const fetchReplies = () =>
    void queryClient.ensureQueryData(cannedRepliesQuery(member.organizationId())).catch(() => {})

  return (
    <section aria-label={t('composer.title')} class={composerFrame(state.mode())} onFocusIn={fetchReplies}>
      <ComposerSuggestions {...props} />
      <ComposerTabs {...props} />
      <Show when={state.mode() === 'reply' && props.replyTo}>
        {(message) => (
          <ComposerQuote
            message={message()}
            contactName={props.conversation.contact.displayName}
            onCancel={() => props.onReplyTo(undefined)}
          />
        )}
      </Show>
      <Show when={state.mode() === 'reply' && state.attachments.items().length > 0}>
        <AttachmentsStrip attachments={state.attachments} onRemoved={() => state.box.focus()} />
      </Show>
      <div class="grid grid-cols-[minmax(0,1fr)_auto] [grid-template-areas:'text_text''tools_send'] max-sm:grid-cols-[auto_minmax(0,1fr)_auto] max-sm:items-end max-sm:gap-1 max-sm:px-2 max-sm:pt-2 max-sm:pb-2 max-sm:[grid-template-areas:'add_text_send']">
        <div class="hidden max-sm:block max-sm:[grid-area:add]">
          <AddMenu state={state} />
        </div>
        <div
          class={cx(
            'flex min-w-0 [grid-area:text] max-sm:min-h-11 max-sm:rounded-[22px] max-sm:pe-1 max-sm:focus-within:outline-2 max-sm:focus-within:outline-focus max-sm:focus-within:outline-offset-1',
            state.mode() === 'reply' ? 'max-sm:bg-surface-3' : 'max-sm:bg-note-ink/8',
          )}
        >
          <ComposerText {...props} problemId={problemId} />
          <EmojiInside state={state} />
        </div>
        <ComposerTools state={state} />
        <ComposerSend {...props} />
      </div>
      <Show when={state.box.isHeld()}>
        <p role="status" class="border-line border-t px-3.5 py-2 text-ink-2 text-sm/[18px]">
          {t('composer.stillLooking')}
        </p>
      </Show>
      <Show when={state.problem()}>
        {(problem) => (
          <p
            id={problemId}
            role="alert"
            class="border-bad-line border-t bg-bad-soft px-3.5 py-2 text-bad-ink text-sm/[18px] sm:rounded-b-lg"
          >
            {problem()}
          </p>
        )}
      </Show>
    </section>
  )
}
