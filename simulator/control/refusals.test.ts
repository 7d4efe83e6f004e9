import { afterEach, describe, expect, it } from 'vitest'
import { createBusiness } from '../test/business'
import { mountControl } from './control'

type Json = Record<string, unknown>
const running: ReturnType<typeof createBusiness>[] = []
afterEach(() => {
  for (const one of running.splice(0)) one.simulator.close()
})

function createScene(options: Parameters<typeof createBusiness>[0] = {}) {
  const business = createBusiness(options)
  running.push(business)
  mountControl(business.simulator)
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await business.simulator.request(`http://simulator.test/_simulator${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const json = (await response.json()) as Json
    return { status: response.status, json, sentence: (json.error as { message: string } | undefined)?.message }
  }
  return { ...business, control }
}

describe('a list of customers', () => {
  it.each([
    ['a number that somebody has', 409, { phone: '+1 650 555 1234' }, '+16505551234 is the number of Sheena Nelson.'],
    ['a number twice', 409, { phone: '351 910 000 001' }, '+351910000001 is in the list twice.'],
    ['the same number dialled otherwise', 409, { phone: '55 41 9998 87766' }, '+5541999887766 is in the list twice.'],
    ['no number', 400, { phone: 'x' }, 'A phone number has 7 to 15 digits, with the country code.'],
  ])('is refused as a whole because of %s', async (_name, status, last, sentence) => {
    const { world, control } = createScene()
    const customers = [{ phone: '+351910000001' }, { phone: '554199887766' }, last]
    const answer = await control('POST', '/customers', { customers })
    expect(answer).toMatchObject({ status, sentence })
    expect(Object.keys(world.state.customers)).toHaveLength(1)
  })

  it('is taken as a whole', async () => {
    const { control } = createScene()
    const { status, json } = await control('POST', '/customers', { customers: [{ name: 'Ada' }, { name: 'Bruno' }] })
    expect([status, json]).toMatchObject([201, { customers: [{ name: 'Ada' }, { name: 'Bruno' }] }])
    expect((await control('POST', '/customers', { count: 0 })).status).toBe(400)
  })
})

it('makes nothing of a business whose second number is taken', async () => {
  const { world, control } = createScene()
  const before = JSON.stringify([world.state.apps, world.state.portfolios, world.state.accounts, world.state.numbers])
  const numbers = [{ displayPhoneNumber: '+351 21 555 0164' }, { displayPhoneNumber: '+1 650 555 1111' }]
  const answer = await control('POST', '/businesses', { numbers })
  expect(answer).toMatchObject({ status: 409, sentence: '+1 650 555 1111 is a number already.' })
  const { apps, portfolios, accounts, numbers: now } = world.state
  expect(JSON.stringify([apps, portfolios, accounts, now])).toBe(before)
})

it('knows only Meta’s error codes', async () => {
  const { number, control } = createScene()
  const failure = await control('POST', `/numbers/${number.id}/failures`, { code: 999_999 })
  expect(failure).toMatchObject({ status: 400, sentence: 'Meta has no error code 999999.' })
  const chaos = await control('PATCH', `/numbers/${number.id}/chaos`, { nextFailures: [{ code: 7, asStatus: true }] })
  expect(chaos).toMatchObject({ status: 400, sentence: 'Meta has no error code 7.' })
  expect(number.chaos.nextFailures).toEqual([])
})

it('lets the tokens of a number expire until it is calm', async () => {
  const { number, token, call, control } = createScene()
  const path = `/${number.id}`
  expect((await call(path)).status).toBe(200)
  expect((await control('PATCH', `/numbers/${number.id}/chaos`, { expireToken: true })).json.expireToken).toBe(true)
  for (const body of [undefined, { messaging_product: 'whatsapp', to: '1', type: 'text', text: { body: 'Hi' } }]) {
    const { status, json } = await call(body ? `${path}/messages` : path, { body })
    expect([status, json.error]).toMatchObject([401, { code: 190, error_subcode: 463 }])
  }
  const other = (await control('POST', '/businesses', {})).json as { phoneNumberId: string; accessToken: string }
  expect((await call(`/${other.phoneNumberId}`, { bearer: other.accessToken })).status).toBe(200)
  await control('DELETE', `/numbers/${number.id}/chaos`)
  expect((await call(path, { bearer: token })).status).toBe(200)
})

it('is not quiet before the slowest status', async () => {
  const { customer, control, sendMessage, openWindow } = createScene({
    settings: { statusDelaysMs: { sent: 1, delivered: 1, read: 900, played: 1500 } },
  })
  customer.readsMessages = true
  openWindow()
  await sendMessage({ type: 'text', text: { body: 'Hello' } })
  expect((await control('POST', '/quiet')).json).toMatchObject({ quiet: true })
  expect((await control('GET', '/received')).json).toMatchObject({ messages: [{ status: 'read' }] })
})
