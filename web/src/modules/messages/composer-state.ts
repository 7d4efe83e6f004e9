import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { contentLimits } from '@worker/whatsapp/content-limits.schemas'
import { createSignal, onCleanup } from 'solid-js'
import { t } from '../../shared/i18n'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { findUnfilled } from '../canned-replies/fill-variables'
import { useInboxLive } from '../inbox/inbox-context'
import { attachmentsOf } from './attachments'
import { toContents } from './composer-contents'
import { createNoteEditing } from './composer-note'
import { createTextBox } from './composer-text-box'
import type { Drafts, Quoted } from './drafts'
import { mentionedIn } from './mentions'
import type { ThreadLive } from './thread-live'
import { undoSendMs } from './undo-send'

export type ComposerProps = {
  conversation: Conversation
  live: ThreadLive
  drafts: Drafts
  members: readonly Member[]
  /** The message that is answered. */
  replyTo: Quoted | undefined
  onReplyTo: (message: Quoted | undefined) => void
  /** "Send and close": it may be left now. The outbox closes it, once the server has the messages. */
  onClose: () => void
}
export type ComposerMode = 'reply' | 'note'
/** What stands above the box or in its place. */
export type ComposerPanel = 'template' | 'emoji' | 'recorder' | 'builder' | 'location' | 'contact' | 'schedule'
/** `seenInboundAt`: up to where the customer was read when it was sent, where that was a while ago. */
export type SendOptions = { close?: boolean; scheduledFor?: string | undefined; seenInboundAt?: string | null }
type Content = NewMessage['content']

/** What is typed in one conversation, and what becomes of it. */
export function createComposerState(props: ComposerProps) {
  const member = useCurrentMember()
  const { outbox } = useInboxLive()
  // The pane is made anew for each conversation; what is sent later still belongs to this one.
  const { id } = props.conversation
  const { drafts } = props
  const attachments = attachmentsOf({
    organizationId: member.organizationId(),
    userId: member.me().user.id,
    conversationId: id,
  })
  const stored = drafts.of(id)
  const note = createNoteEditing(id, () => {
    setMode('note')
    queueMicrotask(() => box.focusAtEnd())
  })
  const isNoteFirst = note.editing() !== undefined || (stored.reply === '' && stored.note !== '')
  const [mode, setModeSignal] = createSignal<ComposerMode>(isNoteFirst ? 'note' : 'reply')
  const [problem, setProblem] = createSignal<string>()
  const [panel, setPanel] = createSignal<ComposerPanel>()
  const [panelQuery, setPanelQuery] = createSignal('')

  const text = () => note.editing()?.text ?? drafts.of(id)[mode()]
  function setText(next: string): void {
    setProblem(undefined)
    if (note.editing()) note.setText(next)
    else drafts.set(id, { [mode()]: next })
    props.live.setWriting(next.trim() === '' ? null : mode())
  }
  const box = createTextBox({ text, setText, mode })

  function setMode(next: ComposerMode): void {
    if (next === mode()) return
    note.stop()
    setProblem(undefined)
    setPanel(undefined)
    setModeSignal(next)
  }

  const limitOf = (kind: ComposerMode) => (kind === 'note' ? contentLimits.note : contentLimits.text)
  const limit = () => limitOf(mode())
  /** Why this can't be sent, in a sentence. */
  function findProblem(words: string, kind: ComposerMode): string | undefined {
    if (words.length > limitOf(kind)) return t('composer.tooLong', { limit: limitOf(kind), length: words.length })
    const unfilled = kind === 'reply' ? findUnfilled(words) : null
    if (unfilled) return t('composer.unfilled', { variable: unfilled.text })
    if (kind === 'reply' && attachments.hasProblem()) return t('composer.files.fixFirst')
    return undefined
  }
  let isGone = false
  onCleanup(() => (isGone = true))
  /** Where another conversation is open by now, above that one. */
  function refuse(reason: string): void {
    if (isGone) showToast({ text: reason, tone: 'bad' })
    else setProblem(reason)
  }

  /**
   * Puts messages on their way, in order. What was held before them leaves now.
   * @returns false when one could not be: whoever is here has signed out, and this device keeps nothing for them
   */
  function deliver(contents: readonly Content[], { close = false, scheduledFor, ...seen }: SendOptions = {}): boolean {
    outbox.release(id)
    // From where it is kept: a file may have taken its time, and another conversation is open by now.
    const answers = drafts.of(id).answers?.id
    const holdMs = close || scheduledFor !== undefined ? 0 : undoSendMs()
    // Not read when nobody wants it: the conversation may be out of sight by now.
    const seenInboundAt = () =>
      seen.seenInboundAt === undefined ? props.conversation.lastInboundAt : seen.seenInboundAt
    const isQueued = contents.every((content, at) => {
      const isLast = at === contents.length - 1
      const isNote = content.type === 'note'
      const message = {
        content,
        ...(answers && at === 0 && !isNote ? { replyToMessageId: answers } : {}),
        ...(scheduledFor !== undefined && !isNote ? { scheduledFor } : {}),
      }
      const wish = close && isLast ? { closeAfter: { seenInboundAt: seenInboundAt() } } : {}
      return outbox.add(id, message, crypto.randomUUID(), isNote ? 0 : holdMs, wish)
    })
    if (!isQueued) return false
    if (contents.some(({ type }) => type !== 'note')) drafts.set(id, { answers: undefined })
    setPanel(undefined)
    setProblem(undefined)
    props.live.setWriting(null)
    if (close) props.onClose()
    return true
  }

  async function sendReply(options: SendOptions): Promise<void> {
    if (text().trim() === '' && attachments.items().length === 0) {
      // A second Enter: what can still be taken back needn't wait any longer.
      outbox.release(id)
      return
    }
    const refusal = findProblem(text().trim(), 'reply')
    if (refusal !== undefined) {
      setProblem(refusal)
      return
    }
    const seenInboundAt = props.conversation.lastInboundAt
    if (attachments.isBusy() && !(await attachments.whenReady())) return
    // It may have been another while since: the words are read now, from where they are kept.
    const words = drafts.of(id).reply
    const late = findProblem(words.trim(), 'reply')
    if (late !== undefined) {
      refuse(late)
      return
    }
    const files = attachments.takeReady()
    const contents = toContents(words, files)
    if (contents.length === 0 || deliver(contents, { ...options, seenInboundAt })) drafts.set(id, { reply: '' })
    else for (const file of files) attachments.restore(file, file.isVoice)
  }

  async function sendNote(): Promise<void> {
    const words = text().trim()
    if (words === '') return
    const refusal = findProblem(words, 'note')
    if (refusal !== undefined) {
      setProblem(refusal)
      return
    }
    const active = new Set(props.members.filter(({ isActive }) => isActive).map(({ userId }) => userId))
    // Of everybody: the name of one who has gone may begin with another's.
    const mentions = mentionedIn(words, props.members).filter((userId) => active.has(userId))
    if (note.editing()) {
      const failure = await note.save({ body: words, mentions })
      setProblem(failure)
      if (failure === undefined) setModeSignal(note.before())
      return
    }
    if (deliver([{ type: 'note', body: words, mentions }])) drafts.set(id, { note: '' })
  }

  return {
    id,
    mode,
    setMode,
    text,
    setText,
    box,
    limit,
    problem,
    setProblem,
    panel,
    /** @param query what is sought in it */
    setPanel: (next: ComposerPanel | undefined, query = '') => {
      setPanelQuery(query)
      setPanel(next)
    },
    panelQuery,
    attachments,
    note,
    /** ↑ in an empty box. @returns whether there is one of one's own */
    editLastNote: (): boolean => {
      if (!note.startLast(mode())) return false
      setModeSignal('note')
      queueMicrotask(() => box.focusAtEnd())
      return true
    },
    cancelNote: () => {
      setModeSignal(note.before())
      note.stop()
    },
    deliver,
    send: (options: SendOptions = {}): void => void (mode() === 'note' ? sendNote() : sendReply(options)),
    /** Two people replying: it can be sent all the same, and says so. */
    isSomebodyReplying: () => props.live.viewers().some(({ writing }) => writing === 'reply'),
    /** How many wait on this device. */
    waiting: () =>
      outbox.items().filter(({ conversationId, state: now }) => conversationId === id && now === 'waiting').length,
  }
}
export type ComposerState = ReturnType<typeof createComposerState>
