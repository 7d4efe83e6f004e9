import { afterEach, describe, expect, it } from 'vitest'
import { addTemplate } from '../core/entities'
import { storeMessage } from '../core/threads'
import { at, codeOf, createBusiness } from '../test/business'

let business: ReturnType<typeof createBusiness>
const start = () => {
  business = createBusiness()
  return business
}
afterEach(() => business.simulator.close())

const DAY = 24 * 3600_000
const body = (text = 'Thank you for your order. We will tell you when it ships.') => ({ type: 'BODY', text })
const order = { name: 'order_confirmation', language: 'en_US', category: 'UTILITY', components: [body()] }
const path = () => `/${business.account.id}/message_templates`
const create = (values: object = {}) => business.call(path(), { body: { ...order, ...values } })
const changes = () => business.received.map(({ json }) => at(json, 'entry', 0, 'changes', 0))
const quiet = () => business.simulator.whenQuiet(0)

describe('from creation to deletion', () => {
  it('is pending, then approved after the review, which the business is told', async () => {
    const { simulator, call } = start()
    const { json } = await create()
    expect(json).toEqual({ id: expect.stringMatching(/^\d+$/), status: 'PENDING', category: 'UTILITY' })
    expect((await call(`/${json.id}?fields=status`)).json).toEqual({ status: 'PENDING', id: json.id })
    simulator.moveClock(3000)
    await quiet()
    expect(changes()).toEqual([
      {
        field: 'message_template_status_update',
        value: {
          message_template_id: Number(json.id),
          message_template_name: 'order_confirmation',
          message_template_language: 'en-US',
          event: 'APPROVED',
          reason: 'NONE',
          message_template_category: 'UTILITY',
        },
      },
    ])
    expect((await call(`/${json.id}`)).json).toEqual({
      ...order,
      parameter_format: 'POSITIONAL',
      status: 'APPROVED',
      id: json.id,
    })
  })

  it('is rejected when its name or text asks for it, with the reason in the name', async () => {
    const { simulator, call } = start()
    const { json } = await create({ name: 'offer_reject_promotional' })
    const other = await create({ name: 'plain', components: [body('Please reject this template as soon as you can.')] })
    simulator.moveClock(3000)
    await quiet()
    expect(at(changes()[0], 'value')).toMatchObject({ event: 'REJECTED', reason: 'PROMOTIONAL', rejection_info: {} })
    expect((await call(`/${json.id}?fields=status,rejected_reason`)).json).toMatchObject({
      status: 'REJECTED',
      rejected_reason: 'PROMOTIONAL',
    })
    expect((await call(`/${other.json.id}?fields=rejected_reason`)).json).toMatchObject({
      rejected_reason: 'INVALID_FORMAT',
    })
  })

  it('may get another category than the one asked for', async () => {
    start()
    const { json } = await create({ components: [body('Our summer sale is on: everything with a discount.')] })
    expect(json.category).toBe('MARKETING')
  })

  it('is there once for each name and language, and its name rests for 30 days after deletion', async () => {
    const { simulator, call, world } = start()
    const { json } = await create()
    expect(at((await create()).json, 'error', 'error_subcode')).toBe(2388024)
    expect((await create({ language: 'es_MX' })).status).toBe(200)
    simulator.moveClock(3000)
    await quiet()
    expect((await call(`${path()}?name=order_confirmation`, { method: 'DELETE' })).json).toEqual({ success: true })
    expect((await call(path())).json).toEqual({ data: [] })
    expect(codeOf((await call(`/${json.id}`)).json)).toBe(100)
    expect(at((await create()).json, 'error', 'error_subcode')).toBe(2388023)
    simulator.moveClock(30 * DAY)
    expect((await create()).status).toBe(200)
    expect(at((await call(`${path()}?name=nothing`, { method: 'DELETE' })).json, 'error', 'error_subcode')).toBe(
      2593002,
    )
    expect(world.state.events.some(({ kind }) => kind === 'defect')).toBe(false)
  })

  it('loses one language by its id', async () => {
    const { call } = start()
    const { json } = await create()
    await create({ language: 'es_MX' })
    await call(`${path()}?hsm_id=${json.id}&name=order_confirmation`, { method: 'DELETE' })
    const left = await call(path())
    expect(at(left.json, 'data', 0, 'language')).toBe('es_MX')
  })

  it('stays for 30 days while messages with it are under way', async () => {
    const { world, account, call, customer, number, simulator } = start()
    const template = addTemplate(world, { ...order, category: 'UTILITY', accountId: account.id })
    storeMessage(world, {
      ...{ id: 'm', numberId: number.id, customerId: customer.id, type: 'template', payload: {} },
      ...{ direction: 'outbound', status: 'sent', templateId: template.id },
    })
    await call(`${path()}?name=order_confirmation`, { method: 'DELETE' })
    expect(template.status).toBe('PENDING_DELETION')
    simulator.moveClock(30 * DAY)
    await quiet()
    expect(template.status).toBe('DELETED')
  })
})

describe('editing', () => {
  it('replaces the components, reviews again and tells the new ones', async () => {
    const { world, account, call, simulator } = start()
    const template = addTemplate(world, { ...order, category: 'UTILITY', accountId: account.id, status: 'REJECTED' })
    const components = [
      { type: 'header', format: 'text', text: 'Your order' },
      body('Your order has been shipped to you today.'),
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Support', url: 'https://luckyshrub.test/support' }] },
    ]
    expect((await call(`/${template.id}`, { body: { components } })).json).toEqual({ success: true })
    expect(template.status).toBe('PENDING')
    expect(at((await call(`/${template.id}`, { body: { components } })).json, 'error', 'error_subcode')).toBe(2388045)
    simulator.moveClock(3000)
    await quiet()
    expect(changes()).toMatchObject([
      {
        field: 'message_template_components_update',
        value: {
          message_template_language: 'en_US',
          message_template_title: 'Your order',
          message_template_element: 'Your order has been shipped to you today.',
          message_template_buttons: [{ message_template_button_type: 'URL', message_template_button_text: 'Support' }],
        },
      },
      { field: 'message_template_status_update', value: { event: 'APPROVED' } },
    ])
  })

  it('an approved one once a day, ten times a month, never its category; its time to live at any time', async () => {
    const { world, account, call, simulator } = start()
    const template = addTemplate(world, { ...order, category: 'UTILITY', accountId: account.id })
    const edit = async (values: object) => {
      const { json } = await call(`/${template.id}`, { body: values })
      template.status = 'APPROVED'
      return at(json, 'error', 'error_subcode')
    }
    expect(await edit({ category: 'MARKETING' })).toBe(2388046)
    for (let count = 0; count < 10; count++) {
      expect(await edit({ components: [body()] })).toBeUndefined()
      if (count === 0) expect(await edit({ components: [body()] })).toBe(2388048)
      simulator.moveClock(DAY + 1)
    }
    expect(await edit({ components: [body()] })).toBe(2388048)
    simulator.moveClock(25 * DAY)
    expect(await edit({ message_send_ttl_seconds: 600 })).toBeUndefined()
    expect(template.ttlSeconds).toBe(600)
    expect(codeOf((await call(`/${template.id}`, { body: { message_send_ttl_seconds: 10 } })).json)).toBe(100)
    expect(codeOf((await call(`/${template.id}`, { body: {} })).json)).toBe(100)
  })
})

describe('listing', () => {
  it('pages, filters and answers the asked fields', async () => {
    const { world, account, call } = start()
    for (let index = 0; index < 30; index++) {
      const category = index % 2 ? 'UTILITY' : 'MARKETING'
      addTemplate(world, {
        accountId: account.id,
        name: `template_${index}`,
        category,
        components: [body(`Text ${index}`)],
      })
    }
    addTemplate(world, {
      accountId: account.id,
      name: 'paused',
      language: 'es',
      status: 'PAUSED',
      quality: 'RED',
      components: [body()],
    })
    const seen: unknown[] = []
    let query = '?fields=name&limit=10'
    while (query) {
      const { json } = await call(`${path()}${query}`)
      seen.push(...(Array.isArray(json.data) ? json.data : []))
      const next = at(json, 'paging', 'next')
      query = typeof next === 'string' ? new URL(next).search : ''
    }
    expect(seen).toHaveLength(31)
    expect(Object.keys(seen[0] ?? {})).toEqual(['name', 'id'])
    const count = async (filter: string) => {
      const { json } = await call(`${path()}?limit=100&${filter}`)
      return Array.isArray(json.data) ? json.data.length : 0
    }
    expect(await count('status=PAUSED')).toBe(1)
    expect(await count('status=["APPROVED","PAUSED"]')).toBe(31)
    expect(await count('category=marketing')).toBe(15)
    expect(await count('language=es')).toBe(1)
    expect(await count('quality_score=RED')).toBe(1)
    expect(await count('name=template_1')).toBe(11)
    expect(await count('content=Text 29')).toBe(1)
    expect(await count('name_or_content=paused')).toBe(1)
    expect(codeOf((await call(`${path()}?after=abc`)).json)).toBe(131059)
    expect((await call(`${path()}?limit=1&summary=total_count`)).json.summary).toEqual({ total_count: 31 })
  })

  it('shows what prevents sending', async () => {
    const { world, account, call } = start()
    const { id } = addTemplate(world, { ...order, category: 'UTILITY', accountId: account.id, status: 'REJECTED' })
    expect((await call(`/${id}?fields=health_status`)).json.health_status).toMatchObject({
      can_send_message: 'BLOCKED',
      entities: [{ entity_type: 'MESSAGE_TEMPLATE', id, errors: [{ error_code: 141002 }] }, {}, {}, {}],
    })
  })
})
