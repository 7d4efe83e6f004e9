import { afterEach, expect, it } from 'vitest'
import { at, createBusiness } from '../test/business'
import { mountControl } from './control'

let business: ReturnType<typeof createBusiness>
afterEach(() => business.simulator.close())

async function told(method: string, path: (ids: { account: string; number: string }) => string, body: object) {
  business = createBusiness()
  mountControl(business.simulator)
  const ids = { account: business.account.id, number: business.number.id }
  const answer = await business.simulator.request(`http://simulator.test/_simulator${path(ids)}`, {
    method,
    body: JSON.stringify('numberId' in body ? { ...body, numberId: ids.number } : body),
  })
  expect(await answer.json()).not.toHaveProperty('error')
  await business.simulator.whenQuiet()
  return at(business.received.at(-1)?.json, 'entry', 0, 'changes', 0)
}

it.each([
  [{ do: 'payment' }, 'payment_configuration_update', { status: 'Active' }],
  [{ do: 'solution', event: 'SOLUTION_UPDATED', status: 'ACTIVE' }, 'partner_solutions', { solution_status: 'ACTIVE' }],
  [{ do: 'flow', flowId: '1', from: 'DRAFT', to: 'PUBLISHED' }, 'flows', { new_status: 'PUBLISHED' }],
  [{ do: 'flow-errors', flowId: '1', rate: 20 }, 'flows', { error_rate: 20 }],
  [
    { do: 'tracking', numberId: '', event: 'Purchase', messageId: 'wamid.x' },
    'automatic_events',
    { automatic_events: [{ id: 'wamid.x', event_name: 'Purchase' }] },
  ],
  [{ do: 'country', country: 'PT' }, 'account_update', { event: 'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE' }],
  [
    { do: 'volume-tier', category: 'UTILITY', tier: '1:2', region: 'India' },
    'account_update',
    { volume_tier_info: { tier: '1:2' } },
  ],
  [
    { do: 'international-rates', countries: ['IN'] },
    'account_update',
    { auth_international_rate_eligibility: { exception_countries: [{ country_code: 'IN' }] } },
  ],
])('tells of %j', async (body, field, value) => {
  expect(await told('PATCH', ({ account }) => `/accounts/${account}`, body)).toMatchObject({ field, value })
})

it('tells of groups', async () => {
  const body = { field: 'group_status_update', groupId: 'G1', type: 'group_suspend' }
  expect(await told('POST', ({ number }) => `/numbers/${number}/group`, body)).toMatchObject({
    field: 'group_status_update',
    value: { groups: [{ group_id: 'G1', type: 'group_suspend' }] },
  })
})
