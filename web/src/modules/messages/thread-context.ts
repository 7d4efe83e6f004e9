import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createContext, useContext } from 'solid-js'
import type { Answers } from './picked'

/** What a message can ask of the thread it stands in. */
export type ThreadTools = {
  conversation: () => Conversation
  members: () => readonly Member[]
  /** The message with this id of Meta's, if it is loaded. */
  findByWamid: (wamid: string) => Message | undefined
  answers: () => Answers
  jumpTo: (messageId: string) => void
  /** Shows a photo or a video over the whole page. */
  openMedia: (messageId: string) => void
  reply: (message: Message) => void
  /** The way out of a failure that needs the composer: a template, another file. */
  fix: (message: Message) => void
}

export const ThreadContext = createContext<ThreadTools>()

export function useThread(): ThreadTools {
  const tools = useContext(ThreadContext)
  if (!tools) throw new Error('useThread is for what stands in a thread')
  return tools
}

/** The customer's name as the thread says it. */
export const contactName = (thread: ThreadTools): string => thread.conversation().contact.displayName
