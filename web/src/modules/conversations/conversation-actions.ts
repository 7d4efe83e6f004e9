import type { BulkAction, Conversation } from '@worker/modules/conversations/conversations.schemas'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { queryClient } from '../../shared/query'
import { formatExactly } from '../../shared/times'
import { showToast } from '../../ui/toast'
import { conversationKey } from '../inbox/inbox.queries'
import type { InboxLive } from '../inbox/inbox-context'
import { tellOwnChange } from './own-changes'
import { forgetSeen, markSeen, readAction } from './read-marks'
import { stepsBack } from './undo-steps'

type Guess = (conversation: Conversation) => Partial<Conversation>
/** One thing done with some conversations, as the server is told and as it is shown until it answers. */
export type Step = { rows: readonly Conversation[]; action: BulkAction; guess: Guess }
/** What went through: each as it was, and as it is. */
export type Done = { before: Conversation; after: Conversation }

/** `isOwn`: sees what is theirs or nobody's. */
export type Sight = { isOwn: boolean; userId: string }

/** The server takes no more of them at once. */
const MOST_AT_ONCE = 100

/** What is on its way, by conversation: of two that are on the way at once nobody knows which comes first. */
const turns = new Map<string, Promise<unknown>>()
function inTurn<Answer>(ids: readonly string[], ask: () => Promise<Answer>): Promise<Answer> {
  const before = ids.flatMap((id) => turns.get(id) ?? [])
  const asked = before.length === 0 ? ask() : Promise.allSettled(before).then(ask)
  for (const id of ids) turns.set(id, asked)
  const end = () => {
    for (const id of ids) if (turns.get(id) === asked) turns.delete(id)
  }
  asked.then(end, end)
  return asked
}

/**
 * Everything that is done with conversations: shown at once, then told to the server; taken back, with the reason, when it
 * refuses. What can be undone can be so at once: the server hears of it when it has answered to the first.
 */
export function createConversationActions(
  organizationId: string,
  live: Pick<InboxLive, 'cache'>,
  sight: () => Sight = () => ({ isOwn: false, userId: '' }),
) {
  const find = (id: string) => queryClient.getQueryData<Conversation>(conversationKey(organizationId, id))
  const show = (rows: readonly Conversation[]) => live.cache.applyChanges({ conversations: [...rows], removed: [] })
  /** What the server answered: what has gone out of sight meanwhile stays so. */
  const showAnswer = (rows: readonly Conversation[]) => show(rows.filter(({ id }) => find(id) !== undefined))
  const takeAway = (ids: readonly string[]) => live.cache.applyChanges({ conversations: [], removed: [...ids] })
  const isOutOfSight = ({ assigneeId }: Pick<Conversation, 'assigneeId'>) => {
    const { isOwn, userId } = sight()
    return isOwn && assigneeId !== null && assigneeId !== userId
  }

  /** @param isShown false: somebody thought better of it meanwhile, and its answer is shown no more */
  async function run({ rows, action, guess }: Step, isShown: () => boolean = () => true): Promise<Done[]> {
    show(rows.map((row) => ({ ...row, ...guess(row) })))
    const done: Done[] = []
    const failed: Conversation[] = []
    const gone = new Set<string>()
    let reason: string | undefined
    for (let at = 0; at < rows.length; at += MOST_AT_ONCE) {
      const some = rows.slice(at, at + MOST_AT_ONCE)
      try {
        const ids = some.map(({ id }) => id)
        const { results } = await inTurn(ids, () => call(api.api.conversations.bulk.$post({ json: { ids, action } })))
        const answers = new Map(results.map((result) => [result.id, result]))
        for (const before of some) {
          const answer = answers.get(before.id)
          if (answer?.conversation) done.push({ before, after: answer.conversation })
          else failed.push(before)
          if (answer?.error?.code === 'conversations.not_found') gone.add(before.id)
          reason ??= answer?.error?.message
        }
      } catch (error) {
        failed.push(...some)
        reason ??= errorText(error)
      }
    }
    if (isShown()) {
      showAnswer(done.flatMap(({ after }) => (isOutOfSight(after) ? [] : [after])))
      takeAway(done.flatMap(({ after }) => (isOutOfSight(after) ? [after.id] : [])))
    }
    if (failed.length > 0) {
      // The guess has the same change number, so what was there before may be put back over it.
      showAnswer(failed.filter(({ id }) => !gone.has(id)))
      takeAway([...gone])
      const why = reason ?? t('inbox.actions.failed')
      const count = { failed: failed.length, all: rows.length }
      showToast({ tone: 'bad', text: rows.length === 1 ? why : t('inbox.actions.partly', { ...count, reason: why }) })
    }
    return done
  }

  /** Does it and offers to take it back, at once. @returns what went through */
  async function runWithUndo(step: Step, text: string): Promise<Done[]> {
    let isUndone = false
    const doing = run(step, () => !isUndone)
    tellOwnChange()
    const dismiss = showToast({
      text,
      action: { label: t('inbox.actions.undo'), onSelect: () => void undo(), isUndo: true },
    })
    async function undo(): Promise<void> {
      isUndone = true
      // What it touched, and nothing that others did since.
      show(step.rows.map((before) => ({ ...(find(before.id) ?? before), ...only(before, step.guess(before)) })))
      tellOwnChange()
      // What they are when it is refused: as they are now, without what is shown of the wish already.
      for (const { rows, action, guess } of stepsBack(step.action, await doing))
        await run({ rows: rows.map((row) => ({ ...(find(row.id) ?? row), ...only(row, guess(row)) })), action, guess })
    }
    const done = await doing
    if (done.length === 0) dismiss()
    return done
  }

  const addedTags = (rows: readonly Conversation[], { add, remove }: { add: Tag[]; remove: string[] }): Step => ({
    rows,
    action: { type: 'tag', add: add.map(({ id }) => id), remove },
    guess: (row) => ({ contact: { ...row.contact, tags: changeTags(row.contact.tags, add, remove) } }),
  })

  return {
    assign: async (rows: readonly Conversation[], assigneeId: string | null, name: string | null): Promise<Done[]> => {
      const step: Step = { rows, action: { type: 'assign', assigneeId }, guess: () => ({ assigneeId }) }
      const text = name === null ? t('inbox.actions.unassigned') : t('inbox.actions.assigned', { name })
      if (!isOutOfSight({ assigneeId })) return runWithUndo(step, text)
      // Nobody takes back what they can't see.
      const doing = run(step)
      tellOwnChange()
      const dismiss = showToast({ text: t('inbox.actions.givenAway', { given: text }) })
      const done = await doing
      if (done.length === 0) dismiss()
      return done
    },
    setStatus: (rows: readonly Conversation[], status: 'open' | 'pending' | 'closed') =>
      runWithUndo(
        {
          rows,
          action: { type: 'status', status },
          guess: () => ({ status, ...(status === 'closed' ? { snoozedUntil: null, unreadCount: 0 } : {}) }),
        },
        t(`inbox.actions.status.${status}`, rows.length),
      ),
    snooze: (rows: readonly Conversation[], until: string | null) =>
      runWithUndo(
        { rows, action: { type: 'snooze', until }, guess: () => ({ snoozedUntil: until }) },
        until === null ? t('inbox.actions.snoozeEnded') : t('inbox.actions.snoozed', { time: formatExactly(until) }),
      ),
    setRead: (rows: readonly Conversation[], isRead: boolean) => {
      forgetSeen(rows.map(({ id }) => id))
      return run({
        rows,
        action: isRead ? readAction(rows) : { type: 'read', isRead },
        guess: (row) => ({ unreadCount: isRead ? 0 : Math.max(1, row.unreadCount) }),
      })
    },
    /** Its end was looked at: nobody did anything, so it is tried on quietly. */
    seen: (row: Conversation) => markSeen(row, { organizationId, cache: live.cache }),
    /** One by one they are seen to come and go: there is nothing to say about it. */
    setTags: (rows: readonly Conversation[], change: { add: Tag[]; remove: string[] }) => run(addedTags(rows, change)),
    addTag: (rows: readonly Conversation[], tag: Tag) =>
      runWithUndo(addedTags(rows, { add: [tag], remove: [] }), t('inbox.actions.tagged', { name: tag.name })),
    /** As it is on the screen right now. */
    find,
  }
}
type Tag = Conversation['contact']['tags'][number]
export type ConversationActions = ReturnType<typeof createConversationActions>

/** Of a conversation, what a change touches. */
function only(row: Conversation, change: Partial<Conversation>): Partial<Conversation> {
  const touched = Object.keys(change) as (keyof Conversation)[]
  return Object.fromEntries(touched.map((key) => [key, row[key]]))
}

export const changeTags = (tags: readonly Tag[], add: readonly Tag[], remove: readonly string[]): Tag[] => [
  ...tags.filter(({ id }) => !remove.includes(id) && !add.some((tag) => tag.id === id)),
  ...add,
]
