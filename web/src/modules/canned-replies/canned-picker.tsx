import '../../strings/register-canned'
import { useQuery } from '@tanstack/solid-query'
import type { CannedReply } from '@worker/modules/canned-replies/canned-replies.schemas'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { createMemo, createSignal, Match, Show, Suspense, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { Kbd } from '../../ui/kbd'
import { useCurrentMember } from '../auth/current-member'
import { firstNameOf, isRealName } from '../messages/composer-rules'
import type { ComposerState } from '../messages/composer-state'
import { SuggestList } from '../messages/composer-suggest-list'
import { answerBox } from '../messages/composer-text-box'
import { cannedRepliesQuery } from './canned-replies.queries'
import { fillVariables, findUnfilled } from './fill-variables'
import { filterReplies } from './filter-replies'

const CannedReplyDialog = lazyPart(() => import('./canned-reply-dialog'))

/** Canned replies for what stands behind the slash. */
export default function CannedPicker(props: { conversation: Conversation; state: ComposerState; query: string }) {
  const member = useCurrentMember()
  const list = useQuery(() => cannedRepliesQuery(member.organizationId()))
  const [isCreating, setCreating] = createSignal(false)
  const replies = createMemo(() => (list.isPending ? [] : (list.data?.items ?? [])))
  const found = createMemo(() => filterReplies(replies(), props.query))
  answerBox(props.state.box, () => (list.isPending || !list.data ? undefined : { kind: 'canned', query: props.query }))
  /** What is written besides the slash. */
  const restOfText = () => {
    const trigger = props.state.box.trigger()
    const text = props.state.text()
    return (trigger ? text.slice(0, trigger.start) + text.slice(props.state.box.caret()) : text).trim()
  }

  function choose(reply: CannedReply, by: 'enter' | 'tab'): void {
    const { displayName } = props.conversation.contact
    const known = isRealName(displayName)
    const text = fillVariables(reply.body, {
      'first name': known ? firstNameOf(displayName) : null,
      name: known ? displayName : null,
      agent: member.me().user.name,
    })
    const start = props.state.box.replace(text)
    const unfilled = findUnfilled(text)
    if (unfilled) props.state.box.select(start + unfilled.at, start + unfilled.at + unfilled.text.length)
    else if (by === 'tab') props.state.box.select(start)
  }

  return (
    <>
      <SuggestList
        box={props.state.box}
        label={t('canned.title')}
        items={found()}
        idOf={({ id }) => id}
        onChoose={choose}
        header={
          <p class="px-2 pt-2 pb-1 font-medium text-2xs text-ink-3">
            {props.query === '' ? t('canned.picker.all') : t('canned.picker.matching', { query: props.query })}
          </p>
        }
        render={(reply, isActive) => (
          <span class="grid min-w-0 flex-1 grid-cols-[112px_minmax(0,1fr)_18px] items-center gap-2.5 max-sm:grid-cols-1 max-sm:gap-0">
            <span class="truncate font-mono text-[12.5px] text-brand-ink">/{reply.shortcut}</span>
            <span class="truncate text-ink-2" dir="auto">
              {reply.body}
            </span>
            <Show when={isActive()}>
              <Kbd class="max-sm:hidden">↵</Kbd>
            </Show>
          </span>
        )}
        empty={
          <p role="status" class="px-2 py-1.5 text-ink-3">
            <Switch fallback={t('canned.picker.none', { query: props.query })}>
              <Match when={list.isPending}>{t('canned.picker.loading')}</Match>
              <Match when={list.isError && !list.data}>
                {t('canned.picker.loadFailed')}{' '}
                <button
                  type="button"
                  class="link max-sm:min-h-11"
                  // The text box keeps the focus.
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => void list.refetch()}
                >
                  {t('ui.tryAgain')}
                </button>
              </Match>
              <Match when={props.query === ''}>{t('canned.picker.empty')}</Match>
            </Switch>
          </p>
        }
        footer={
          <div class="mt-1 flex items-center gap-3.5 border-line border-t px-2 pt-2 pb-1 text-ink-3 text-xs">
            <span class="flex items-center gap-1 max-sm:hidden">
              <Kbd>↑</Kbd>
              <Kbd>↓</Kbd>
              {t('composer.keys.choose')}
            </span>
            <span class="flex items-center gap-1 max-sm:hidden">
              <Kbd>↵</Kbd>
              {t('composer.keys.insert')}
            </span>
            <span class="flex items-center gap-1 max-sm:hidden">
              <Kbd>⇥</Kbd>
              {t('composer.keys.editFirst')}
            </span>
            <span class="flex-1" />
            <Show when={member.can('canned-replies:update')}>
              <button type="button" class="link max-sm:min-h-11" onClick={() => setCreating(true)}>
                {restOfText() === '' ? t('canned.picker.newOne') : t('canned.picker.newFromText')}
              </button>
            </Show>
          </div>
        }
      />
      <Show when={isCreating()}>
        <Suspense>
          <CannedReplyDialog
            initial={{ shortcut: props.query, body: restOfText() }}
            onClose={() => setCreating(false)}
          />
        </Suspense>
      </Show>
    </>
  )
}
