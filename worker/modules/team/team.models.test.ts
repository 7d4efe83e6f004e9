import { describe, expect, it } from 'vitest'
import { isOwnMembership, losesAccess, takesAdminAway } from './team.models'

const admin = { role: 'admin', isActive: true } as const
const agent = { role: 'agent', isActive: true } as const
const off = <S extends object>(standing: S) => ({ ...standing, isActive: false })

describe('a change of a membership', () => {
  it('takes an admin away when an active one is demoted, switched off or removed', () => {
    for (const to of [agent, off(admin), null]) expect(takesAdminAway(admin, to)).toBe(true)
  })
  it('takes no admin away otherwise', () => {
    expect(takesAdminAway(admin, admin)).toBe(false)
    for (const from of [agent, off(admin), off(agent)])
      for (const to of [admin, agent, off(admin), null]) expect(takesAdminAway(from, to)).toBe(false)
  })
  it('loses access when it was on and is off or gone', () => {
    for (const to of [off(agent), null]) expect(losesAccess(agent, to)).toBe(true)
    expect(losesAccess(agent, admin)).toBe(false)
    for (const to of [off(admin), agent, null]) expect(losesAccess(off(agent), to)).toBe(false)
  })
})

it('only a person can be the person of a membership', () => {
  expect(isOwnMembership({ type: 'user', id: 'usr_1', name: 'Ada' }, 'usr_1')).toBe(true)
  expect(isOwnMembership({ type: 'user', id: 'usr_2', name: 'Bo' }, 'usr_1')).toBe(false)
  expect(isOwnMembership({ type: 'api-key', id: 'usr_1', name: 'Shop' }, 'usr_1')).toBe(false)
})
