import { beforeEach, describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send, until } from '../../test/harness'
import { createMeta, type Meta } from '../../test/meta'
import { minute } from '../../test/minute'
import { organizationContext } from '../../test/system'
import { applyTemplateUpdate, findTemplate, syncTemplates } from './templates.usecases'

type Member = Awaited<ReturnType<typeof createMember>>
let meta: Meta
let member: Member
let number: Awaited<ReturnType<Meta['phoneNumber']>>
let ctx: Awaited<ReturnType<typeof organizationContext>>
beforeEach(async () => {
  meta = createMeta()
  member = await createMember()
  number = await meta.phoneNumber(member.organization)
  ctx = await organizationContext(member.organization)
})

const list = (query = '', who = member) => send('GET', `/api/templates${query}`, { token: who.token })
const namesOf = ({ body }: { body: { items: { name: string }[] } }) => body.items.map(({ name }) => name)
const sync = (body: object = {}, who = member) => send('POST', '/api/templates/sync', { token: who.token, body })
const template = (name: string) => {
  const found = Object.values(meta.world.state.templates).find((one) => one.name === name)
  if (!found) throw new Error(`Meta has no template ${name}`)
  return found
}
const told = (values: object) => ({
  kind: 'template' as const,
  templateId: template('hello').id,
  name: 'hello',
  language: 'en-US',
  ...values,
})
const find = (name: string, language = 'en_US') => findTemplate(ctx, { wabaId: meta.account.id, name, language })

describe('fetching templates', () => {
  it('makes the copy equal to what Meta has: new, changed and gone', async () => {
    const first = await sync()
    expect(first.body).toEqual({
      accounts: [{ wabaId: meta.account.id, templates: 3, changed: 3, removed: 0 }],
    })
    expect((await sync({ phoneNumberId: number.id })).body.accounts[0]).toMatchObject({ changed: 0, removed: 0 })
    template('hello').status = 'PAUSED'
    delete meta.world.state.templates[template('order_shipped').id]
    meta.addTemplate({
      name: 'bonjour',
      language: 'fr',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Bonjour.' }],
    })
    expect((await sync()).body.accounts[0]).toMatchObject({ templates: 3, changed: 2, removed: 1 })
    const { body } = await list()
    expect(body.items).toMatchObject([
      { name: 'bonjour', language: 'fr', status: 'APPROVED' },
      { name: 'hello', status: 'PAUSED' },
      { name: 'welcome_discount', parameterFormat: 'NAMED', category: 'MARKETING' },
    ])
  })

  it('reads every page', async () => {
    for (let at = 0; at < 230; at++)
      meta.addTemplate({
        name: `note_${String(at).padStart(3, '0')}`,
        category: 'UTILITY',
        components: [{ type: 'BODY', text: `Note ${at}` }],
      })
    expect((await sync()).body.accounts[0]).toMatchObject({ templates: 233 })
    const all: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { body: { items: { name: string }[]; nextCursor: string | null } } = await list(
        `?limit=100${cursor && `&cursor=${cursor}`}`,
      )
      all.push(...page.body.items.map(({ name }) => name))
      cursor = page.body.nextCursor
    }
    expect(all).toHaveLength(233)
    expect(all).toEqual([...new Set(all)].sort())
  })

  it('happens every hour', async () => {
    await minute('7 * * * *')
    await until(async () => expect(namesOf(await list())).toContain('order_shipped'))
  })

  it('says why when Meta refuses, and when it does not answer', async () => {
    Object.assign(meta.world.state.tokens[meta.token] ?? {}, { isValid: false })
    const refused = await sync()
    expect([refused.status, refused.body.error.code]).toEqual([422, 'phone_numbers.meta_refused'])
    meta.simulator.fetch = async () => new Response('{}', { status: 503 })
    const silent = await sync()
    expect([silent.status, silent.body.error.code]).toEqual([502, 'phone_numbers.meta_unreachable'])
    const neighbour = await createMember()
    const theirs = await sync({ phoneNumberId: number.id }, neighbour)
    expect([theirs.status, theirs.body.error.code]).toEqual([404, 'phone_numbers.not_found'])
  })

  it('leaves alone what a webhook told in the meantime', async () => {
    await sync()
    const { fetch: answer } = meta.simulator
    meta.simulator.fetch = async (request) => {
      const response = await answer(request)
      if (request.url.includes('/message_templates')) {
        meta.simulator.fetch = answer
        testClock.advanceBy(1)
        await applyTemplateUpdate(ctx, meta.account.id, told({ status: 'DISABLED', reason: 'quality' }))
      }
      return response
    }
    // Meta's answer is from before the news, and differs from the copy in its text.
    template('hello').components = [{ type: 'BODY', text: 'Hello again.' }]
    await syncTemplates(ctx, number)
    expect((await list()).body.items[0]).toMatchObject({ name: 'hello', status: 'DISABLED', reason: 'quality' })
  })
})

describe('the list', () => {
  beforeEach(() => sync())

  it('filters by number, status, category, language and a part of the name', async () => {
    template('hello').status = 'PAUSED'
    await sync()
    expect(namesOf(await list(`?phoneNumberId=${number.id}`))).toHaveLength(3)
    expect(namesOf(await list(`?wabaId=${meta.account.id}&status=PAUSED`))).toEqual(['hello'])
    expect(namesOf(await list('?wabaId=1'))).toEqual([])
    expect(namesOf(await list('?category=MARKETING'))).toEqual(['welcome_discount'])
    expect(namesOf(await list('?language=fr'))).toEqual([])
    expect(namesOf(await list('?search=ORDER'))).toEqual(['order_shipped'])
    expect(namesOf(await list('?search=%25'))).toEqual([])
    expect((await list('?cursor=x')).body.error.code).toBe('request.invalid_cursor')
  })

  it('is the organization’s own', async () => {
    const neighbour = await createMember()
    expect(namesOf(await list('', neighbour))).toEqual([])
    expect(namesOf(await list(`?phoneNumberId=${number.id}`, neighbour))).toEqual([])
  })
})

describe('looking one up', () => {
  it('asks Meta once when the copy has none', async () => {
    expect(await find('hello')).toMatchObject({ status: 'APPROVED', wabaId: meta.account.id })
    const asked = meta.calls.length
    expect(await find('hello')).toMatchObject({ name: 'hello' })
    expect(meta.calls).toHaveLength(asked)
    expect(await find('hello', 'fr')).toBeUndefined()
    expect(await find('hel')).toBeUndefined()
    // Only what was asked for came along.
    expect(namesOf(await list())).toEqual(['hello'])
  })

  it('says when Meta does not answer, and takes a refusal for none', async () => {
    Object.assign(meta.world.state.tokens[meta.token] ?? {}, { isValid: false })
    expect(await find('hello')).toBeUndefined()
    meta.simulator.fetch = async () => new Response('{}', { status: 503 })
    await expect(find('hello')).rejects.toMatchObject({ code: 'phone_numbers.meta_unreachable' })
  })

  it('finds nothing for an account that the organization has no number of', async () => {
    const neighbour = await organizationContext()
    const asked = meta.calls.length
    expect(await findTemplate(neighbour, { wabaId: meta.account.id, name: 'hello', language: 'en_US' })).toBeUndefined()
    expect(meta.calls).toHaveLength(asked)
  })
})

describe('what webhooks say about a template', () => {
  beforeEach(() => sync())
  const stored = async () => (await list('?search=hello')).body.items[0]

  it('changes status with its reason, category and quality', async () => {
    template('hello').status = 'REJECTED'
    await applyTemplateUpdate(ctx, meta.account.id, told({ status: 'REJECTED', reason: 'INVALID_FORMAT' }))
    expect(await stored()).toMatchObject({ status: 'REJECTED', reason: 'INVALID_FORMAT' })
    Object.assign(template('hello'), { status: 'APPROVED', category: 'MARKETING' })
    await applyTemplateUpdate(ctx, meta.account.id, told({ status: 'APPROVED', reason: null }))
    await applyTemplateUpdate(ctx, meta.account.id, told({ category: 'MARKETING' }))
    await applyTemplateUpdate(ctx, meta.account.id, told({ qualityScore: 'YELLOW' }))
    expect(await stored()).toMatchObject({
      status: 'APPROVED',
      reason: null,
      category: 'MARKETING',
      qualityScore: 'YELLOW',
    })
  })

  it('puts right what an old status says that comes late', async () => {
    await applyTemplateUpdate(ctx, meta.account.id, told({ status: 'PAUSED', reason: 'quality' }))
    await until(async () => expect(await stored()).toMatchObject({ status: 'APPROVED' }))
  })

  it('takes a deleted one away', async () => {
    await applyTemplateUpdate(ctx, meta.account.id, told({ status: 'DELETED' }))
    expect(await stored()).toBeUndefined()
    // Again: there is nothing left to do.
    await applyTemplateUpdate(ctx, meta.account.id, told({ status: 'DELETED' }))
  })

  it('asks Meta about changed texts, and about events that are no status', async () => {
    template('hello').components = [{ type: 'BODY', text: 'Hello again.' }]
    await applyTemplateUpdate(ctx, meta.account.id, told({ changed: true }))
    await until(async () => expect((await stored()).components).toEqual([{ type: 'BODY', text: 'Hello again.' }]))
    template('hello').status = 'DISABLED'
    await applyTemplateUpdate(ctx, meta.account.id, told({ status: 'REINSTATED' }))
    expect((await stored()).status).not.toBe('REINSTATED')
    await until(async () => expect((await stored()).status).toBe('DISABLED'))
  })

  it('asks Meta about one that the copy has not', async () => {
    meta.addTemplate({ name: 'autumn', category: 'UTILITY', components: [{ type: 'BODY', text: 'Leaves.' }] })
    await applyTemplateUpdate(ctx, meta.account.id, {
      ...told({ status: 'APPROVED' }),
      templateId: template('autumn').id,
      name: 'autumn',
    })
    await until(async () => expect(namesOf(await list())).toContain('autumn'))
  })

  it('changes nothing of a neighbour’s', async () => {
    await applyTemplateUpdate(await organizationContext(), meta.account.id, told({ status: 'DISABLED' }))
    expect(await stored()).toMatchObject({ status: 'APPROVED' })
  })
})
