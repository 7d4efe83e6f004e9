import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { bodyOf, createReceiver, type Receiver, saidTo, text } from '../../test/deliveries'
import { createOperatorSession, createOrganization } from '../../test/factories'
import type { Invocation } from '../../test/faults'
import { send } from '../../test/harness'
import { createPhoneNumber } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import { messages } from '../messages/messages.tables'

// D1 answers a thousand queries an invocation, and a batch of the queue may be of a hundred organizations.

const queriesOf = ({ operations }: Invocation) => operations.reduce((sum, { queries = 0 }) => sum + queries, 0)
const MOST = 1000
/** Delivers batch after batch, until nothing waits. @returns how many it took */
async function drain({ queues }: Receiver): Promise<number> {
  let batches = 0
  for (; queues.waiting('wharf-inbound').length > 0; batches++) {
    expect(batches, 'it comes to an end').toBeLessThan(20)
    expect(queriesOf(await queues.deliverBatch('wharf-inbound'))).toBeLessThanOrEqual(MOST)
  }
  return batches
}
const shard = (env as unknown as Record<string, D1Database>).SHARD_1 as D1Database
const poison = async (run: () => Promise<void>) => {
  await shard
    .prepare(
      "CREATE TRIGGER poison BEFORE INSERT ON messages WHEN NEW.text LIKE 'poison%' BEGIN SELECT RAISE(ABORT, 'poison'); END",
    )
    .run()
  try {
    await run()
  } finally {
    await shard.prepare('DROP TRIGGER poison').run()
  }
}
const lettersOf = async ({ organization }: Receiver): Promise<{ reason: string }[]> =>
  (
    await send('GET', '/api/platform/dead-letters?limit=100', { token: await createOperatorSession() })
  ).body.items.filter(({ organizationId }: { organizationId: string }) => organizationId === organization.id)
const person = (serial: number) => ({ waId: `1650555${1000 + serial}`, userId: `US.${1000 + serial}`, name: 'Amara' })

describe('a batch of the queue', () => {
  it('of ninety organizations is taken as far as the queries go, and the rest comes again unharmed', async () => {
    const receiver = await createReceiver()
    const stages = []
    for (let at = 0; at < 90; at++) {
      const organization = await createOrganization({ shard: 'SHARD_1' })
      const number = await createPhoneNumber(organization)
      stages.push(await organizationContext(organization))
      await receiver.post(bodyOf(saidTo(number, text(person(at), `Hello ${at}`))))
    }
    const first = await receiver.queues.deliverBatch('wharf-inbound')
    expect(queriesOf(first)).toBeLessThanOrEqual(MOST)
    const left = receiver.queues.waiting('wharf-inbound')
    expect(left.length).toBeGreaterThan(0)
    expect(left.length).toBeLessThan(75)
    expect(left.every(({ attempts }) => attempts === 1)).toBe(true)
    await drain(receiver)
    for (const [at, ctx] of stages.entries()) {
      expect(await ctx.db.select(messages)).toMatchObject([{ text: `Hello ${at}` }])
      expect((await ctx.media.list('deliveries/')).objects, 'archived once').toHaveLength(1)
    }
    expect(receiver.queues.buried).toEqual([])
  })

  it('of a hundred messages with one that cannot be stored stores all the others at once', async () => {
    const receiver = await createReceiver()
    await poison(async () => {
      for (let at = 0; at < 100; at++)
        await receiver.post(bodyOf(saidTo(receiver.number, text(person(at), at === 61 ? 'poison' : `Hello ${at}`))))
      expect(await drain(receiver)).toBe(1)
    })
    expect((await receiver.messages()).map((row) => row.text)).not.toContain('poison')
    expect(await receiver.messages()).toHaveLength(99)
    await receiver.queues.run()
    expect(await lettersOf(receiver)).toMatchObject([{ reason: expect.stringContaining('poison') }])
  })

  it('of messages none of which can be stored ends, over several invocations, with each a dead letter', async () => {
    const receiver = await createReceiver()
    const COUNT = 60
    await poison(async () => {
      for (let at = 0; at < COUNT; at++)
        await receiver.post(bodyOf(saidTo(receiver.number, text(person(at), `poison ${at}`))))
      expect(await drain(receiver)).toBeGreaterThan(1)
    })
    expect(await receiver.messages()).toEqual([])
    expect(receiver.queues.waiting('wharf-dead-letters')).toHaveLength(COUNT)
    expect((await receiver.ctx.media.list('deliveries/')).objects, 'archived once').toHaveLength(1)
  })

  it('of one delivery with too much in it that cannot be stored ends with that as a whole', async () => {
    const receiver = await createReceiver()
    const said = Array.from({ length: 60 }, (_, at) => text(person(at), at === 0 ? 'Hello' : `poison ${at}`))
    await poison(async () => {
      await receiver.post(bodyOf(saidTo(receiver.number, ...said)))
      await drain(receiver)
    })
    expect((await receiver.messages()).map((row) => row.text)).toEqual(['Hello'])
    expect(receiver.queues.waiting('wharf-dead-letters')).toHaveLength(1)
  })
})
