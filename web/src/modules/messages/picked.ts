import type { Message } from '@worker/modules/messages/messages.schemas'

/** What a customer chose of our buttons or rows. */
export type Picked = { id: string; title: string; at: string }

const answerTypes = ['button_reply', 'flow_reply', 'call_permission_reply', 'location', 'contacts']

/** By the id that Meta has of our message: the last answer to it, and whether it was answered at all. */
export type Answers = ReadonlyMap<string, { picked: Picked | undefined }>

/** Customers answer buttons by quoting the message that has them. */
export function indexAnswers(messages: readonly Message[]): Answers {
  const answers = new Map<string, { picked: Picked | undefined }>()
  for (const { direction, content, replyTo, occurredAt } of messages) {
    if (direction !== 'inbound' || !replyTo || !answerTypes.includes(content.type)) continue
    const picked =
      content.type === 'button_reply' ? { id: content.id, title: content.title, at: occurredAt } : undefined
    answers.set(replyTo.wamid, { picked: picked ?? answers.get(replyTo.wamid)?.picked })
  }
  return answers
}

type Option = { id?: string | null | undefined; title: string }

/** Which of the options was picked. Quick replies of templates may have no id: then their words decide. */
export function findPicked<O extends Option>(options: readonly O[], picked: Picked | undefined): O | undefined {
  if (!picked) return undefined
  return options.find(({ id }) => id != null && id === picked.id) ?? options.find(({ title }) => title === picked.title)
}
