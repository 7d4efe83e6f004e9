import { afterEach, describe, expect, it } from 'vitest'
import { fillDemo } from './node/demo'
import { createSimulator, type Simulator } from './simulator'

const open: Simulator[] = []
const start = (options: Parameters<typeof createSimulator>[0] = {}) => {
  const simulator = createSimulator({ fetch: async () => new Response('ok'), ...options })
  open.push(simulator)
  return simulator
}
afterEach(() => {
  for (const simulator of open.splice(0)) simulator.close()
})

/** Every id of a world that has been filled with the demonstration, and the first wamid. */
function idsOf({ world }: Simulator): string[] {
  fillDemo(world, { appSecret: undefined, verifyToken: undefined, callbackUrl: null })
  const { apps, tokens, portfolios, accounts, numbers, customers, templates } = world.state
  const ids = [apps, tokens, portfolios, accounts, numbers, customers, templates].flatMap(Object.keys)
  return [...ids, world.wamid('16505551234')]
}

describe('a reset', () => {
  it('gives new ids, so that nobody takes the new world for the old one', () => {
    const simulator = start({ seed: 5 })
    const seen = new Set(idsOf(simulator))
    for (let round = 0; round < 3; round++) {
      simulator.reset()
      for (const id of idsOf(simulator)) {
        expect(seen).not.toContain(id)
        seen.add(id)
      }
    }
  })
  it('repeats exactly with a seed', () => {
    const simulator = start({ seed: 5 })
    const first = idsOf(simulator)
    simulator.reset(5)
    expect(idsOf(simulator)).toEqual(first)
    simulator.reset(6)
    expect(idsOf(simulator)).not.toEqual(first)
  })
  it('goes back to the defaults, also after a restart with changed settings', () => {
    const defaults = { statusDelaysMs: { sent: 1, delivered: 2, read: 3, played: 4 } }
    const before = start({ defaults, settings: { mediaOrigin: 'http://one.test' } })
    const slow = { sent: 100, delivered: 200, read: 300, played: 400 }
    Object.assign(before.world.state.settings, { statusDelaysMs: slow, marketingPerDay: 9 })
    const state = structuredClone(before.world.state)
    const { world, reset } = start({ defaults, settings: { mediaOrigin: 'http://two.test' }, state })
    const changed = { statusDelaysMs: slow, marketingPerDay: 9, mediaOrigin: 'http://two.test' }
    expect(world.state.settings).toMatchObject(changed)
    reset()
    expect(world.state.settings).toMatchObject({ ...defaults, marketingPerDay: 2, mediaOrigin: 'http://two.test' })
  })
})
