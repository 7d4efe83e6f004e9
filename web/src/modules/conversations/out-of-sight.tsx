import '../../strings/register-thread-rare'
import { For, type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { useCurrentMember } from '../auth/current-member'
import { useInboxLive } from '../inbox/inbox-context'
import { copyText } from '../messages/copy-text'
import type { Drafts } from '../messages/drafts'
import { contentWords } from './message-preview'
import { ownSight } from './own-sight'

type Kept = { key: string; label: string; text: string; discard: () => void }

/** In place of a conversation that the server no longer shows to its person: what happened, and what they wrote in it. */
export default function OutOfSight(props: { conversationId: string; drafts: Drafts; onBack: () => void }) {
  const member = useCurrentMember()
  const isTaken = () => ownSight(member.me()).isOwn
  return (
    <section
      aria-labelledby="out-of-sight"
      class="flex min-h-0 flex-1 flex-col items-center justify-center overflow-y-auto px-5 py-6"
    >
      <div role="status" class="max-w-[420px] text-center">
        <h2 id="out-of-sight" class="text-balance font-semibold text-[15px]/5">
          {t('thread.outOfSight.title')}
        </h2>
        <p class="mt-1.5 text-balance text-ink-2">
          {t(isTaken() ? 'thread.outOfSight.taken' : 'thread.outOfSight.gone')}
        </p>
      </div>
      <div class="mt-4 w-full max-w-[420px]">
        <KeptWords conversationId={props.conversationId} drafts={props.drafts} heading={t('thread.outOfSight.kept')} />
      </div>
      <Button size="sm" variant="primary" class="mt-4" onClick={() => props.onBack()}>
        {t('inbox.backToList')}
      </Button>
    </section>
  )
}

/** What somebody wrote in a conversation that they can't open, as text to take along. */
export function KeptWords(props: { conversationId: string; drafts: Drafts; heading?: JSX.Element }) {
  const { outbox } = useInboxLive()
  const kept = (): Kept[] => {
    const { reply, note } = props.drafts.of(props.conversationId)
    const begun = [
      {
        key: 'reply',
        label: t('thread.outOfSight.reply'),
        text: reply,
        discard: () => props.drafts.set(props.conversationId, { reply: '', answers: undefined }),
      },
      {
        key: 'note',
        label: t('thread.outOfSight.note'),
        text: note,
        discard: () => props.drafts.set(props.conversationId, { note: '' }),
      },
    ].filter(({ text }) => text !== '')
    const refused = outbox
      .items()
      .filter((item) => item.conversationId === props.conversationId && item.state === 'refused')
      .map(({ clientId, message }) => ({
        key: clientId,
        label: t('thread.outOfSight.refused'),
        text: contentWords(message.content),
        discard: () => void outbox.discard(clientId),
      }))
    return [...refused, ...begun]
  }
  return (
    <Show when={kept().length > 0}>
      <Show when={props.heading}>
        <p class="mb-1.5 text-ink-2 text-xs">{props.heading}</p>
      </Show>
      <ul class="flex flex-col gap-2">
        <For each={kept()}>
          {(one) => (
            <li class="rounded-[10px] bg-surface px-3 py-2.5 inset-ring inset-ring-line">
              <p class="font-medium text-ink-3 text-xs">{one.label}</p>
              <p
                dir="auto"
                class="mt-0.5 max-h-40 overflow-y-auto whitespace-pre-wrap text-ink [overflow-wrap:anywhere]"
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
                tabIndex={0}
              >
                {one.text}
              </p>
              <div class="mt-2 flex gap-1.5">
                <Button size="sm" onClick={() => void copyText(one.text, t('thread.actions.copiedText'))}>
                  {t('thread.outOfSight.copy')}
                </Button>
                <Button size="sm" variant="ghost" onClick={() => one.discard()}>
                  {t('thread.outOfSight.discard')}
                </Button>
              </div>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
