import { useQuery } from '@tanstack/solid-query'
import { createEffect, createMemo, createSignal, Match, on, Show, Suspense, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { later } from '../../shared/later'
import { lazyPart } from '../../shared/lazy-part'
import { currentMinute } from '../../shared/minute'
import { createQueryData } from '../../shared/query-data'
import { createShortcuts } from '../../shared/shortcuts'
import { useCurrentMember } from '../auth/current-member'
import { numbersQuery } from '../inbox/inbox.queries'
import { ComposerBox } from './composer-box'
import { composerRequest } from './composer-requests'
import { findBlock } from './composer-rules'
import { type ComposerProps, createComposerState } from './composer-state'
import { chooseFiles } from './composer-tools'
import type { FormKind } from './kept-forms'

const ComposerDrop = later(async () => (await import('./composer-drop')).ComposerDrop)
const ComposerBlocked = lazyPart(() => import('./composer-blocked'), { isAhead: true })
const Recorder = lazyPart(() => import('./recorder'), {
  onFail: ({ state }) => state.setPanel(undefined),
  isAhead: true,
})
const ComposerPanels = lazyPart(() => import('./composer-panels'), {
  onFail: ({ state }) => state.setPanel(undefined),
  isAhead: true,
})
const CannedReplyDialog = lazyPart(() => import('../canned-replies/canned-reply-dialog'), { isAhead: true })

/** Where a reply or a note is written. */
export function Composer(props: ComposerProps) {
  const member = useCurrentMember()
  const numbers = useQuery(() => numbersQuery(member.organizationId()))
  const state = createComposerState(props)
  const ours = createQueryData(numbers)
  const number = createMemo(() => ours()?.items.find(({ id }) => id === props.conversation.phoneNumberId))
  const block = createMemo(() =>
    findBlock({
      conversation: props.conversation,
      number: number(),
      maySend: member.can('messages:send'),
      now: currentMinute(),
    }),
  )
  /** What becomes a canned reply. */
  const [cannedText, setCannedText] = createSignal<string>()
  const mayReply = () => block() === null
  /** Templates pass a closed window; nothing passes a number that is down. */
  const mayTemplate = () => mayReply() || block()?.kind === 'window_closed' || block()?.kind === 'never_wrote'
  async function whyNoFile(): Promise<string> {
    const found = block()
    const words = found && (await import('./composer-block-words').catch(() => undefined))
    if (!found || !words) return t('composer.dropRefused')
    return t('composer.dropBlocked', { reason: words.blockWords(found, props.conversation, number()).title })
  }
  const write = (mode: 'reply' | 'note') => {
    if (!member.can('messages:send')) return
    state.setMode(mode)
    queueMicrotask(() => state.box.focusAtEnd())
  }
  const openTemplates = () => {
    if (mayTemplate()) openForm('template')
  }
  /** Anew, also where another one is open: it shows what was kept last. */
  function openForm(kind: FormKind): void {
    state.setMode('reply')
    if (kind === 'template' ? !mayTemplate() : !mayReply()) return
    state.setPanel(undefined)
    queueMicrotask(() => state.setPanel(kind))
  }
  createShortcuts([
    { keys: 'r', run: () => write('reply') },
    { keys: 'n', run: () => write('note') },
    { keys: 't', run: openTemplates },
  ])
  createEffect(
    on(
      composerRequest,
      (request) => {
        if (request?.conversationId !== state.id) return
        const { wish } = request
        if (wish === 'canned') {
          setCannedText(request.text)
          return
        }
        if (wish !== 'reply' && wish !== 'note' && wish !== 'attach') {
          openForm(wish)
          return
        }
        write(wish === 'note' ? 'note' : 'reply')
        if (wish !== 'attach' || !mayReply()) return
        if (state.text() === '') state.setText(request.text)
        // Still within the click that asked for it: otherwise the browser opens nothing.
        chooseFiles(state)
      },
      { defer: true },
    ),
  )

  return (
    <div class="relative flex-none">
      <ComposerDrop state={state} mayDrop={mayReply()} whyNot={whyNoFile} />
      <Show when={cannedText() !== undefined}>
        <CannedReplyDialog
          initial={{ shortcut: '', body: cannedText() ?? '' }}
          onClose={() => setCannedText(undefined)}
        />
      </Show>
      <Show when={state.panel() !== undefined && state.panel() !== 'recorder'}>
        <Suspense>
          <ComposerPanels {...props} state={state} />
        </Suspense>
      </Show>
      <Switch fallback={<ComposerBox {...props} state={state} />}>
        <Match when={state.panel() === 'recorder' && mayReply()}>
          <Suspense>
            <Recorder state={state} />
          </Suspense>
        </Match>
        <Match when={(state.mode() === 'reply' || block()?.kind === 'read_only') && block()}>
          {(found) => (
            <ComposerBlocked
              block={found()}
              conversation={props.conversation}
              number={number()}
              draft={state.text()}
              attachments={state.attachments}
              onTemplate={openTemplates}
              onNote={() => write('note')}
            />
          )}
        </Match>
      </Switch>
    </div>
  )
}
