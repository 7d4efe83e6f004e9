import { afterEach, expect, it } from 'vitest'
import { receive } from '../customer/receive'
import { at, codeOf, createBusiness } from '../test/business'

let business: ReturnType<typeof createBusiness>
afterEach(() => business.simulator.close())
const fields = () => business.received.map(({ json }) => at(json, 'entry', 0, 'changes', 0, 'field'))

it('passes a conversation to Meta’s agent, hears it on standby, and takes it back', async () => {
  business = createBusiness()
  const { world, number, customer, call, simulator, sendMessage } = business
  const control = (body: object) =>
    call(`/${number.id}/thread_control`, { body: { messaging_product: 'whatsapp', to: customer.waId, ...body } })
  const write = () =>
    receive(world, { numberId: number.id, customerId: customer.id, content: { type: 'text', text: { body: 'Hi' } } })
  expect((await control({ action: 'pass', control_pass: { target_role: 'ai_agent' } })).json).toEqual({
    messaging_product: 'whatsapp',
  })
  write()
  await simulator.whenQuiet()
  expect((await control({ action: 'take' })).status).toBe(200)
  write()
  await control({ action: 'release' })
  await sendMessage({ type: 'text', text: { body: 'I am back' } })
  write()
  await simulator.whenQuiet()
  expect(fields()).toEqual([
    'messaging_handovers',
    'standby',
    'messaging_handovers',
    'messages',
    'messages',
    'messages',
    'messages',
  ])
  number.isEscalationPartner = false
  expect(codeOf((await control({ action: 'take' })).json)).toBe(2494191)
  expect(codeOf((await control({ action: 'dance' })).json)).toBe(100)
})

it('brings contacts and history of the phone app: each once, within a day', async () => {
  business = createBusiness()
  const { world, number, customer, call, simulator } = business
  const sync = (sync_type: string) =>
    call(`/${number.id}/smb_app_data`, { body: { messaging_product: 'whatsapp', sync_type } })
  expect((await sync('history')).status).toBe(400)
  Object.assign(number, { isOnBizApp: true, onboardedAt: world.now() })
  receive(world, { numberId: number.id, customerId: customer.id, content: { type: 'text', text: { body: 'Before' } } })
  await simulator.whenQuiet()
  expect((await sync('smb_app_state_sync')).json).toEqual({
    messaging_product: 'whatsapp',
    request_id: expect.any(String),
  })
  expect((await sync('history')).status).toBe(200)
  expect(codeOf((await sync('history')).json)).toBe(2593107)
  await simulator.whenQuiet()
  expect(fields()).toEqual(['messages', 'smb_app_state_sync', 'history'])
  number.synced.history = null
  simulator.moveClock(25 * 3600_000)
  expect(codeOf((await sync('history')).json)).toBe(2593108)
})

it('counts management calls, with the header, up to 80007', async () => {
  business = createBusiness({ settings: { accountCallsPerHour: 2 } })
  const { account, call, simulator } = business
  const get = () => call(`/${account.id}?fields=name`)
  const { headers } = await get()
  expect(JSON.parse(headers.get('x-business-use-case-usage') ?? '{}')).toMatchObject({
    [account.id]: [{ type: 'whatsapp', call_count: 50, estimated_time_to_regain_access: 0 }],
  })
  await get()
  const refused = await get()
  expect(refused).toMatchObject({ status: 400, json: { error: { code: 80007 } } })
  expect(at(JSON.parse(refused.headers.get('x-business-use-case-usage') ?? '{}'), account.id, 0, 'call_count')).toBe(
    100,
  )
  simulator.moveClock(3600_000)
  expect((await get()).status).toBe(200)
})

it('forgets everything with a reset, also what was under way', async () => {
  business = createBusiness()
  const { world, app, simulator, sendMessage, received } = business
  app.callbackUrl = 'https://dead.test/webhook'
  await sendMessage({ type: 'text', text: { body: 'x' } })
  simulator.reset()
  await simulator.whenQuiet()
  simulator.moveClock(3600_000)
  await simulator.whenQuiet()
  expect([received, world.state.deliveries, Object.keys(world.state.messages)]).toEqual([[], [], []])
})
