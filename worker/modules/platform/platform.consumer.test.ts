import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { bodyOf, saidTo, text } from '../../test/deliveries'
import { createMember, createOrganization } from '../../test/factories'
import { send, until } from '../../test/harness'
import { createPhoneNumber } from '../../test/inbox-factories'
import worker from '../../test/worker'

let token: string
beforeAll(async () => {
  token = (await createMember({ user: { email: 'operator@wharf.test', emailVerifiedAt: 1 } })).token
})

const list = (query = '') => send('GET', `/api/platform/dead-letters${query}`, { token })
const replay = (id: string) => send('POST', `/api/platform/dead-letters/${id}/replay`, { token })

async function deliver(
  bodies: unknown[],
  { id = crypto.randomUUID(), bindings = env }: { id?: string; bindings?: Env } = {},
) {
  const messages = bodies.map((body, at) => ({ id: `${id}-${at}`, timestamp: new Date(), attempts: 1, body }))
  const batch = createMessageBatch('wharf-dead-letters', messages)
  const context = createExecutionContext()
  await worker.queue(batch, bindings, context)
  return { ids: messages.map((message) => `dead_${message.id}`), result: await getQueueResult(batch, context) }
}

describe('the dead letters', () => {
  it('are stored whatever they are, and listed without what they say', async () => {
    const payload = { organizationId: 'org_1', eventId: 'evt_1', text: 'private' }
    const bodies = [
      { queue: 'events', payload },
      { queue: 'mail', message: { queue: 'mail', payload: 1 }, reason: 'not a message of this queue' },
      'anything',
      null,
    ]
    const { ids, result } = await deliver(bodies)
    expect(result.explicitAcks).toHaveLength(4)
    const { body } = await list()
    const found = ids.map((id) => body.items.find((item: { id: string }) => item.id === id))
    expect(found).toMatchObject([
      { queue: 'events', organizationId: 'org_1', replayedAt: null },
      { queue: 'mail', organizationId: null, reason: 'not a message of this queue' },
      { queue: 'unknown' },
      { queue: 'unknown' },
    ])
    expect(JSON.stringify(body)).not.toContain('private')
  })

  it('say whose they are, when they say so or all that they tell is for one organization’s numbers', async () => {
    const [ours, theirs] = [await createOrganization(), await createOrganization()]
    const connect = (organization: typeof ours, metaPhoneNumberId: string) =>
      createPhoneNumber(organization, { metaPhoneNumberId, wabaId: metaPhoneNumberId })
    const [first, second, other] = [
      await connect(ours, '4401'),
      await connect(ours, '4402'),
      await connect(theirs, '4403'),
    ]
    const nobodys = { ...first, metaPhoneNumberId: '4404', wabaId: '4404' }
    const tell = (numbers: (typeof first)[], appKey: string | null = null) => {
      const changes = numbers.map((number) => saidTo(number, text({ waId: '16505550199', name: 'Amara' }, 'private')))
      const payload = { type: 'delivery', appKey, receivedAt: testClock.now(), body: bodyOf(...changes) }
      return { queue: 'inbound', payload }
    }
    const bodies = [
      tell([first, second]),
      tell([first, other]),
      tell([first, nobodys]),
      tell([nobodys]),
      tell([first], 'another-app'),
      { queue: 'inbound', payload: { type: 'delivery', appKey: null, receivedAt: 1, body: 'no delivery' } },
      { queue: 'inbound', payload: { type: 'replay', organizationId: theirs.id, replayId: 'rpl_1' } },
    ]
    const { ids } = await deliver(bodies)
    const { items } = (await list('?limit=100')).body
    const owners = ids.map((id) => items.find((item: { id: string }) => item.id === id).organizationId)
    expect(owners).toEqual([ours.id, null, null, null, null, null, theirs.id])
  })

  it('are one letter when they are delivered twice', async () => {
    const before = (await list()).body.items.length
    for (let time = 0; time < 2; time++) await deliver(['twice'], { id: 'same' })
    expect((await list()).body.items).toHaveLength(before + 1)
  })

  it('stay in the queue when they cannot be stored, one by one', async () => {
    let calls = 0
    const DIRECTORY = new Proxy(env.DIRECTORY, {
      get(database, property) {
        const value = Reflect.get(database, property)
        if (property === 'prepare' && calls++ === 0) throw new Error('D1_ERROR: Network connection lost.')
        return typeof value === 'function' ? value.bind(database) : value
      },
    })
    const { result } = await deliver(['first', 'second'], { id: 'hard', bindings: { ...env, DIRECTORY } })
    expect(result.explicitAcks).toEqual(['hard-1'])
    expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['hard-0'])
  })

  it('arrive from a queue whose message nobody understands, and are paged', async () => {
    await env.EVENTS.send({ queue: 'events', payload: { nothing: 'useful' } })
    await until(async () =>
      expect((await list()).body.items[0]).toMatchObject({
        queue: 'events',
        reason: expect.stringContaining('organizationId'),
      }),
    )
    const all = (await list()).body.items
    const pages = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await list(`?limit=2${cursor && `&cursor=${cursor}`}`)
      pages.push(...body.items)
      cursor = body.nextCursor
    }
    expect(pages).toEqual(all)
    expect((await list('?cursor=x')).body.error.code).toBe('request.invalid_cursor')
  })
})

describe('replaying a dead letter', () => {
  it('does what it could not do before, and says so', async () => {
    const { organization, token: admin, user } = await createMember()
    const event = {
      type: 'audit.recorded',
      action: 'member.signed_in',
      actor: { type: 'user', id: user.id, name: user.name },
      target: null,
      at: Date.now(),
    }
    await env.DIRECTORY.prepare(
      'INSERT INTO outbox (id, organization_id, event, queued_at, created_at) VALUES (?, ?, ?, 0, 0)',
    )
      .bind('evt_dead', organization.id, JSON.stringify(event))
      .run()
    const { ids } = await deliver([
      { queue: 'events', payload: { organizationId: organization.id, eventId: 'evt_dead' } },
    ])
    const answer = await replay(ids[0] ?? '')
    expect(answer).toMatchObject({ status: 200, body: { id: ids[0], replayedAt: expect.any(String) } })
    await until(async () => {
      const { items } = (await send('GET', '/api/audit-log', { token: admin })).body
      expect(items).toMatchObject([{ action: 'member.signed_in' }])
    })
    expect((await list()).body.items.find(({ id }: { id: string }) => id === ids[0]).replayedAt).toBe(
      answer.body.replayedAt,
    )
  })

  it('is refused for a queue that does not exist, and for a letter that does not', async () => {
    const { ids } = await deliver([{ queue: 'gone', payload: 1 }, { queue: 'dead-letters', payload: 1 }, 'anything'])
    for (const id of ids) {
      const answer = await replay(id)
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'platform.unknown_queue' } } })
    }
    expect((await replay('dead_none')).body.error.code).toBe('platform.dead_letter_not_found')
    expect((await replay('nonsense')).status).toBe(400)
  })
})
