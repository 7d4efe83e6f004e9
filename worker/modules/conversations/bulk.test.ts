import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember, createOrganization } from '../../test/factories'
import { send } from '../../test/harness'
import { createConversation } from '../../test/inbox-factories'

/** An agent who sees their own only, and a colleague's conversation beside theirs. */
async function createTeam() {
  const organization = await createOrganization()
  await env.DIRECTORY.prepare("UPDATE organizations SET agent_visibility = 'own' WHERE id = ?")
    .bind(organization.id)
    .run()
  const admin = await createMember({ organization })
  const agent = await createMember({ organization, role: 'agent' })
  const own = await createConversation(organization, { assigneeId: agent.user.id, unreadCount: 1 })
  const theirs = await createConversation(organization, { assigneeId: admin.user.id, unreadCount: 1 })
  const { body: tag } = await send('POST', '/api/contacts/tags', { token: admin.token, body: { name: 'sale' } })
  const get = async (id: string) => (await send('GET', `/api/conversations/${id}`, { token: admin.token })).body
  return { admin, agent, own, theirs, tag, get }
}

describe('many conversations at once, by an agent who sees their own only', () => {
  it.each(['assign', 'status', 'snooze', 'read', 'tag'])(
    '%s: theirs are changed, a colleague’s are not there',
    async (type) => {
      const { admin, agent, own, theirs, tag, get } = await createTeam()
      const values: Record<string, object> = {
        assign: { assigneeId: admin.user.id },
        status: { status: 'pending' },
        snooze: { until: new Date(testClock.now() + 3_600_000).toISOString() },
        read: { isRead: true },
        tag: { add: [tag.id] },
      }
      const before = [await get(own.id), await get(theirs.id)]
      const body = { ids: [theirs.id, own.id, 'con_none'], action: { type, ...values[type] } }
      const answer = await send('POST', '/api/conversations/bulk', { token: agent.token, body })
      const nothing = { conversation: null, error: { code: 'conversations.not_found' } }
      expect([answer.status, answer.body.results]).toMatchObject([
        200,
        [
          { id: theirs.id, ...nothing },
          { id: own.id, conversation: { id: own.id }, error: null },
          { id: 'con_none', ...nothing },
        ],
      ])
      const { changeSeq, ...after } = await get(own.id)
      expect(changeSeq).toBeGreaterThan(before[0].changeSeq)
      expect(after).not.toEqual({ ...before[0], changeSeq: undefined })
      expect(await get(theirs.id)).toEqual(before[1])
    },
  )

  it('is refused whole when what is to be done is wrong, and nothing is done', async () => {
    const { agent, own, get } = await createTeam()
    const before = await get(own.id)
    for (const [action, status, code] of [
      [{ type: 'assign', assigneeId: 'usr_none' }, 400, 'conversations.invalid_assignee'],
      [{ type: 'tag', add: ['tag_none'] }, 404, 'contacts.tag_not_found'],
      [{ type: 'snooze', until: new Date(testClock.now() - 1).toISOString() }, 400, 'conversations.snooze_in_past'],
      [{ type: 'status', status: 'unlisted' }, 400, 'request.invalid'],
    ] as const) {
      const answer = await send('POST', '/api/conversations/bulk', {
        token: agent.token,
        body: { ids: [own.id], action },
      })
      expect([answer.status, answer.body.error.code], code).toEqual([status, code])
    }
    expect(await get(own.id)).toEqual(before)
  })
})
