import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createApiKey, createMember, createOrganization } from '../../test/factories'
import { send, until } from '../../test/harness'
import { takeLog } from '../../test/worker'

const create = (token: string, body: unknown = { name: 'Shop', role: 'agent' }, headers: Record<string, string> = {}) =>
  send('POST', '/api/api-keys', { token, body, headers })
const list = (token: string, query = '') => send('GET', `/api/api-keys${query}`, { token })
const auditOf = (token: string) => send('GET', '/api/audit-log', { token })

describe('creating an API key', () => {
  it('shows the key once, and it opens the organization with its role', async () => {
    const { token, user, organization } = await createMember()
    const { status, body } = await create(token, { name: '  Shop  ', role: 'agent' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ name: 'Shop', role: 'agent', createdByName: user.name, lastUsedAt: null })
    expect(body.key).toMatch(/^wharf_[\w-]{43}$/)
    expect(body.prefix).toBe(body.key.slice(0, 12))
    const opened = await send('GET', '/api/organizations/current', { token: body.key })
    expect(opened.body.id).toBe(organization.id)
    expect((await send('PATCH', '/api/organizations/current', { token: body.key, body: { name: 'No' } })).status).toBe(
      403,
    )
    const { key: _, ...shown } = body
    // The request above is noted as its last use, in its own time.
    expect((await list(token)).body.items).toEqual([{ ...shown, lastUsedAt: expect.anything() }])
  })

  it('keeps only a hash', async () => {
    const { token } = await createMember()
    const { body } = await create(token)
    const { results } = await env.DIRECTORY.prepare('SELECT * FROM api_keys').all()
    expect(JSON.stringify(results)).not.toContain(body.key)
    expect(JSON.stringify(takeLog())).not.toContain(body.key)
  })

  it('is recorded', async () => {
    const { token, user } = await createMember()
    const { body } = await create(token)
    const [entry] = await until(async () => {
      const { items } = (await auditOf(token)).body
      expect(items).toHaveLength(1)
      return items
    })
    expect(entry).toMatchObject({
      action: 'api_key.created',
      actor: { type: 'user', id: user.id },
      target: { type: 'api-key', id: body.id, label: 'Shop' },
    })
  })

  it('is for admins only, and not for API keys', async () => {
    const { token, user, organization } = await createMember()
    for (const role of ['manager', 'agent', 'user'] as const) {
      const member = await createMember({ role, organization })
      expect((await create(member.token)).body.error.code).toBe('auth.not_allowed')
      expect((await list(member.token)).status).toBe(403)
    }
    const { key, id } = await createApiKey(organization.id, user.id)
    expect((await create(key)).body.error.code).toBe('auth.session_required')
    expect((await send('DELETE', `/api/api-keys/${id}`, { token: key })).body.error.code).toBe('auth.session_required')
    expect((await list(key)).status).toBe(200)
    expect((await list(token)).body.items).toHaveLength(1)
  })

  it('refuses a role that does not exist, a missing name and unknown fields', async () => {
    const { token } = await createMember()
    for (const body of [
      { name: 'x', role: 'superadmin' },
      { name: ' ', role: 'agent' },
      { name: 'x', role: 'user', token: 'mine' },
    ])
      expect((await create(token, body)).body.error.code).toBe('request.invalid')
    expect((await list(token)).body.items).toEqual([])
  })

  it('makes one key of two requests with the same Idempotency-Key', async () => {
    const { token } = await createMember()
    const first = await create(token, undefined, { 'idempotency-key': 'one' })
    const second = await create(token, undefined, { 'idempotency-key': 'one' })
    expect(second).toMatchObject({ status: 201, body: first.body })
    expect((await list(token)).body.items).toHaveLength(1)
  })
})

describe('the list of API keys', () => {
  it('is paged, newest first, and knows no other organization', async () => {
    const { token, user, organization } = await createMember()
    const neighbour = await createMember()
    await createApiKey(neighbour.organization.id, neighbour.user.id)
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.unshift((await createApiKey(organization.id, user.id)).id)
    const first = (await list(token, '?limit=3')).body
    const second = (await list(token, `?limit=3&cursor=${first.nextCursor}`)).body
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
    expect(second.nextCursor).toBeNull()
    expect((await list(token, '?cursor=nonsense')).body.error.code).toBe('request.invalid_cursor')
  })
})

describe('revoking an API key', () => {
  it('ends it at once, takes it off the list and records it', async () => {
    const { token, user, organization } = await createMember()
    const { key, id } = await createApiKey(organization.id, user.id)
    expect((await send('DELETE', `/api/api-keys/${id}`, { token })).status).toBe(204)
    expect((await send('GET', '/api/organizations/current', { token: key })).status).toBe(401)
    expect((await list(token)).body.items).toEqual([])
    await until(async () =>
      expect((await auditOf(token)).body.items[0]).toMatchObject({ action: 'api_key.revoked', target: { id } }),
    )
  })

  it('is done once when it is asked twice at the same moment', async () => {
    const { token, user, organization } = await createMember()
    const { id } = await createApiKey(organization.id, user.id)
    const answers = await Promise.all([1, 2, 3].map(() => send('DELETE', `/api/api-keys/${id}`, { token })))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404])
    await until(async () => expect((await auditOf(token)).body.items).toHaveLength(1))
  })

  it('does not find what is revoked, unknown or a neighbour’s', async () => {
    const { token } = await createMember()
    const neighbour = await createMember({ organization: await createOrganization({ shard: 'SHARD_1' }) })
    const { key, id } = await createApiKey(neighbour.organization.id, neighbour.user.id)
    expect((await send('DELETE', `/api/api-keys/${id}`, { token })).body.error.code).toBe('api_keys.not_found')
    expect((await send('GET', '/api/organizations/current', { token: key })).status).toBe(200)
    expect((await send('DELETE', '/api/api-keys/key_00000000000000000000000000', { token })).status).toBe(404)
    expect((await send('DELETE', '/api/api-keys/nonsense', { token })).status).toBe(400)
  })
})
