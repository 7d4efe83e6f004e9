import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { expectNoDefect } from './contract/run-cases'
import { differences, optional } from './contract/shape'
import { addTemplate } from './core/entities'
import { receive } from './customer/receive'
import { asJson, at, createBusiness } from './test/business'

type Business = ReturnType<typeof createBusiness>
const running: Business[] = []
afterEach(() => {
  for (const one of running.splice(0)) one.simulator.close()
})

/** A business with something of everything, so that bad input gets as far as it can. */
function createAll(): Business {
  const business = createBusiness({ settings: { accountCallsPerHour: 1_000_000 } })
  running.push(business)
  const { world, account, number, customer } = business
  const components = [{ type: 'BODY', text: 'Hello {{1}}, your order is here.' }]
  addTemplate(world, { accountId: account.id, name: 'order', components })
  receive(world, {
    ...{ numberId: number.id, customerId: customer.id },
    content: { type: 'text', text: { body: 'Hi' } },
  })
  return business
}

const NUMBER_EDGES = [
  ...['', 'messages', 'marketing_messages', 'media', 'register', 'deregister', 'request_code', 'verify_code'],
  ...['settings', 'whatsapp_business_profile', 'block_users', 'message_qrdls', 'conversational_automation'],
  ...['whatsapp_commerce_settings', 'official_business_account', 'username', 'username_suggestions'],
  ...['thread_control', 'smb_app_data'],
]
const ACCOUNT_EDGES = [
  ...['', 'message_templates', 'phone_numbers', 'subscribed_apps', 'assigned_users', 'template_analytics'],
  ...['upsert_message_templates', 'migrate_message_templates', 'message_template_previews'],
]
const ROOT = ['debug_token', 'oauth/access_token', 'me', 'app', 'message_template_library', '']

/** Every endpoint that there is, of objects that there are. */
function endpointsOf({ number, account, app, portfolio, world }: Business): string[] {
  const [template] = Object.values(world.state.templates)
  const under = (id: string, edges: string[]) => edges.map((edge) => `/${id}${edge && '/'}${edge}`)
  return [
    ...under(number.id, NUMBER_EDGES),
    ...under(account.id, ACCOUNT_EDGES),
    ...under(app.id, ['', 'subscriptions', 'uploads']),
    ...under(portfolio.id, ['', 'owned_whatsapp_business_accounts', 'client_whatsapp_business_accounts']),
    ...under(template?.id ?? '', ['', 'compare']),
    ...ROOT.map((edge) => `/${edge}`),
    ...['/upload:MTphdHRhY2htZW50', '/whatsapp_business/attachments/'],
  ]
}

const ENVELOPE = {
  error: {
    message: 'text',
    type: 'OAuthException',
    code: 100,
    error_data: optional({ messaging_product: 'whatsapp', details: 'text' }),
    error_subcode: optional(33),
    is_transient: optional(false),
    error_user_title: optional('text'),
    error_user_msg: optional('text'),
    fbtrace_id: 'text',
  },
}

type Sent = { path: string; method?: string; body?: BodyInit; type?: string | null; bearer?: string }

/** Asks, and looks at the answer: in Meta's envelope unless it is a success, and never a failure of the simulator's own. */
async function ask({ simulator, token }: Business, { path, method = 'POST', body, type, bearer }: Sent) {
  const response = await simulator.request(`https://graph.facebook.com/v26.0${path}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer ?? token}`,
      ...(type !== null && !(body instanceof FormData) && { 'content-type': type ?? 'application/json' }),
    },
    ...(body !== undefined && { body }),
  })
  const text = await response.text()
  const about = `${method} ${path.slice(0, 80)} ${typeof body === 'string' ? body.slice(0, 80) : ''}: ${response.status} ${text.slice(0, 200)}`
  expect(response.status, about).toBeLessThan(500)
  expect(text, about).not.toMatch(/\n\s+at |node_modules|\.ts:\d/)
  if (response.status < 400 || path.startsWith('/whatsapp_business/')) return { status: response.status, code: null }
  const json = asJson(JSON.parse(text))
  expect(differences(ENVELOPE, { error: json.error }), about).toEqual([])
  return { status: response.status, code: at(json, 'error', 'code') }
}

const deep = (levels: number, open: string, close: string) => `${open.repeat(levels)}1${close.repeat(levels)}`
const BODIES: Record<string, string> = {
  'no body': '',
  'a list': '[{"messaging_product":"whatsapp"}]',
  'a text': '"whatsapp"',
  'a number': '12',
  nothing: 'null',
  'half an object': '{"messaging_product":"whatsapp","to":',
  'no JSON': 'messaging_product=whatsapp',
  'lists in lists': deep(5000, '[', ']'),
  'objects in objects': deep(5000, '{"type":', '}'),
  'objects in objects below what is read': `{"messaging_product":"whatsapp","to":"16505551234","type":"text","text":${deep(2000, '{"body":', '}')}}`,
  'a prototype':
    '{"__proto__":{"messaging_product":"whatsapp","to":"16505551234"},"constructor":{"prototype":{"a":1}}}',
  'control characters':
    '{"messaging_product":"whatsapp\\u0000","to":"\\u0007\\u001b[31m","name":"\\u0000","pin":"\\u0001"}',
  'values of all kinds':
    '{"messaging_product":["whatsapp"],"to":{},"type":[],"text":0,"pin":{},"name":[],"components":"x","fields":{},"code":true,"block_users":{},"template":null,"websites":7,"webhook_configuration":"x"}',
}
const VERBS = ['GET', 'POST', 'DELETE', 'PUT', 'PATCH']

describe('every endpoint answers in Meta’s envelope', { timeout: 30_000 }, () => {
  it.each(Object.entries(BODIES))('to %s', async (_name, body) => {
    const business = createAll()
    for (const path of endpointsOf(business)) {
      for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', null]) {
        await ask(business, { path, body, type })
      }
      await ask(business, { path, body, method: 'DELETE' })
    }
    expectNoDefect(business)
  })

  it('to any verb', async () => {
    const business = createAll()
    for (const path of endpointsOf(business)) for (const method of VERBS) await ask(business, { path, method })
    expectNoDefect(business)
  })

  it('to PUT and PATCH, which it has nowhere, with code 100', async () => {
    const business = createAll()
    for (const path of [`/${business.number.id}/messages`, `/${business.account.id}/message_templates`]) {
      for (const method of ['PUT', 'PATCH']) {
        expect(await ask(business, { path, method, body: '{}' })).toEqual({ status: 400, code: 100 })
      }
    }
  })

  const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf']
  it.each(NAMES)('for an object called %s, as for one that there isn’t', async (name) => {
    const business = createAll()
    const edges = new Set([...NUMBER_EDGES, ...ACCOUNT_EDGES, 'uploads', 'subscriptions', 'compare'])
    for (const edge of [...edges, 'owned_whatsapp_business_accounts', 'client_whatsapp_business_accounts']) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const { status } = await ask(business, { path: `/${name}${edge && '/'}${edge}`, method })
        expect([400, 404], `${method} ${name}/${edge}`).toContain(status)
      }
    }
    for (const id of [business.number.id, business.account.id]) {
      for (const method of ['GET', 'POST', 'DELETE']) await ask(business, { path: `/${id}/${name}`, method })
      await ask(business, { path: `/${id}?fields=${name}`, method: 'GET' })
      await ask(business, {
        path: `/${id}/message_templates?status=${name}&name=${name}&fields=${name}`,
        method: 'GET',
      })
    }
    await ask(business, { path: `/debug_token?input_token=${name}`, method: 'GET' })
    await ask(business, { path: `/oauth/access_token?client_id=${name}&client_secret=x&code=${name}`, method: 'GET' })
    await ask(business, { path: '/me', method: 'GET', bearer: name })
    await ask(business, { path: '/me', method: 'GET', bearer: `${name}|undefined` })
    expectNoDefect(business)
  })

  it.each(NAMES)('for %s wherever a message has a name', async (name) => {
    const business = createAll()
    const path = `/${business.number.id}/messages`
    const parts: unknown[] = [
      { type: name, [name]: {} },
      { type: name },
      { type: 'text', text: { body: 'x' }, context: { message_id: name } },
      { type: 'text', text: { body: 'x' }, to: name },
      { type: 'text', text: { body: 'x' }, to: undefined, recipient: name },
      { type: 'image', image: { id: name } },
      { type: 'reaction', reaction: { message_id: name, emoji: '😀' } },
      { type: 'interactive', interactive: { type: name, body: { text: 'x' }, action: {} } },
      { type: 'interactive', interactive: { type: 'button', header: { type: name }, body: { text: 'x' }, action: {} } },
      { type: 'template', template: { name, language: { code: name } } },
      { type: 'template', template: { name: 'order', language: { code: 'en_US' }, components: [{ type: name }] } },
      ...[name, 'text'].map((type) => ({
        type: 'template',
        template: {
          ...{ name: 'order', language: { code: 'en_US' } },
          components: [{ type: 'body', parameters: [{ type, [name]: {}, text: 'x', parameter_name: name }] }],
        },
      })),
      { status: 'read', message_id: name },
      { status: name, message_id: name },
    ]
    for (const one of parts) {
      const body = JSON.stringify({ messaging_product: 'whatsapp', to: '16505551234', ...asJson(one) })
      await ask(business, { path, body })
    }
    expectNoDefect(business)
  })

  it('to addresses that are none', async () => {
    const business = createAll()
    const { number } = business
    for (const path of [
      ...['', '/', '//', '/foo', '/foo/bar/baz', '/%00', '/%E0%A4%A', '/%2e%2e/%2e%2e/etc/passwd', '/v1', '/../..'],
      ...[`/${number.id}/`, `/${number.id}//messages`, `/${number.id}/messages/messages`, `/${number.id}/nothing`],
      ...[
        `/${'9'.repeat(8000)}/messages`,
        '/0/messages',
        '/-1/messages',
        '/1e999/messages',
        `/${number.id}%00/messages`,
      ],
      ...[
        '/?fields=(((',
        `/${number.id}?fields=a{b{c{`,
        `/${number.id}?fields=a.b(c`,
        `/${number.id}?fields=${'a,'.repeat(3000)}`,
      ],
      `/${business.account.id}?fields=${'a{'.repeat(3000)}${'}'.repeat(3000)}`,
      `/${business.account.id}/message_templates?limit=-1`,
      `/${business.account.id}/message_templates?limit=1e9&after=%00`,
      `/${business.account.id}?fields=analytics.start(x).end(y).granularity(z)`,
      `/${business.account.id}?fields=analytics.start(0).end(99999999999999).granularity(HALF_HOUR)`,
      `/${business.account.id}?fields=analytics.start(0).end(99999999999999).granularity(DAY)`,
    ]) {
      for (const method of ['GET', 'POST', 'DELETE'])
        await ask(business, { path, method, body: method === 'GET' ? undefined : '{}' } as Sent)
    }
    expectNoDefect(business)
  })

  it('and keeps no large body in its log', async () => {
    const business = createAll()
    const body = JSON.stringify({ about: 'x'.repeat(70_000) })
    const headers = { authorization: `Bearer ${business.token}`, 'content-length': String(body.length) }
    await business.simulator.fetch(
      new Request(`https://graph.facebook.com/v25.0/${business.number.id}/whatsapp_business_profile`, {
        method: 'POST',
        headers,
        body,
      }),
    )
    expect(JSON.stringify(business.world.state.events.findLast(({ way }) => way === 'out'))).toContain(
      `${body.length} bytes, too many to keep`,
    )
  })

  it('to ids and texts of 10 MB', async () => {
    const business = createAll()
    const { number, account } = business
    const huge = 'x'.repeat(10 * 1024 * 1024)
    const base = { messaging_product: 'whatsapp', to: '16505551234' }
    for (const [path, body] of [
      [`/${number.id}/messages`, { ...base, text: { body: huge } }],
      [`/${number.id}/messages`, { ...base, to: '1'.repeat(10 * 1024 * 1024), text: { body: 'x' } }],
      [`/${number.id}/messages`, { ...base, type: 'image', image: { id: huge } }],
      [`/${number.id}/messages`, { ...base, text: { body: 'x' }, context: { message_id: `wamid.${huge}` } }],
      [`/${number.id}/messages`, { ...base, text: { body: 'x' }, biz_opaque_callback_data: huge }],
      [`/${account.id}/message_templates`, { name: huge, language: huge, category: huge, components: [] }],
      [`/${number.id}/whatsapp_business_profile`, { ...base, about: huge }],
    ] as const) {
      expect((await ask(business, { path, body: JSON.stringify(body) })).status, path).not.toBe(200)
    }
    expectNoDefect(business)
  })

  it('to bodies that are no multipart, or half of one', async () => {
    const business = createAll()
    const path = `/${business.number.id}/media`
    const part = (headers: string, text: string) => `--b\r\n${headers}\r\n\r\n${text}\r\n`
    const name = (of: string) => `Content-Disposition: form-data; name="${of}"`
    const multipart = 'multipart/form-data; boundary=b'
    const product = part(name('messaging_product'), 'whatsapp')
    const file = part(`${name('file')}; filename="a.jpg"\r\nContent-Type: image/jpeg`, 'bytes')
    for (const [type, body] of [
      [multipart, ''],
      [multipart, 'no multipart at all'],
      [multipart, `${product}--c--`],
      [multipart, `${product}${file.slice(0, -10)}`],
      [multipart, `${product}--b\r\nno headers`],
      [multipart, `${product}--b--`],
      [multipart, `${product}${part(name('file'), 'a file that is a text')}--b--`],
      [multipart, `${product}${file.replace('bytes', '')}--b--`],
      [multipart, `${file}--b--`],
      [multipart, `${part(name('messaging_product'), 'telegram')}${file}--b--`],
      [multipart, `${product}${file.replace('image/jpeg', 'application/x-msdownload')}--b--`],
      ['multipart/form-data', `${product}${file}--b--`],
      ['multipart/form-data; boundary=', `${product}${file}--b--`],
      ['application/json', `${product}${file}--b--`],
      ['application/octet-stream', 'bytes'],
    ] as const) {
      const { status, code } = await ask(business, { path, body, type })
      expect([status, code], `${type} ${body}`).toEqual([400, expect.any(Number)])
    }
    expect(Object.keys(business.world.state.media)).toEqual([])
    expectNoDefect(business)
  })

  it('to any JSON at all', async () => {
    const business = createAll()
    const word = fc.oneof(
      fc.constantFrom(
        ...['type', 'text', 'body', 'template', 'name', 'language', 'components', 'interactive', 'action'],
      ),
      fc.constantFrom(
        ...['parameters', 'buttons', 'header', 'sections', 'rows', 'cards', 'image', 'id', 'link', 'status'],
      ),
      fc.constantFrom(
        ...['HEADER', 'BODY', 'BUTTONS', 'CAROUSEL', 'button', 'list', 'carousel', 'reply', 'code', 'contacts'],
      ),
      fc.constantFrom(
        'order',
        'en_US',
        '__proto__',
        'constructor',
        'MARKETING',
        'AUTHENTICATION',
        '{{1}}',
        '16505551234',
      ),
    )
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 6, depthSize: 'medium' },
        word,
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(word, tie('json'), { maxKeys: 5 }),
      ),
    }))
    const kinds = ['text', 'image', 'location', 'contacts', 'reaction', 'interactive', 'template', 'audio', 'document']
    const message = fc.tuple(fc.constantFrom(...kinds), json).map(([type, part]) => ({ type, [type]: part }))
    await fc.assert(
      fc.asyncProperty(fc.oneof(message, fc.dictionary(word, json)), async (body) => {
        const text = JSON.stringify({ messaging_product: 'whatsapp', to: '16505551234', ...body })
        Object.assign(business.number, { pairPaidAt: {}, sentAt: [] })
        await ask(business, { path: `/${business.number.id}/messages`, body: text })
        await ask(business, { path: `/${business.account.id}/message_templates`, body: text })
      }),
      { numRuns: 400 },
    )
    expectNoDefect(business)
  })
})
