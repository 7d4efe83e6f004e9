import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { OrganizationContext } from '../../shared/context'
import { testClock } from '../../test/clock'
import { createOrganization } from '../../test/factories'
import { createConversation } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { setStatus, wakeConversations } from './conversation-changes.usecases'
import { conversations } from './conversations.tables'

// What happens between the moment a conversation is looked at and the moment it is written.

async function createDesk(...all: Parameters<typeof createConversation>[1][]) {
  const organization = await createOrganization()
  const ctx = await organizationContext(organization)
  const ids: string[] = []
  for (const values of all) ids.push((await createConversation(organization, values)).id)
  const [id = ''] = ids
  /** Runs the work; `meanwhile` runs when it has read, before it writes. */
  const during = async <T>(work: (busy: OrganizationContext) => Promise<T>, meanwhile: () => Promise<unknown>) => {
    let isOver = false
    const batch: OrganizationContext['db']['batch'] = async (statements) => {
      if (!isOver) await meanwhile()
      isOver = true
      return ctx.db.batch(statements)
    }
    const result = await work({ ...ctx, db: { ...ctx.db, batch } })
    expect(isOver, 'nothing happened meanwhile').toBe(true)
    return result
  }
  return {
    ...{ ctx, id, ids, during },
    close: (busy: OrganizationContext) => setStatus(busy, { ids, status: 'closed' }),
    /** As ingestion and reading change it. */
    setUnread: (to: number) => ctx.db.update(conversations, { unreadCount: to }, eq(conversations.id, id)).run(),
    row: async () => (await ctx.db.select(conversations, eq(conversations.id, id)))[0],
  }
}

describe('closing', () => {
  it('does not swallow a message that arrives meanwhile: it stays open, and the answer says why', async () => {
    const { during, close, setUnread, row } = await createDesk({ unreadCount: 1 })
    const [result] = await during(close, () => setUnread(2))
    expect(result).toMatchObject({ error: { code: 'conversations.message_arrived', status: 409 } })
    expect(await row()).toMatchObject({ status: 'open', unreadCount: 2 })
  })

  it('of many leaves the one that somebody wrote to, and closes the others', async () => {
    const { ctx, ids, during, close, setUnread } = await createDesk({}, { unreadCount: 3 })
    expect(await during(close, () => setUnread(1))).toMatchObject([
      { id: ids[0], error: { code: 'conversations.message_arrived' } },
      { id: ids[1], conversation: { status: 'closed', unreadCount: 0 } },
    ])
    expect((await ctx.db.select(conversations)).map(({ status }) => status).sort()).toEqual(['closed', 'open'])
  })

  it('goes on when what was unread has been read meanwhile', async () => {
    const { during, close, setUnread, row } = await createDesk({ unreadCount: 2 })
    expect(await during(close, () => setUnread(0))).toMatchObject([{ conversation: { status: 'closed' } }])
    expect(await row()).toMatchObject({ status: 'closed', unreadCount: 0 })
  })
})

describe('a snooze that ends', () => {
  it('brings back no count of what has been read meanwhile', async () => {
    const { id, during, setUnread, row } = await createDesk({ unreadCount: 5, snoozedUntil: testClock.now() - 1 })
    await during(
      (busy) => wakeConversations(busy, [id]),
      () => setUnread(0),
    )
    expect(await row()).toMatchObject({ snoozedUntil: null, unreadCount: 1 })
  })

  it('keeps what arrived meanwhile', async () => {
    const { id, during, setUnread, row } = await createDesk({ unreadCount: 1, snoozedUntil: testClock.now() - 1 })
    await during(
      (busy) => wakeConversations(busy, [id]),
      () => setUnread(4),
    )
    expect(await row()).toMatchObject({ snoozedUntil: null, unreadCount: 4 })
  })
})
