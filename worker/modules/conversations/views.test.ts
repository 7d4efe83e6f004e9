import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { organizationContext } from '../../test/system'
import { contactTags } from '../contacts/contacts.tables'
import { listConversations } from './conversation-list.repository'
import { isInView, sortRows } from './conversations.models'
import { conversationViews } from './conversations.schemas'
import { conversations } from './conversations.tables'

const HOUR = 3_600_000

/** Whatever a conversation can be; what is snoozed is active. */
const anyRow = (now: number) =>
  fc
    .record({
      status: fc.constantFrom('unlisted' as const, 'open' as const, 'pending' as const, 'closed' as const),
      isSnoozed: fc.boolean(),
      assigneeId: fc.constantFrom(null, 'usr_me', 'usr_other'),
      phoneNumberId: fc.constantFrom('num_1', 'num_2'),
      contact: fc.nat(4),
      unreadCount: fc.nat(2),
      failedMessageId: fc.constantFrom(null, null, 'msg_failed'),
      minutes: fc.nat(20),
      hours: fc.option(fc.integer({ min: 18, max: 26 })),
    })
    .map(({ isSnoozed, minutes, hours, contact, ...row }) => ({
      ...row,
      contactId: `ctc_${contact}`,
      snoozedUntil: isSnoozed && (row.status === 'open' || row.status === 'pending') ? now + HOUR : null,
      lastMessageId: null,
      lastReplyAt: null,
      lastBroadcastAt: null,
      lastMessageAt: now - minutes * 60_000,
      lastInboundAt: hours === null ? null : now - hours * HOUR + 1000,
      changeSeq: 0,
      createdAt: now,
    }))

const anyFilter = fc.record(
  {
    view: fc.constantFrom(...conversationViews),
    status: fc.constantFrom('open' as const, 'pending' as const, 'closed' as const),
    assigneeId: fc.constantFrom('usr_me', 'usr_other'),
    phoneNumberId: fc.constantFrom('num_1', 'num_2'),
    tagId: fc.constantFrom('tag_even'),
    hasFailed: fc.boolean(),
  },
  { requiredKeys: ['view'] },
)

describe('what the ranges read', () => {
  it('is what the views mean, for every filter, whoever looks', async () => {
    const now = testClock.now()
    const { organization } = await createMember()
    const base = await organizationContext(organization)
    const actor = { type: 'user' as const, id: 'usr_me', name: 'Me' }
    const tagged = ['ctc_0', 'ctc_2', 'ctc_4']
    await base.db.batch(
      base.db.insertMany(
        contactTags,
        tagged.map((contactId) => ({ contactId, tagId: 'tag_even', createdAt: now })),
      ) as never,
    )
    // The number is part of the key: each of these people has one conversation on each number at most.
    const rows = fc.uniqueArray(anyRow(now), {
      maxLength: 10,
      selector: ({ contactId, phoneNumberId }) => contactId + phoneNumberId,
    })
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.array(anyFilter, { minLength: 8, maxLength: 8 }),
        fc.boolean(),
        async (made, filters, own) => {
          await base.db.delete(conversations)
          const stored = made.map((row, at) => ({ ...row, id: `con_${String((at * 7) % 10)}` }))
          if (stored.length > 0) await base.db.batch(base.db.insertMany(conversations, stored) as never)
          const ctx = { ...base, actor, visibility: own ? ('own' as const) : ('all' as const) }
          for (const filter of filters) {
            const expected = sortRows(
              stored
                .map((row) => ({ ...row, organizationId: organization.id }))
                .filter(
                  (row) =>
                    isInView(row, filter, { id: 'usr_me', now }) &&
                    (!filter.assigneeId || row.assigneeId === filter.assigneeId) &&
                    (!filter.phoneNumberId || row.phoneNumberId === filter.phoneNumberId) &&
                    (!filter.tagId || tagged.includes(row.contactId)) &&
                    (!own || row.assigneeId === null || row.assigneeId === 'usr_me'),
                ),
              filter.view,
            ).map(({ id }) => id)
            const page = await listConversations(ctx, filter, { after: undefined, limit: 100, now })
            expect(
              page.map(({ id }) => id),
              JSON.stringify({ filter, own }),
            ).toEqual(expected)
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})
