import type { Message } from '@worker/modules/messages/messages.schemas'
import { kept } from '../../shared/kept'

/** A note of one's own with the words that it is to have. `isInBox`: it is reworded in the composer, not in its place. */
export type Rewording = { message: Message; text: string; isInBox: boolean }
type All = Readonly<Record<string, Rewording>>

const storeOf = (userId: string) => kept<All>(`wharf.rewordings.${userId}`)
const read = (userId: string): All => storeOf(userId).read() ?? {}
const store = (userId: string, all: All): void => storeOf(userId).write(Object.keys(all).length === 0 ? undefined : all)
const bodyOf = ({ content }: Message): string => (content.type === 'note' ? content.body : '')
/** Only its author rewords a note. */
const authorOf = ({ author }: Message): string => author?.id ?? ''

/** Like a draft, on this device. A note that has its old words again, or none, is none that is reworded. */
export function keepRewording({ message, text, isInBox }: Rewording): void {
  const { [message.id]: _, ...others } = read(authorOf(message))
  const isReworded = text.trim() !== '' && text.trim() !== bodyOf(message)
  store(authorOf(message), isReworded ? { ...others, [message.id]: { message, text, isInBox } } : others)
}
export const dropRewording = (message: Message): void => keepRewording({ message, text: '', isInBox: false })
export const rewordingOf = (message: Message): string | undefined => read(authorOf(message))[message.id]?.text
/** The note of a conversation that was being reworded when it was left. */
export const rewordingIn = (conversationId: string, userId: string): Rewording | undefined =>
  Object.values(read(userId)).findLast(({ message }) => message.conversationId === conversationId)
