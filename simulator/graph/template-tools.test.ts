import { afterEach, describe, expect, it } from 'vitest'
import { addAccount, addTemplate } from '../core/entities'
import { at, codeOf, createBusiness } from '../test/business'

let business: ReturnType<typeof createBusiness>
const start = () => {
  business = createBusiness()
  return business
}
afterEach(() => business.simulator.close())

const body = (text = 'Thank you for your order. We will tell you when it ships.') => ({ type: 'BODY', text })
const order = { name: 'order_confirmation', language: 'en_US', category: 'UTILITY', components: [body()] }
const path = () => `/${business.account.id}/message_templates`
const create = (values: object = {}) => business.call(path(), { body: { ...order, ...values } })

describe('many at once', () => {
  it('makes authentication templates in many languages, and changes them', async () => {
    const { call, account } = start()
    const components = [
      { type: 'BODY', add_security_recommendation: true },
      { type: 'FOOTER', code_expiration_minutes: 10 },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
    ]
    const upsert = { name: 'code', languages: ['en_US', 'es_ES', 'fr'], category: 'AUTHENTICATION', components }
    const first = await call(`/${account.id}/upsert_message_templates`, { body: upsert })
    expect(first.json.data).toMatchObject([
      { status: 'APPROVED', language: 'en_US' },
      { language: 'es_ES' },
      { language: 'fr' },
    ])
    expect((await call(`/${account.id}/upsert_message_templates`, { body: upsert })).json).toEqual(first.json)
    const { json } = await call(`/${at(first.json, 'data', 0, 'id')}`)
    expect(json.components).toMatchObject([
      { type: 'BODY', text: '*{{1}}* is your verification code. For your security, do not share this code.' },
      { type: 'FOOTER', text: 'This code expires in 10 minutes.' },
      { type: 'BUTTONS', buttons: [{ type: 'URL', otp_type: 'COPY_CODE', text: 'Copy code' }] },
    ])
    const previews = await call(
      `/${account.id}/message_template_previews?category=AUTHENTICATION&languages=en_US,es_ES`,
    )
    expect(previews.json.data).toHaveLength(2)
  })

  it('allows 100 in an hour and 250 unverified', async () => {
    const { world, account, portfolio } = start()
    for (let index = 0; index < 100; index++)
      addTemplate(world, { accountId: account.id, name: `t${index}`, components: [] })
    expect(codeOf((await create()).json)).toBe(80007)
    for (const template of Object.values(world.state.templates)) template.createdAt = 0
    portfolio.isVerified = false
    for (let index = 100; index < 250; index++) {
      addTemplate(world, { accountId: account.id, name: `t${index}`, createdAt: 0, components: [] })
    }
    expect(at((await create()).json, 'error', 'error_subcode')).toBe(2388019)
    portfolio.isVerified = true
    expect((await create()).status).toBe(200)
  })

  it('archives and brings back, makes from the library, moves to another account', async () => {
    const { world, account, portfolio, call } = start()
    const template = addTemplate(world, { ...order, category: 'UTILITY', accountId: account.id })
    const archived = await call(`${path()}/archive`, { body: { hsm_ids: [template.id, '1'] } })
    expect(archived.json).toEqual({ archived_templates: [template.id], failed_templates: { 1: expect.any(String) } })
    expect(template.status).toBe('ARCHIVED')
    await call(`${path()}/unarchive`, { body: { hsm_ids: [template.id] } })
    expect(template.status).toBe('APPROVED')

    const library = await call('/message_template_library?search=appointment')
    expect(library.json.data).toMatchObject([{ name: 'appointment_reminder_1', category: 'UTILITY' }])
    const made = await create({ name: 'mine', library_template_name: 'appointment_reminder_1' })
    expect(made.json).toMatchObject({ status: 'APPROVED' })

    const other = addAccount(world, { portfolioId: portfolio.id })
    const moved = await call(`/${other.id}/migrate_message_templates?source_waba_id=${account.id}`, { method: 'POST' })
    expect(at(moved.json, 'migrated_templates', 1)).toEqual(expect.any(String))
  })
})
