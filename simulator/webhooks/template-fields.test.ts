import { afterEach, describe, expect, it } from 'vitest'
import { addTemplate } from '../core/entities'
import { at, createBusiness } from '../test/business'
import { changeTemplateCategory, pauseTemplate, setTemplateQuality } from './template-fields'

let business: ReturnType<typeof createBusiness>
const start = () => {
  business = createBusiness()
  return business
}
afterEach(() => business.simulator.close())

const HOUR = 3600_000
const DAY = 24 * HOUR
const body = (text = 'Thank you for your order. We will tell you when it ships.') => ({ type: 'BODY', text })
const order = { name: 'order_confirmation', language: 'en_US', category: 'UTILITY', components: [body()] }
const changes = () => business.received.map(({ json }) => at(json, 'entry', 0, 'changes', 0))
const quiet = () => business.simulator.whenQuiet(0)

describe('what Meta does to templates', () => {
  const make = () => addTemplate(business.world, { ...order, category: 'UTILITY', accountId: business.account.id })

  it('pauses for 3 hours, for 6, then disables', async () => {
    const { world, simulator } = start()
    const template = make()
    await pauseTemplate(world, template.id)
    expect(template.status).toBe('PAUSED')
    simulator.moveClock(3 * HOUR)
    await quiet()
    expect(template.status).toBe('APPROVED')
    await pauseTemplate(world, template.id)
    simulator.moveClock(3 * HOUR)
    await quiet()
    expect(template.status).toBe('PAUSED')
    simulator.moveClock(3 * HOUR)
    await quiet()
    await pauseTemplate(world, template.id)
    expect(template.status).toBe('DISABLED')
    expect(
      changes().map((change) => [at(change, 'value', 'event'), at(change, 'value', 'other_info', 'title')]),
    ).toEqual([
      ['PAUSED', 'FIRST_PAUSE'],
      ['APPROVED', 'UNPAUSE'],
      ['PAUSED', 'SECOND_PAUSE'],
      ['APPROVED', 'UNPAUSE'],
      ['DISABLED', 'DISABLED'],
    ])
  })

  it('rates it', async () => {
    const { world, call } = start()
    const template = make()
    await setTemplateQuality(world, template.id, 'YELLOW')
    expect(changes()).toMatchObject([
      {
        field: 'message_template_quality_update',
        value: { previous_quality_score: 'UNKNOWN', new_quality_score: 'YELLOW' },
      },
    ])
    expect((await call(`/${template.id}?fields=quality_score`)).json.quality_score).toMatchObject({ score: 'YELLOW' })
  })

  it('announces another category, and carries it out a day later', async () => {
    const { world, call, simulator } = start()
    const template = make()
    await changeTemplateCategory(world, template.id, { category: 'MARKETING' })
    expect((await call(`/${template.id}?fields=category,correct_category`)).json).toMatchObject({
      category: 'UTILITY',
      correct_category: 'MARKETING',
    })
    simulator.moveClock(DAY)
    await quiet()
    expect(changes().map((change) => at(change, 'value'))).toMatchObject([
      { category: 'UTILITY', correct_category: 'MARKETING' },
      { new_category: 'UTILITY', correct_category: 'MARKETING', category_update_timestamp: expect.any(Number) },
      { previous_category: 'UTILITY', new_category: 'MARKETING' },
    ])
    expect(template).toMatchObject({ category: 'MARKETING', previousCategory: 'UTILITY' })
  })
})
