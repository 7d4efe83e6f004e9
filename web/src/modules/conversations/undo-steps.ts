import type { BulkAction, Conversation } from '@worker/modules/conversations/conversations.schemas'
import { serverNow } from '../../shared/server-clock'
import type { Done, Step } from './conversation-actions'

/**
 * What has to be done, in this order, for conversations to be as they were before an action: only what the action changed,
 * so that nothing that others did since is taken back with it.
 */
export function stepsBack(action: BulkAction, done: readonly Done[], now = serverNow()): Step[] {
  switch (action.type) {
    case 'assign':
      return assigneesBack(done)
    case 'tag':
      return tagsBack(done, action.add)
    case 'snooze':
      return snoozesBack(done, now)
    case 'status':
      // A closed one can't be snoozed or read: it is opened first.
      return [...statusesBack(done), ...assigneesBack(done), ...snoozesBack(done, now), ...unreadBack(done)]
    case 'read':
      return unreadBack(done)
  }
}

/** One step for all that go back to the same. */
function grouped(done: readonly Done[], toStep: (before: Conversation) => Omit<Step, 'rows'> | null): Step[] {
  const groups = new Map<string, Step & { rows: Conversation[] }>()
  for (const { before, after } of done) {
    const step = toStep(before)
    if (!step) continue
    const key = JSON.stringify(step.action)
    const group = groups.get(key) ?? { ...step, rows: [] }
    group.rows.push(after)
    groups.set(key, group)
  }
  return [...groups.values()]
}

const changed = (done: readonly Done[], key: 'assigneeId' | 'status' | 'snoozedUntil') =>
  done.filter(({ before, after }) => before[key] !== after[key])

const assigneesBack = (done: readonly Done[]): Step[] =>
  grouped(changed(done, 'assigneeId'), ({ assigneeId }) => ({
    action: { type: 'assign', assigneeId },
    guess: () => ({ assigneeId }),
  }))

const statusesBack = (done: readonly Done[]): Step[] =>
  grouped(changed(done, 'status'), ({ status }) =>
    // There is no way back to where nobody had written yet.
    status === 'unlisted' ? null : { action: { type: 'status', status }, guess: () => ({ status }) },
  )

/** A time that has passed meanwhile is over: they stay where they are to be seen. */
const snoozesBack = (done: readonly Done[], now: number): Step[] =>
  grouped(changed(done, 'snoozedUntil'), ({ snoozedUntil, status }) => {
    if (status === 'unlisted' && snoozedUntil !== null) return null
    const until = snoozedUntil !== null && Date.parse(snoozedUntil) > now ? snoozedUntil : null
    return { action: { type: 'snooze', until }, guess: () => ({ snoozedUntil: until }) }
  }).filter(({ rows, action }) => !(action.type === 'snooze' && action.until === null && rows.every(isAwake)))
const isAwake = ({ snoozedUntil }: Conversation) => snoozedUntil === null

const unreadBack = (done: readonly Done[]): Step[] =>
  grouped(
    done.filter(({ before, after }) => before.unreadCount > 0 && after.unreadCount === 0),
    () => ({
      action: { type: 'read', isRead: false },
      guess: ({ unreadCount }) => ({ unreadCount: Math.max(1, unreadCount) }),
    }),
  )

/** Each loses what it got, and keeps what it had. */
const tagsBack = (done: readonly Done[], added: readonly string[]): Step[] =>
  grouped(done, ({ contact }) => {
    const remove = added.filter((id) => !contact.tags.some((tag) => tag.id === id))
    if (remove.length === 0) return null
    return {
      action: { type: 'tag', add: [], remove },
      guess: (row) => ({
        contact: { ...row.contact, tags: row.contact.tags.filter(({ id }) => !remove.includes(id)) },
      }),
    }
  })
