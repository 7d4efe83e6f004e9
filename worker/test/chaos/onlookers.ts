import { env } from 'cloudflare:workers'
import { and, eq, isNull, or } from 'drizzle-orm'
import { expect } from 'vitest'
import { conversations } from '../../modules/conversations/conversations.tables'
import { loadConversations, loadMessages } from '../../modules/inbox/inbox.usecases'
import type { Message } from '../../modules/messages/messages.schemas'
import { messages } from '../../modules/messages/messages.tables'
import { createOrganizationContext } from '../../shared/context'
import { openShard } from '../../shared/db/shards'
import { createMember, freshToken } from '../factories'
import { type Answer, send } from '../harness'
import { InboxClient } from '../inbox-client'
import { systemContext } from '../system'
import type { Tenant } from './stage'

/** What fails is asked again, as a dashboard does. */
class Onlooker extends InboxClient {
  override async get(path: string): Promise<Answer> {
    for (;;) {
      const answer = await send('GET', path, { token: await this.token() })
      if (answer.status === 200 || answer.status === 404) return answer
      expect(answer.status, `GET ${path}`).toBeGreaterThanOrEqual(500)
    }
  }
}
type Person = { member: Awaited<ReturnType<typeof createMember>>; client: Onlooker; visibility: 'own' | 'all' }

/**
 * Two people of a tenant with the dashboard open, who lose a tenth of their frames and now and then the connection: an
 * agent who sees only what is theirs or nobody's, and a manager who sees everything.
 */
export async function createOnlookers({ organization }: Tenant, random: () => number) {
  const people: Person[] = []
  for (const role of ['agent', 'manager'] as const) {
    const member = await createMember({ organization: organization as never, role })
    const client = new Onlooker({ token: () => freshToken(member.session), random, loseShare: 0.1, pageSize: 50 })
    await client.connect()
    people.push({ member, client, visibility: role === 'agent' ? 'own' : 'all' })
  }
  const [agent, manager] = people as [Person, Person]

  return {
    /** Whom conversations are given to, so that the agent loses and regains sight of them. */
    assignees: [null, agent.member.user.id, manager.member.user.id],
    /** What people do: shut the laptop, look again, open somebody else. */
    async stir(): Promise<void> {
      for (const { client } of people) {
        if (random() < 0.2) client.disconnect()
        if (random() < 0.3) await client.look()
        const ids = [...client.conversations.keys()]
        const id = ids[Math.floor(random() * ids.length)]
        if (id !== undefined && random() < 0.3) await client.openThread(id)
      }
    },
    /** After a last look, each holds what they may see in the database. @returns every difference, as a sentence */
    async compare(): Promise<string[]> {
      const wrong: string[] = []
      const shard = openShard(env, organization.shard)
      for (const { client, member, visibility } of people) {
        await client.look()
        const { user } = member
        const ctx = createOrganizationContext(
          systemContext(),
          organization,
          { type: 'user', id: user.id, name: user.name },
          visibility,
        )
        const isMine = or(isNull(conversations.assigneeId), eq(conversations.assigneeId, user.id))
        const rows = await shard
          .select({ id: conversations.id })
          .from(conversations)
          .where(and(eq(conversations.organizationId, organization.id), visibility === 'own' ? isMine : undefined))
        const expected = await loadConversations(
          ctx,
          rows.map(({ id }) => id),
        )
        for (const one of expected)
          if (asText(client.conversations.get(one.id)) !== asText(one))
            wrong.push(`${visibility}: ${one.id} looks different`)
        for (const id of client.conversations.keys())
          if (!expected.some((one) => one.id === id)) wrong.push(`${visibility}: ${id} may not be seen`)
        const { thread } = client
        if (!thread) continue
        const bubbles = await shard
          .select({ id: messages.id })
          .from(messages)
          .where(
            and(
              eq(messages.organizationId, organization.id),
              eq(messages.conversationId, thread.conversationId),
              isNull(messages.targetWamid),
            ),
          )
          .orderBy(messages.occurredAt, messages.id)
        const shown = await loadMessages(
          ctx,
          bubbles.map(({ id }) => id),
        )
        wrong.push(...differences(thread.items, shown).map((what) => `${visibility}, the open thread: ${what}`))
      }
      return wrong
    },
    asked: () => people.map(({ client }) => client.asked),
    leave: (): void => {
      for (const { client } of people) client.disconnect()
    },
  }
}

function differences(held: Message[], expected: Message[]): string[] {
  const heldById = new Map(held.map((one) => [one.id, one]))
  const wrong = expected.flatMap((one) => {
    const [is, shouldBe] = [asText(heldById.get(one.id)), asText(one)]
    return is === shouldBe ? [] : [`${one.id} is ${is} and should be ${shouldBe}`]
  })
  for (const { id } of held) if (!expected.some((one) => one.id === id)) wrong.push(`${id} does not belong there`)
  if (wrong.length === 0 && held.some(({ id }, at) => id !== expected[at]?.id)) wrong.push('the order is another')
  return wrong
}

/** Without the addresses of files, which are signed anew each time. */
const asText = (value: unknown): string =>
  JSON.stringify(value, (key, part: unknown) => (key === 'url' ? undefined : part)) ?? 'nothing'
