import { expect, it } from 'vitest'
import { createBusiness } from '../test/business'
import { MOST_KEPT, planLoad } from './plan'

const plan = { count: 4000, seed: 1, customers: 100, perDelivery: 1, repeat: 0, statuses: 0, secret: 'secret' }

it('gives others a turn while it prepares, and keeps a sample of the messages', async () => {
  const { world, number, simulator } = createBusiness()
  let turns = 0
  let isDone = false
  const count = () => {
    turns++
    if (!isDone) setImmediate(count)
  }
  setImmediate(count)
  const { prepared, ledger } = await planLoad(world, { ...plan, numbers: [number] })
  isDone = true
  expect(turns).toBeGreaterThan(5)
  expect(prepared).toHaveLength(4000)
  const { messages = 0, contacts } = ledger.summary()[number.id] ?? {}
  expect(messages).toBeGreaterThan(3500)
  expect(Object.keys(world.state.messages)).toHaveLength(MOST_KEPT)
  const open = Object.values(world.state.threads).filter(({ lastInboundAt }) => lastInboundAt !== null)
  expect(open).toHaveLength(contacts ?? 0)
  simulator.close()
})

it('ends when everything begins anew', async () => {
  const { world, number, simulator } = createBusiness()
  const planned = planLoad(world, { ...plan, count: 100_000, numbers: [number] })
  setImmediate(() => simulator.reset())
  await expect(planned).rejects.toThrow('Everything began anew while the load was prepared.')
  simulator.close()
})
