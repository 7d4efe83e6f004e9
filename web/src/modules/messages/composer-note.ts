import type { Message } from '@worker/modules/messages/messages.schemas'
import { createSignal, onCleanup } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { queryClient } from '../../shared/query'
import { useCurrentMember } from '../auth/current-member'
import { threadKey } from '../inbox/inbox.queries'
import type { Thread } from '../inbox/inbox-cache'
import { useInboxLive } from '../inbox/inbox-context'
import { offerRewording, resumeNote, reword } from './note-editing'
import { dropRewording, keepRewording, rewordingIn } from './rewordings'

type Editing = { message: Message; text: string }

/**
 * One's own last note, reworded in the box. The draft of a new one stays where it is meanwhile.
 * @param onBack a rewording that was left is wanted back: the box shows notes
 */
export function createNoteEditing(conversationId: string, onBack: () => void) {
  const member = useCurrentMember()
  const { cache } = useInboxLive()
  // It was being reworded when the conversation was left, or the page.
  const kept = rewordingIn(conversationId, member.me().user.id)
  if (kept && !kept.isInBox) resumeNote(kept.message.id)
  const [editing, setEditing] = createSignal<Editing | undefined>(kept?.isInBox ? kept : undefined)
  const [before, setBefore] = createSignal<'reply' | 'note'>('reply')

  function findLast(): Message | undefined {
    const thread = queryClient.getQueryData<Thread>(threadKey(member.organizationId(), conversationId))
    return thread?.items.findLast(
      ({ type, author }) => type === 'note' && author?.type === 'user' && author.id === member.me().user.id,
    )
  }

  function edit(next: Editing): void {
    keepRewording({ ...next, isInBox: true })
    setEditing(next)
  }

  let isGone = false
  onCleanup(() => {
    isGone = true
  })
  function bringBack(left: Editing): void {
    // Another conversation is open by now: the note has an editor of its own.
    if (isGone) {
      reword(left.message, left.text)
      return
    }
    onBack()
    edit(left)
  }

  return {
    editing,
    /** Where one was before. */
    before,
    setText: (text: string): void => {
      const now = editing()
      if (now) edit({ ...now, text })
    },
    startLast: (mode: 'reply' | 'note'): boolean => {
      const message = findLast()
      if (message?.content.type !== 'note') return false
      setBefore(mode)
      setEditing({ message, text: message.content.body })
      return true
    },
    /** Nothing is saved; what was reworded can be had back. */
    stop: () => {
      const left = editing()
      setEditing(undefined)
      if (left) dropRewording(left.message)
      const { content } = left?.message ?? {}
      if (!left || content?.type !== 'note' || left.text.trim() === '' || left.text.trim() === content.body) return
      offerRewording(() => bringBack(left))
    },
    /** Shown at once. @returns why it was refused; the words are in the box again then */
    save: async (change: { body: string; mentions: string[] }): Promise<string | undefined> => {
      const now = editing()
      if (!now) return undefined
      const { message } = now
      const apply = (next: Message) => cache.applyMessages(conversationId, [next])
      apply({ ...message, content: { type: 'note', ...change }, text: change.body })
      setEditing(undefined)
      try {
        apply(await call(api.api.messages[':id'].$patch({ param: { id: message.id }, json: change })))
        dropRewording(message)
        return undefined
      } catch (error) {
        apply(message)
        edit({ message, text: change.body })
        return errorText(error)
      }
    },
  }
}
