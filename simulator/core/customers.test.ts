import { expect, it } from 'vitest'
import { addCustomer, changePhone, customerByPhone, customerByUserId, renewUserIds, userIdOf } from './customers'
import { createTimers } from './timers'
import { createWorld, emptyState } from './world'

const createTestWorld = () => createWorld({ state: emptyState(1), fetch, timers: createTimers(Date.now) })

it('finds customers by the number dialled, the wa_id and the user id', () => {
  const world = createTestWorld()
  const ana = addCustomer(world, { phone: '5541999887766' })
  expect(ana.waId).toBe('554199887766')
  expect(customerByPhone(world, '5541999887766')).toBe(ana)
  expect(customerByPhone(world, '554199887766')).toBe(ana)
  const userId = userIdOf(world, { customer: ana, portfolioId: 'p' })
  expect(userId).toMatch(/^BR\.\d{17}$/)
  expect(userIdOf(world, { customer: ana, portfolioId: 'p' })).toBe(userId)
  expect(userIdOf(world, { customer: ana, portfolioId: 'q' })).not.toBe(userId)
  expect(customerByUserId(world, userId)).toBe(ana)
})

it('knows them after a restart, and forgets them with a reset', () => {
  const world = createTestWorld()
  const ana = addCustomer(world, { phone: '5541999887766' })
  const state = structuredClone(world.state)
  const again = createWorld({ state, fetch, timers: createTimers(Date.now) })
  expect(customerByPhone(again, '554199887766')?.id).toBe(ana.id)
  Object.assign(state, emptyState(1))
  expect(customerByPhone(again, '554199887766')).toBeUndefined()
})

it('a new number brings new user ids; old ones lead nowhere', () => {
  const world = createTestWorld()
  const sheena = addCustomer(world, { phone: '16505551234' })
  const old = userIdOf(world, { customer: sheena, portfolioId: 'p' })
  expect(changePhone(world, { customer: sheena, phone: '12195555358' })).toEqual({
    waId: '16505551234',
    userIds: { p: old },
  })
  expect(customerByPhone(world, '16505551234')).toBeUndefined()
  expect(customerByPhone(world, '12195555358')).toBe(sheena)
  expect(customerByUserId(world, old)).toBeUndefined()
  const second = sheena.userIds.p ?? ''
  expect([second === old, customerByUserId(world, second)]).toEqual([false, sheena])
  expect(renewUserIds(world, sheena)).toEqual({ p: second })
  expect(customerByUserId(world, second)).toBeUndefined()
})

it('somebody who was a stranger keeps the id, and is on WhatsApp now', () => {
  const world = createTestWorld()
  const stranger = addCustomer(world, { phone: '491711234567', isUnknown: true })
  const met = addCustomer(world, { phone: '491711234567', name: 'Jonas', id: 'other' })
  expect(met).toMatchObject({ id: stranger.id, name: 'Jonas', isUnknown: false })
  expect(Object.keys(world.state.customers)).toEqual([stranger.id])
})

it('makes the same ids from the same seed', () => {
  const ids = () => {
    const world = createTestWorld()
    return [world.digits(15), world.wamid('1'), addCustomer(world, { phone: '16505551234' }).id]
  }
  expect(ids()).toEqual(ids())
})
