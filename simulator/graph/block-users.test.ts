import { afterEach, describe, expect, it } from 'vitest'
import { addCustomer } from '../core/customers'
import { at, codeOf, createBusiness } from '../test/business'

let business: ReturnType<typeof createBusiness>
const start = () => {
  business = createBusiness()
  return business
}
afterEach(() => business.simulator.close())

const asking = (...users: string[]) => ({
  messaging_product: 'whatsapp',
  block_users: users.map((user) => ({ user })),
})

describe('blocking users', () => {
  it('takes who wrote within a day, lists them, lets them go', async () => {
    const { number, customer, call, openWindow } = start()
    openWindow()
    const path = `/${number.id}/block_users`
    expect((await call(path, { body: asking('+1 650-555-1234') })).json).toEqual({
      messaging_product: 'whatsapp',
      block_users: { added_users: [{ input: '+1 650-555-1234', wa_id: customer.waId }] },
    })
    expect(number.blocked).toEqual([customer.waId])
    expect((await call(path)).json).toMatchObject({
      data: [{ block_users: [{ wa_id: customer.waId }] }],
      paging: { cursors: {} },
    })
    expect((await call(path, { method: 'DELETE', body: asking(customer.waId) })).json).toMatchObject({
      block_users: { removed_users: [{ wa_id: customer.waId }] },
    })
    expect((await call(path)).json.data).toEqual([])
  })

  it('answers 400 with both lists when some failed', async () => {
    const { world, number, customer, call, openWindow } = start()
    openWindow()
    const silent = addCustomer(world, { phone: '16505559999' })
    const { status, json } = await call(`/${number.id}/block_users`, { body: asking(customer.waId, silent.waId) })
    expect([status, codeOf(json)]).toEqual([400, 139100])
    expect(json.block_users).toMatchObject({
      added_users: [{ wa_id: customer.waId }],
      failed_users: [{ input: silent.waId, wa_id: silent.waId, errors: [{ code: 131047 }] }],
    })
    expect(at(json, 'error', 'error_data', 'details')).toMatch(/Failed to block some users/)
  })

  it('has room for 64,000, pages, and refuses a false cursor or an empty list', async () => {
    const { number, customer, call, openWindow } = start()
    openWindow()
    number.blocked = Array.from({ length: 64_000 }, (_, index) => String(1_000_000 + index))
    const path = `/${number.id}/block_users`
    expect(codeOf((await call(path, { body: asking(customer.waId) })).json)).toBe(139101)
    const { json } = await call(`${path}?limit=10`)
    expect(json).toMatchObject({ paging: { next: expect.stringContaining('limit=10') } })
    expect(codeOf((await call(`${path}?after=AAAA`)).json)).toBe(131059)
    expect(codeOf((await call(path, { body: { messaging_product: 'whatsapp' } })).json)).toBe(100)
  })
})

describe('QR codes', () => {
  it('are made, listed, changed, seen as pictures, deleted', async () => {
    const { number, call, simulator } = start()
    const path = `/${number.id}/message_qrdls`
    const made = (await call(path, { body: { prefilled_message: 'Cyber Monday', generate_qr_image: 'PNG' } })).json
    expect(made).toEqual({
      code: expect.stringMatching(/^[A-Z2-7]{14}$/),
      prefilled_message: 'Cyber Monday',
      deep_link_url: `https://wa.me/message/${made.code}`,
      qr_image_url: expect.stringContaining('.png'),
    })
    const png = await simulator.request(String(made.qr_image_url))
    expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(
      Buffer.from(await png.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    const changed = await call(path, { body: { code: made.code, prefilled_message: 'Cyber Tuesday' } })
    expect(changed.json).toMatchObject({ code: made.code, prefilled_message: 'Cyber Tuesday' })
    const svg = (await call(`${path}?fields=code,qr_image_url.format(SVG)`)).json
    expect(await (await simulator.request(String(at(svg, 'data', 0, 'qr_image_url')))).text()).toContain('<svg')
    expect((await call(`${path}/${made.code}`)).json.data).toHaveLength(1)
    expect((await call(`${path}/${made.code}`, { method: 'DELETE' })).json).toEqual({ success: true })
    expect((await call(path)).json).toEqual({ data: [] })
    expect(codeOf((await call(`${path}/${made.code}`)).json)).toBe(100)
    expect(codeOf((await call(path, { body: { prefilled_message: 'x'.repeat(141) } })).json)).toBe(100)
  })
})
