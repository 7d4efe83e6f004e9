import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { templateMessages } from '../../simulator/contract/cases/template-messages'
import { templateViolations } from '../../simulator/contract/cases/template-violations'
import type { Case } from '../../simulator/contract/run-cases'
import { type TemplateName, templates } from '../../simulator/contract/samples/templates'
import { createTarget } from '../../simulator/contract/target'
import { at } from '../../simulator/test/business'
import { outboundContentSchema } from './outbound-content.schemas'
import { checkTemplate, renderTemplate, type SentComponents, type TemplateDefinition } from './template-rendering'

const text = (...values: string[]) => values.map((value) => ({ type: 'text', text: value }))
const header = (...parameters: Record<string, unknown>[]) => ({ type: 'header', parameters })
const body = (...values: string[]) => ({ type: 'body', parameters: text(...values) })
const button = (index: number | string, subType: string, parameter: Record<string, unknown>) => ({
  ...{ type: 'button', sub_type: subType, index },
  parameters: [parameter],
})
const parsed = (components: unknown): SentComponents => {
  const content = outboundContentSchema.parse({ type: 'template', name: 'n', language: 'en', components })
  return content.type === 'template' ? content.components : []
}
const definitionOf = (name: TemplateName): TemplateDefinition & { category: string } => {
  const sample: Record<string, unknown> & { components: Record<string, unknown>[]; category: string } = templates[name]
  const { components, category, parameter_format: format } = sample
  return { components, category: category.toUpperCase(), parameterFormat: format === 'named' ? 'NAMED' : 'POSITIONAL' }
}
const check = (name: TemplateName, components: unknown[] = []) => checkTemplate(definitionOf(name), parsed(components))

/** What a case of the contract sends, and the template it is about when that can be sent at all. */
async function prepare({ given, request }: Case) {
  const target = createTarget()
  await given?.(target.business)
  const { body: sent, path } = await request(target)
  const name = at(sent, 'template', 'name')
  const template = Object.values(target.business.world.state.templates).find(
    (one) =>
      one.name === name && one.language === at(sent, 'template', 'language', 'code') && one.status === 'APPROVED',
  )
  return { target, path, sent, template, components: at(sent, 'template', 'components') ?? [] }
}

describe('parameters of a template', () => {
  it.each(templateMessages.map((one) => [one.name, one] as const))('are fine: %s', async (_name, one) => {
    const { template, components, target } = await prepare(one)
    target.business.simulator.close()
    if (!template) throw new Error('no template')
    expect(checkTemplate(template, parsed(components))).toEqual([])
    // Whether Meta says that it is one for codes or not: its buttons do.
    const { category: _, ...unnamed } = template
    expect(checkTemplate(unnamed, parsed(components))).toEqual([])
  })

  /** Of the parameters; others are about the template, the person or the limits. */
  const codes = [100, 131008, 131009, 132000, 132005, 132012, 132018]
  const ofParameters = templateViolations.filter(
    ({ expected }) => 'code' in expected && [expected.code].flat().some((code) => codes.includes(code)),
  )
  it.each(ofParameters.map((one) => [one.name, one] as const))('are refused: %s', async (_name, one) => {
    const { template, components, target } = await prepare(one)
    target.business.simulator.close()
    // Without a name or language there is no template; the schema refuses that, and what is no list of components.
    if (!template) return expect(['no name', 'no language']).toContain(one.name)
    const content = outboundContentSchema.safeParse({ type: 'template', name: 'n', language: 'en', components })
    if (!content.success) return
    const problems = checkTemplate(template, parsed(components))
    expect(problems.length).toBeGreaterThan(0)
    for (const problem of problems) expect(problem).toMatch(/^[A-Z].*\.$/)
  })

  it('say what is wrong in words', () => {
    expect(check('seasonal_promotion', [header(...text('Sale')), body('August', '25OFF')])).toEqual([
      'The text needs 3 values; there are 2.',
    ])
    expect(check('seasonal_promotion')).toEqual([
      'The header needs 1 value; there are 0.',
      'The text needs 3 values; there are 0.',
    ])
    expect(check('order_confirmation', [body('Pablo', '86')])).toEqual(['The header needs a document.'])
    expect(check('coupon_code_fall2023_25off', [body('25OFF', '25%')])).toEqual(['Button 2 (copy_code) needs a value.'])
    expect(check('product_carousel')).toEqual(['The template has 2 cards; no cards are given.'])
    expect(check('call_us', [body('x')])).toEqual(['The text needs no values; there is 1.'])
    expect(check('call_us', [{ type: 'banner' }])).toEqual(['There is no component “banner”.'])
    expect(check('seasonal_promotion', [header(...text('Sale')), body('line\nbreak', 'a', 'b')])).toEqual([
      'The text: the value of “1” cannot have line breaks, tabs or more than four spaces in a row.',
    ])
    const named = (name: string, value: string) => ({ type: 'text', parameter_name: name, text: value })
    const image = header({ type: 'image', image: { mediaId: 'med_1' } })
    const discount = [named('first_name', 'Amara'), named('discount_code', 'FROST'), named('amount', '20%')]
    expect(check('welcome_discount_template', [image, { type: 'body', parameters: discount }])).toEqual([
      'The text has the variable “discount_amount”, which is given no value (parameter_name).',
    ])
    expect(check('verification_code', [body('J$FpnYnP')])).toEqual(['Button 1 (Copy Code) needs a value.'])
  })

  it('are refused whenever Meta would', { timeout: 60_000 }, async () => {
    const ready = await Promise.all(templateMessages.slice(0, -1).map(prepare))
    const value = fc.oneof(
      fc.constantFrom<unknown>('', ' ', 'x', 'a\nb', 'image', 'text', 'url', '0', 0, 1, 9, null, [], {}, true),
      fc.constantFrom('y'.repeat(70), 'y'.repeat(1100)),
    )
    let tried = 0
    await fc.assert(
      fc.asyncProperty(
        fc.nat(ready.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.option(value, { nil: undefined })), { maxLength: 2 }),
        async (index, changes) => {
          const one = ready[index]
          if (!one) throw new Error('no case')
          const { target, path, sent, template, components } = one
          const bent = bend(components, changes)
          const content = outboundContentSchema.safeParse({
            type: 'template',
            name: 'n',
            language: 'en',
            components: bent,
          })
          if (!template || !content.success || content.data.type !== 'template') return
          if (checkTemplate(template, content.data.components).length > 0) return
          tried++
          const message = {
            ...Object(sent),
            template: { ...Object(at(sent, 'template')), components: content.data.components },
          }
          const { number, customer } = target.business
          Object.assign(number, { sentAt: [], pairPaidAt: {} })
          customer.marketingAt = []
          const { status, json } = await target.call({ path, body: message })
          // Which files are at Meta, only Meta knows.
          if (JSON.stringify(json).includes('media attachment ID')) return
          expect(status, JSON.stringify([json, content.data.components])).toBe(200)
        },
      ),
      { numRuns: 1500 },
    )
    expect(tried).toBeGreaterThan(500)
    for (const { target } of ready) target.business.simulator.close()
  })
})

/** The same with some of its values replaced, or left out. */
function bend(value: unknown, changes: (readonly [number, unknown])[]): unknown {
  const copy: unknown = structuredClone(value)
  const places: [Record<string, unknown>, string][] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key])
      visit((node as Record<string, unknown>)[key])
    }
  }
  visit(copy)
  for (const [index, replacement] of changes) {
    const place = places[index % Math.max(1, places.length)]
    if (place && replacement === undefined && !Array.isArray(place[0])) delete place[0][place[1]]
    else if (place) place[0][place[1]] = replacement
  }
  return copy
}

describe('what the person reads', () => {
  const render = (name: TemplateName, components: unknown[]) => renderTemplate(definitionOf(name), parsed(components))

  it('has the values where the variables stood', () => {
    const values = [header(...text('Summer Sale')), body('the end of August', '25OFF', '$1 off')]
    expect(
      render('seasonal_promotion', [...values, button('0', 'quick_reply', { type: 'payload', payload: 'none' })]),
    ).toEqual({
      category: 'MARKETING',
      header: 'Our Summer Sale is on!',
      body: 'Shop now through the end of August and use code 25OFF to get $1 off off of all merchandise.',
      footer: 'Use the buttons below to manage your marketing subscriptions',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Unsubscribe from Promos', value: 'none' },
        { type: 'QUICK_REPLY', text: 'Unsubscribe from All', value: null },
      ],
    })
  })

  it('counts its variables by their numbers, not by where they stand', () => {
    const components = [{ type: 'BODY', text: '{{2}} for {{1}}, {{10}} and {{2}}' }]
    const template = { components, parameterFormat: 'POSITIONAL', category: 'UTILITY' }
    const { body: words } = renderTemplate(template, parsed([body('Amara', 'A vase', 'a bowl')]))
    expect(words).toBe('A vase for Amara, a bowl and A vase')
  })

  it('has money and dates as they are written', () => {
    const money = { type: 'currency', currency: { fallback_value: '$100.99', code: 'USD', amount_1000: 100990 } }
    const date = { type: 'date_time', date_time: { fallback_value: 'February 25' } }
    const { body: words } = render('seasonal_promotion', [
      header(...text('x')),
      { type: 'body', parameters: [date, ...text('A'), money] },
    ])
    expect(words).toBe('Shop now through February 25 and use code A to get $100.99 off of all merchandise.')
  })

  it('has named values, whatever their order', () => {
    const named = (name: string, value: string) => ({ type: 'text', parameter_name: name, text: value })
    const parameters = [named('discount_amount', '20%'), named('first_name', 'Amara'), named('discount_code', 'FROST')]
    expect(render('welcome_discount_template', [{ type: 'body', parameters }])).toMatchObject({
      header: null,
      body: 'Welcome to Lucky Shrub, Amara!\n\nUse code *FROST* to get 20% off of your first purchase!',
      footer: 'Lucky Shrub: Your gateway to succulents!',
      buttons: [
        { type: 'URL', text: 'View deals', value: 'https://www.luckyshrub.com/deals' },
        { type: 'PHONE_NUMBER', text: 'Call us', value: '+15550051310' },
        { type: 'QUICK_REPLY', text: 'Unsubscribe', value: null },
      ],
    })
  })

  it('has places, offers, codes and cards', () => {
    const place = header({
      type: 'location',
      location: { latitude: 1, longitude: 2, name: 'Philz', address: '101 Forest Ave' },
    })
    expect(render('order_delivery_update', [place, body('Mark', '5')])).toMatchObject({
      header: 'Philz, 101 Forest Ave',
    })
    const coupon = button(0, 'copy_code', { type: 'coupon_code', coupon_code: 'CARIBE25' })
    const url = button(1, 'url', { type: 'text', text: 'n3mtql' })
    expect(render('limited_time_offer_caribbean_pkg_2023', [body('Pablo', 'CARIBE25'), coupon, url])).toMatchObject({
      header: 'Expiring offer!',
      buttons: [
        { type: 'COPY_CODE', text: 'Copy offer code', value: 'CARIBE25' },
        { type: 'URL', text: 'Book now!', value: 'https://awesomedestinations.com/offers?code=n3mtql' },
      ],
    })
    const code = button('0', 'url', { type: 'text', text: 'J$FpnYnP' })
    expect(render('verification_code', [body('J$FpnYnP'), code])).toEqual({
      category: 'AUTHENTICATION',
      header: null,
      body: '*J$FpnYnP* is your verification code. For your security, do not share this code.',
      footer: 'This code expires in 10 minutes.',
      buttons: [{ type: 'OTP', text: 'Copy Code', value: 'J$FpnYnP' }],
    })
    const cards = ['blue', 'red', 'black'].map((suffix, index) => ({
      card_index: index,
      components: [button('1', 'url', { type: 'text', text: suffix })],
    }))
    const { buttons } = render('carousel_template_media_cards_v1', [
      body('Pablo', '30%', '30OFF'),
      { type: 'carousel', cards },
    ])
    expect(buttons.map(({ value }) => value)).toEqual(
      ['blue', 'red', 'black'].flatMap((suffix) => [null, `https://www.luckyshrub.com/rare-succulents/${suffix}`]),
    )
  })

  it('keeps a variable that was given no value', () => {
    expect(render('seasonal_promotion', [])).toMatchObject({ header: 'Our {{1}} is on!' })
  })

  it('is whatever the template is: nothing throws', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.object({ key: fc.constantFrom('type', 'text', 'format', 'buttons', 'cards', 'components', 'url') }),
        ),
        fc.array(fc.object()),
        (components, sent) => {
          const content = outboundContentSchema.safeParse({
            type: 'template',
            name: 'n',
            language: 'en',
            components: sent,
          })
          const parts = content.success && content.data.type === 'template' ? content.data.components : []
          const template = { components, parameterFormat: 'NAMED', category: 'UTILITY' }
          checkTemplate(template, parts)
          expect(renderTemplate(template, parts).category).toBe('UTILITY')
        },
      ),
    )
  })
})
