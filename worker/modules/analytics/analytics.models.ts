type Opened = { conversationId: string; openedAt: number }
type Reply = { conversationId: string; occurredAt: number }

/** The first reply to each opening: the earliest one after it. Times in ms; seconds in the answer. */
export function firstReplies(opened: readonly Opened[], replies: readonly Reply[]) {
  const waits = opened.map(({ conversationId, openedAt }) => {
    const after = replies
      .filter((reply) => reply.conversationId === conversationId && reply.occurredAt >= wholeSecond(openedAt))
      .map(({ occurredAt }) => occurredAt - openedAt)
    return after.length === 0 ? null : Math.max(0, Math.min(...after))
  })
  const answered = waits.filter((wait) => wait !== null).sort((a, b) => a - b)
  return {
    medianSeconds: median(answered),
    answered: answered.length,
    waiting: waits.length - answered.length,
  }
}
/** Messages have whole seconds: a reply within the second of the opening is after it. */
const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000

function median(sorted: readonly number[]): number | null {
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2000)
}
