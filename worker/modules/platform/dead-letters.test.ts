import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeAll, describe, expect, it } from 'vitest'
import { DAY, HOUR } from '../../shared/clock'
import { deadLetters } from '../../shared/db/directory.tables'
import { createId } from '../../shared/ids'
import { platformKey } from '../../shared/names'
import { testClock } from '../../test/clock'
import { createOperatorSession } from '../../test/factories'
import { send } from '../../test/harness'
import { minute } from '../../test/minute'

let token: string
beforeAll(async () => {
  token = await createOperatorSession()
})

const remove = (id: string) => send('DELETE', `/api/platform/dead-letters/${id}`, { token })
const isListed = async (id: string) =>
  (await send('GET', '/api/platform/dead-letters?limit=100', { token })).body.items.some(
    (item: { id: string }) => item.id === id,
  )
const isThere = async (key: string) => (await env.BUCKET.head(key)) !== null

/** A delivery that was too long for the queue, in the bucket since then. */
async function createObject(at = testClock.now()): Promise<string> {
  const key = platformKey(`deliveries/${new Date(at).toISOString().slice(0, 10)}/${createId('dlv', at)}.json`)
  await env.BUCKET.put(key, '{}')
  return key
}

async function createLetter({
  key,
  at = testClock.now(),
  replayedAt = null,
}: {
  key?: string
  at?: number
  replayedAt?: number | null
} = {}): Promise<string> {
  const id = createId('dead', testClock.now())
  const payload =
    key === undefined
      ? { type: 'delivery', appKey: null, receivedAt: at, body: '{}' }
      : { type: 'stored', appKey: null, receivedAt: at, key }
  await drizzle(env.DIRECTORY)
    .insert(deadLetters)
    .values({ id, queue: 'inbound', message: { queue: 'inbound', payload }, reason: 'test', replayedAt, createdAt: at })
  return id
}

describe('a dead letter that is deleted', () => {
  it('takes its object in the bucket along', async () => {
    const key = await createObject()
    const [long, short] = [await createLetter({ key }), await createLetter()]
    for (const id of [long, short]) {
      expect((await remove(id)).status).toBe(204)
      expect(await isListed(id)).toBe(false)
    }
    expect(await isThere(key)).toBe(false)
    expect((await remove(long)).body.error.code).toBe('platform.dead_letter_not_found')
  })

  it('leaves an object that another letter needs, or a replay that may be on its way', async () => {
    const [shared, moving] = [await createObject(), await createObject()]
    const [first, second] = [await createLetter({ key: shared }), await createLetter({ key: shared })]
    await remove(first)
    expect(await isThere(shared)).toBe(true)
    await remove(second)
    expect(await isThere(shared)).toBe(false)
    await remove(await createLetter({ key: moving, replayedAt: testClock.now() - HOUR }))
    expect(await isThere(moving)).toBe(true)
  })

  it('never has an object removed that is no delivery', async () => {
    const key = platformKey('health')
    await env.BUCKET.put(key, 'x')
    await remove(await createLetter({ key }))
    expect(await isThere(key)).toBe(true)
  })
})

describe('the daily job', () => {
  it('deletes letters older than 90 days with their objects, and nothing younger', async () => {
    const now = testClock.now()
    const create = async (age: number) => {
      const key = await createObject(now - age)
      return { key, id: await createLetter({ key, at: now - age }) }
    }
    const [old, young] = [await create(92 * DAY), await create(89 * DAY)]
    await minute('0 3 * * *')
    expect([await isListed(old.id), await isThere(old.key)]).toEqual([false, false])
    expect([await isListed(young.id), await isThere(young.key)]).toEqual([true, true])
  })

  it('keeps an old one that is being replayed, and an old object that a younger letter names', async () => {
    const now = testClock.now()
    const replayed = await createObject(now - 95 * DAY)
    const id = await createLetter({ key: replayed, at: now - 95 * DAY, replayedAt: now - HOUR })
    const again = await createObject(now - 95 * DAY)
    await createLetter({ key: again, at: now - 95 * DAY, replayedAt: now - 10 * DAY })
    await createLetter({ key: again, at: now - 10 * DAY })
    await minute('0 3 * * *')
    expect([await isListed(id), await isThere(replayed), await isThere(again)]).toEqual([true, true, true])
    testClock.advanceBy(85 * DAY)
    await minute('0 3 * * *')
    expect([await isThere(replayed), await isThere(again)]).toEqual([false, false])
  })

  it('deletes old objects that no letter names', async () => {
    const [old, young] = [await createObject(testClock.now() - 92 * DAY), await createObject()]
    await minute('0 3 * * *')
    expect([await isThere(old), await isThere(young)]).toEqual([false, true])
  })
})
