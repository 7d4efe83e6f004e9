import { expect, it } from 'vitest'
import { memberRoles } from '../../tenancy/permissions.schemas'
import { mayGiveRole } from './api-keys.models'

it('lets a member give their own role and those below, never one above', () => {
  const given = memberRoles.map((own) => memberRoles.filter((wanted) => mayGiveRole(memberRoles, own, wanted)))
  expect(given).toEqual([
    ['admin', 'manager', 'agent', 'user'],
    ['manager', 'agent', 'user'],
    ['agent', 'user'],
    ['user'],
  ])
})
