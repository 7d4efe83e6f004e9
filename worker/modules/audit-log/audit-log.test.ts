import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, it } from 'vitest'
import { createId } from '../../shared/ids'
import { testClock } from '../../test/clock'
import { createMember, createOrganization } from '../../test/factories'
import { send } from '../../test/harness'
import { auditLogEntries } from './audit-log.tables'

async function withEntries(organizationId: string, shard: 'SHARD_0' | 'SHARD_1', count: number) {
  const database = drizzle((env as unknown as Record<string, D1Database>)[shard] as D1Database)
  for (let at = 0; at < count; at++)
    await database.insert(auditLogEntries).values({
      organizationId,
      id: createId('aud', testClock.now()),
      action: 'api_key.created',
      actor: { type: 'system', id: null, name: null },
      target: { type: 'api-key', id: 'key_x', label: `entry ${at}` },
      createdAt: testClock.now(),
    })
}

describe('the audit log', () => {
  it('pages through all entries, newest first, each once', async () => {
    const { organization, token } = await createMember()
    await withEntries(organization.id, 'SHARD_0', 7)
    const labels: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: { body: { items: { target: { label: string } }[]; nextCursor: string | null } } = await send(
        'GET',
        `/api/audit-log?limit=3${cursor && `&cursor=${cursor}`}`,
        { token },
      )
      labels.push(...body.items.map((item) => item.target.label))
      cursor = body.nextCursor
    }
    expect(labels).toEqual([6, 5, 4, 3, 2, 1, 0].map((at) => `entry ${at}`))
  })

  it('comes from the organization’s own shard', async () => {
    const organization = await createOrganization({ shard: 'SHARD_1' })
    const { token } = await createMember({ organization })
    await withEntries(organization.id, 'SHARD_0', 1)
    expect((await send('GET', '/api/audit-log', { token })).body.items).toEqual([])
    await withEntries(organization.id, 'SHARD_1', 2)
    expect((await send('GET', '/api/audit-log', { token })).body.items).toHaveLength(2)
  })

  it('is empty, not an error, for a new organization', async () => {
    const { token } = await createMember()
    expect((await send('GET', '/api/audit-log', { token })).body).toEqual({ items: [], nextCursor: null })
  })
})
