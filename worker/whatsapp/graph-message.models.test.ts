import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { storeMedia } from '../../simulator/core/media-store'
import { receive } from '../../simulator/customer/receive'
import { at, createBusiness } from '../../simulator/test/business'
import { checkContent } from './content-rules'
import { mediaIdsOf, toGraphMessage } from './graph-message'
import { type OutboundContent, outboundContentSchema } from './outbound-content.schemas'

type Business = ReturnType<typeof createBusiness>
const open: Business[] = []
afterEach(() => {
  for (const { simulator } of open.splice(0)) simulator.close()
})

const CATALOG = '194836987003835'
const LINK = 'https://kilnandloom.example/vase.jpg'
const TYPES = {
  med_image: 'image/jpeg',
  med_video: 'video/mp4',
  med_audio: 'audio/ogg',
  med_document: 'application/pdf',
  med_sticker: 'image/webp',
}

/** A business with an open window, a file of each kind at Meta, and a message that can be answered. */
function createReadyBusiness() {
  const business = createBusiness()
  open.push(business)
  const { world, number, customer } = business
  business.openWindow()
  const mediaIds = new Map(
    Object.entries(TYPES).map(([id, mimeType]) => {
      const bytes = new Uint8Array(20)
      return [id, storeMedia(world, { numberId: number.id, bytes, mimeType }).id]
    }),
  )
  const content = { type: 'text' as const, text: { body: 'Hello' } }
  const wamid = receive(world, { numberId: number.id, customerId: customer.id, content }).id
  const send = async (content: OutboundContent, more: { replyToWamid?: string; to?: { userId: string } } = {}) => {
    const body = toGraphMessage({
      content,
      to: more.to ?? { waId: customer.waId },
      replyToWamid: more.replyToWamid ?? null,
      targetWamid: wamid,
      callbackData: 'msg_01',
      mediaIds,
    })
    return business.call(`/${number.id}/messages`, { body })
  }
  return { ...business, mediaIds, wamid, send }
}

const parsed = (content: unknown): OutboundContent => outboundContentSchema.parse(content)
const card = (index: number, more: Record<string, unknown>) => ({
  header: { type: 'image', mediaId: 'med_image' },
  body: `*Vase ${index}*\nBlue`,
  ...more,
})

const contents: [string, unknown][] = [
  ['a text', { type: 'text', body: 'Good morning' }],
  ['a text with a preview', { type: 'text', body: LINK, previewUrl: true }],
  ['an image of ours', { type: 'image', mediaId: 'med_image', caption: 'A vase' }],
  ['an image by link', { type: 'image', mediaId: null, link: LINK }],
  ['an image with an empty caption', { type: 'image', mediaId: 'med_image', caption: '' }],
  ['a video', { type: 'video', mediaId: 'med_video', caption: 'Turning' }],
  ['an audio file', { type: 'audio', mediaId: 'med_audio' }],
  ['a voice note', { type: 'audio', mediaId: 'med_audio', voice: true }],
  ['a document', { type: 'document', mediaId: 'med_document', filename: 'receipt.pdf', caption: 'Your receipt' }],
  ['a sticker', { type: 'sticker', mediaId: 'med_sticker' }],
  ['a location', { type: 'location', latitude: 51.5, longitude: -0.12, name: 'Studio', address: '1 Kiln Lane' }],
  ['a place without a name', { type: 'location', latitude: 0, longitude: 0 }],
  [
    'contacts',
    {
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: 'Amara Diallo', first_name: 'Amara' },
          phones: [{ phone: '+447700900184', type: 'WORK' }],
        },
      ],
    },
  ],
  ['a reaction', { type: 'reaction', emoji: '👍🏽' }],
  ['a reaction taken back', { type: 'reaction', emoji: null }],
  [
    'buttons',
    {
      type: 'buttons',
      body: 'When?',
      footer: 'Kiln & Loom',
      header: { type: 'text', text: 'Delivery' },
      buttons: [
        { id: 'a', title: 'Friday' },
        { id: 'b', title: 'Saturday' },
      ],
    },
  ],
  [
    'buttons under an image',
    {
      type: 'buttons',
      body: 'Yes?',
      header: { type: 'image', mediaId: 'med_image' },
      buttons: [{ id: 'a', title: 'Yes' }],
    },
  ],
  [
    'buttons under a document by link',
    {
      type: 'buttons',
      body: 'Yes?',
      header: { type: 'document', mediaId: null, link: LINK, filename: 'a.pdf' },
      buttons: [{ id: 'a', title: 'Yes' }],
    },
  ],
  [
    'buttons under a video',
    {
      type: 'buttons',
      body: 'Yes?',
      header: { type: 'video', mediaId: 'med_video' },
      buttons: [{ id: 'a', title: 'Yes' }],
    },
  ],
  [
    'a list',
    {
      type: 'list',
      body: 'Which?',
      button: 'Open',
      footer: 'Bye',
      header: { type: 'text', text: 'Glazes' },
      sections: [
        { title: 'Blue', rows: [{ id: '1', title: 'Cobalt', description: 'Deep' }] },
        { title: 'Red', rows: [{ id: '2', title: 'Copper' }] },
      ],
    },
  ],
  [
    'a list with one section',
    {
      type: 'list',
      body: 'Which?',
      button: 'Open',
      sections: [{ rows: [{ id: '1', title: 'Cobalt', description: '' }] }],
    },
  ],
  ['a link', { type: 'cta_url', body: 'See', displayText: 'Open shop', url: 'https://kilnandloom.example' }],
  [
    'a flow by id',
    {
      type: 'flow',
      body: 'Book',
      button: 'Book a class',
      flowId: '1198735452343512',
      screen: 'WELCOME',
      data: { course: 'throwing' },
    },
  ],
  [
    'a flow by name',
    { type: 'flow', body: 'Book', button: 'Book', flowName: 'booking', flowToken: 't-1', mode: 'draft' },
  ],
  [
    'a flow with an endpoint',
    { type: 'flow', body: 'Book', button: 'Book', flowId: '1', action: 'data_exchange', screen: 'IGNORED' },
  ],
  ['a flow that navigates nowhere', { type: 'flow', body: 'Book', button: 'Book', flowId: '1', action: 'navigate' }],
  ['a request for a location', { type: 'location_request', body: 'Where are you?' }],
  ['a request for contact information', { type: 'contact_request', body: 'Your number?' }],
  [
    'a request for an address',
    {
      type: 'address_request',
      body: 'Where to?',
      country: 'IN',
      values: { name: 'Amara' },
      savedAddresses: [{ id: 'a', value: { city: 'Mumbai' } }],
      validationErrors: { in_pin_code: 'We do not serve it' },
    },
  ],
  ['a request to call', { type: 'call_permission_request', body: 'May we call?' }],
  ['a button that calls', { type: 'voice_call', body: 'Call us', displayText: 'Call', ttlMinutes: 100, payload: 'p' }],
  ['a product', { type: 'product', body: 'This one', footer: 'In stock', catalogId: CATALOG, productRetailerId: 'v1' }],
  ['a product without words', { type: 'product', catalogId: CATALOG, productRetailerId: 'v1' }],
  [
    'products',
    {
      type: 'product_list',
      body: 'New',
      header: { type: 'text', text: 'Glazes' },
      catalogId: CATALOG,
      sections: [
        { title: 'Blue', productRetailerIds: ['a', 'b'] },
        { title: 'Red', productRetailerIds: ['c'] },
      ],
    },
  ],
  [
    'products in one section without a title',
    {
      type: 'product_list',
      body: 'New',
      header: { type: 'text', text: 'Glazes' },
      catalogId: CATALOG,
      sections: [{ title: '', productRetailerIds: ['a'] }],
    },
  ],
  ['the catalog', { type: 'catalog', body: 'All of it', footer: 'Bye', thumbnailProductRetailerId: 'v1' }],
  ['the catalog without a picture', { type: 'catalog', body: 'All of it' }],
  [
    'a carousel of links',
    {
      type: 'carousel',
      body: 'Vases',
      cards: [0, 1].map((index) => card(index, { ctaUrl: { displayText: 'Buy', url: LINK } })),
    },
  ],
  [
    'a carousel of buttons',
    {
      type: 'carousel',
      body: 'Vases',
      cards: [0, 1, 2].map((index) =>
        card(index, {
          buttons: [
            { id: `m${index}`, title: 'More' },
            { id: `n${index}`, title: 'Less' },
          ],
        }),
      ),
    },
  ],
  [
    'a carousel of videos',
    {
      type: 'carousel',
      body: 'Vases',
      cards: [0, 1].map((index) =>
        card(index, {
          header: { type: 'video', mediaId: null, link: LINK },
          ctaUrl: { displayText: 'Buy', url: LINK },
        }),
      ),
    },
  ],
  [
    'a carousel of products',
    {
      type: 'carousel',
      body: 'Vases',
      cards: [0, 1].map((index) => ({ product: { catalogId: CATALOG, productRetailerId: `v${index}` } })),
    },
  ],
]

describe('Meta takes', () => {
  it.each(contents)('%s', async (_name, content) => {
    const { send, world } = createReadyBusiness()
    expect(checkContent(parsed(content))).toEqual([])
    const { status, json } = await send(parsed(content))
    expect(json).toMatchObject({ messages: [{ id: expect.stringMatching(/^wamid\./) }] })
    expect(status).toBe(200)
    const id = String(at(json, 'messages', 0, 'id'))
    expect(world.state.messages[id]).toMatchObject({ callbackData: 'msg_01' })
  })

  it('an answer, which a reaction never is', async () => {
    const { send, wamid, customer, number } = createReadyBusiness()
    expect((await send(parsed({ type: 'text', body: 'Hi' }), { replyToWamid: wamid })).status).toBe(200)
    expect((await send(parsed({ type: 'reaction', emoji: '👍' }), { replyToWamid: wamid })).status).toBe(200)
    const body = toGraphMessage({
      ...{ content: parsed({ type: 'text', body: 'Hi' }), to: { waId: customer.waId }, replyToWamid: wamid },
      ...{ targetWamid: null, callbackData: 'msg_01', mediaIds: new Map() },
    })
    expect(body).toMatchObject({ context: { message_id: wamid } })
    expect(number.id).toBeTruthy()
  })

  it('a message for a user id', async () => {
    const { send, customer, portfolio, world, call, number } = createReadyBusiness()
    // Told by a send, as Meta tells it.
    const first = await call(`/${number.id}/messages`, {
      body: { messaging_product: 'whatsapp', to: customer.waId, type: 'text', text: { body: 'x' } },
    })
    const userId = String(at(first.json, 'contacts', 0, 'user_id'))
    expect(customer.userIds[portfolio.id]).toBe(userId)
    const { json } = await send(parsed({ type: 'text', body: 'Hi' }), { to: { userId } })
    expect(at(json, 'contacts', 0)).toEqual({ input: userId, user_id: userId })
    expect(world.state.messages[String(at(json, 'messages', 0, 'id'))]?.customerId).toBe(customer.id)
  })
})

describe('whom a message is for', () => {
  const to = (who: Parameters<typeof toGraphMessage>[0]['to']) =>
    toGraphMessage({
      ...{ content: { type: 'text' as const, body: 'x' }, to: who, replyToWamid: null, targetWamid: null },
      ...{ callbackData: 'm', mediaIds: new Map() },
    })

  it('is the number as received, then the number as dialled, then the user id', () => {
    expect(to({ waId: '554199887766', phone: '+5541999887766', userId: 'BR.1' })).toMatchObject({ to: '554199887766' })
    expect(to({ phone: '5541999887766', userId: 'BR.1' })).toMatchObject({ to: '+5541999887766' })
    expect(to({ phone: '+5541999887766' })).toMatchObject({ to: '+5541999887766' })
    const byUserId = to({ waId: '', phone: null, userId: 'BR.1' })
    expect(byUserId).toMatchObject({ recipient: 'BR.1' })
    expect(byUserId).not.toHaveProperty('to')
    expect(() => to({})).toThrow(/number or a user id/)
  })
})

describe('files', () => {
  const template = parsed({
    type: 'template',
    name: 'vases',
    language: 'en_US',
    components: [
      { type: 'header', parameters: [{ type: 'image', image: { mediaId: 'med_a' } }] },
      { type: 'body', parameters: [{ type: 'text', text: 'med_text' }] },
      {
        type: 'carousel',
        cards: [
          { card_index: 0, components: [{ type: 'header', parameters: [{ type: 'video', video: { id: 'med_b' } }] }] },
          {
            card_index: 1,
            components: [{ type: 'header', parameters: [{ type: 'video', video: { id: '1479537139650973' } }] }],
          },
          { card_index: 2, components: [{ type: 'header', parameters: [{ type: 'image', image: { link: LINK } }] }] },
        ],
      },
    ],
  })

  it('are found wherever they stand', () => {
    expect(mediaIdsOf(template)).toEqual(['med_a', 'med_b'])
    for (const [name, content] of contents) {
      const written = [...new Set(JSON.stringify(content).match(/med_\w+/g) ?? [])]
      expect(mediaIdsOf(parsed(content)), name).toEqual(written)
    }
  })

  it('of templates are Meta’s when they are sent', () => {
    const mediaIds = new Map([
      ['med_a', '111'],
      ['med_b', '222'],
    ])
    const message = {
      content: template,
      to: { waId: '1' },
      replyToWamid: null,
      targetWamid: null,
      callbackData: 'm',
      mediaIds,
    }
    const sent = toGraphMessage(message)
    expect(at(sent, 'template', 'components', 0, 'parameters', 0, 'image')).toEqual({ id: '111' })
    const videoOf = (index: number) =>
      at(sent, 'template', 'components', 2, 'cards', index, 'components', 0, 'parameters', 0, 'video')
    expect([videoOf(0), videoOf(1)]).toEqual([{ id: '222' }, { id: '1479537139650973' }])
    // What is stored stays as it was written.
    expect(mediaIdsOf(template)).toEqual(['med_a', 'med_b'])
    expect(() => toGraphMessage({ ...message, mediaIds: new Map() })).toThrow('med_a is not at Meta')
  })

  it('that are not at Meta are not sent without', () => {
    const content = parsed({ type: 'image', mediaId: 'med_gone' })
    const message = {
      content,
      to: { waId: '1' },
      replyToWamid: null,
      targetWamid: null,
      callbackData: 'm',
      mediaIds: new Map(),
    }
    expect(() => toGraphMessage(message)).toThrow('med_gone is not at Meta')
  })
})

describe('the rules', () => {
  const refused: [string, unknown, RegExp][] = [
    ['a blank text', { type: 'text', body: ' \n ' }, /needs some text/],

    ['no file', { type: 'sticker', mediaId: null }, /either a file/],
    [
      'a header without a file',
      { type: 'buttons', body: 'x', header: { type: 'image', mediaId: null }, buttons: [{ id: 'a', title: 'b' }] },
      /header needs either/,
    ],
    [
      'a blank header',
      { type: 'cta_url', body: 'x', header: { type: 'text', text: ' ' }, displayText: 'Go', url: LINK },
      /header needs some text/,
    ],
    ['a contact without a name', { type: 'contacts', contacts: [{ phones: [] }] }, /Contact 1 needs a name/],
    [
      'a contact with half a name',
      { type: 'contacts', contacts: [{ name: { formatted_name: 'Amara' } }] },
      /one part of its name/,
    ],
    [
      'a contact whose phones are none',
      { type: 'contacts', contacts: [{ name: { formatted_name: 'A', first_name: 'A' }, phones: '+49' }] },
      /phones must be a list/,
    ],
    ['a reaction of two emoji', { type: 'reaction', emoji: '👍👍' }, /one emoji/],
    ['a reaction of a letter', { type: 'reaction', emoji: 'a' }, /one emoji/],
    [
      'two buttons with a title',
      {
        type: 'buttons',
        body: 'x',
        buttons: [
          { id: 'a', title: 'Yes' },
          { id: 'b', title: 'Yes' },
        ],
      },
      /same title/,
    ],
    [
      'two buttons with an id',
      {
        type: 'buttons',
        body: 'x',
        buttons: [
          { id: 'a', title: 'Yes' },
          { id: 'a', title: 'No' },
        ],
      },
      /same id/,
    ],
    ['a blank button', { type: 'buttons', body: 'x', buttons: [{ id: 'a', title: ' ' }] }, /needs a title/],
    [
      'eleven rows',
      {
        type: 'list',
        body: 'x',
        button: 'o',
        sections: [0, 6].map((from) => ({
          title: `S${from}`,
          rows: Array.from({ length: 6 }, (_, index) => ({ id: `${from + index}`, title: 'r' })),
        })),
      },
      /at most 10 rows.*12/,
    ],
    [
      'sections without titles',
      {
        type: 'list',
        body: 'x',
        button: 'o',
        sections: [{ title: 'A', rows: [{ id: '1', title: 'r' }] }, { rows: [{ id: '2', title: 'r' }] }],
      },
      /each needs a title/,
    ],
    [
      'two rows with an id',
      {
        type: 'list',
        body: 'x',
        button: 'o',
        sections: [
          {
            rows: [
              { id: '1', title: 'r' },
              { id: '1', title: 's' },
            ],
          },
        ],
      },
      /Two rows/,
    ],
    ['a flow without an id', { type: 'flow', body: 'x', button: 'Go' }, /id or its name/],

    ['an emoji on a flow’s button', { type: 'flow', body: 'x', button: 'Go 👍', flowId: '1' }, /no emoji/],

    ['an address in Germany', { type: 'address_request', body: 'x', country: 'DE' }, /India/],
    [
      '31 products',
      {
        type: 'product_list',
        body: 'x',
        header: { type: 'text', text: 'h' },
        catalogId: '1',
        sections: [{ title: 'A', productRetailerIds: Array.from({ length: 31 }, (_, index) => `p${index}`) }],
      },
      /At most 30.*31/,
    ],
    [
      'sections of products without titles',
      {
        type: 'product_list',
        body: 'x',
        header: { type: 'text', text: 'h' },
        catalogId: '1',
        sections: ['', 'B'].map((title) => ({ title, productRetailerIds: ['p'] })),
      },
      /each needs a title/,
    ],
    [
      'cards of two kinds',
      {
        type: 'carousel',
        body: 'x',
        cards: [
          card(0, { ctaUrl: { displayText: 'Buy', url: LINK } }),
          card(1, { buttons: [{ id: 'a', title: 'b' }] }),
        ],
      },
      /same kind/,
    ],
    [
      'cards with more and fewer buttons',
      {
        type: 'carousel',
        body: 'x',
        cards: [
          card(0, { buttons: [{ id: 'a', title: 'b' }] }),
          card(1, {
            buttons: [
              { id: 'c', title: 'd' },
              { id: 'e', title: 'f' },
            ],
          }),
        ],
      },
      /same kind/,
    ],
    [
      'a card without a picture',
      {
        type: 'carousel',
        body: 'x',
        cards: [0, 1].map((index) => card(index, { header: undefined, ctaUrl: { displayText: 'Buy', url: LINK } })),
      },
      /Card 1 needs an image/,
    ],
    [
      'a card with nothing to tap',
      { type: 'carousel', body: 'x', cards: [0, 1].map((index) => card(index, {})) },
      /Card 2 needs one of/,
    ],
    [
      'a card’s link that is none',
      {
        type: 'carousel',
        body: 'x',
        cards: [0, 1].map((index) => card(index, { ctaUrl: { displayText: 'Buy', url: 'mailto:a@b.example' } })),
      },
      /https:\/\//,
    ],
  ]

  const ambiguous: [string, unknown, RegExp][] = [
    ['a file from two places', { type: 'image', mediaId: 'med_image', link: LINK }, /not both/],
    ['a flow with both', { type: 'flow', body: 'x', button: 'Go', flowId: '1', flowName: 'n' }, /id or its name/],
    [
      'a flow’s data without a screen',
      { type: 'flow', body: 'x', button: 'Go', flowId: '1', data: { a: 1 } },
      /screen/,
    ],
  ]
  it.each(ambiguous)('refuse %s, of which we would have to choose', (_name, content, sentence) => {
    expect(checkContent(parsed(content)).join('\n')).toMatch(sentence)
  })

  it.each(refused)('refuse %s, as Meta does', async (_name, content, sentence) => {
    const { send } = createReadyBusiness()
    const problems = checkContent(parsed(content))
    expect(problems.join('\n')).toMatch(sentence)
    expect((await send(parsed(content))).status).toBe(400)
  })

  it('keep a product’s card and a card’s text as Meta draws them', () => {
    const product = { catalogId: CATALOG, productRetailerId: 'v' }
    expect(
      checkContent(parsed({ type: 'carousel', body: 'x', cards: [0, 1].map((index) => card(index, { product })) })),
    ).toContain('Card 1 shows a product: it takes no header and no text.')
    const ctaUrl = { displayText: 'Buy', url: LINK }
    expect(
      checkContent(
        parsed({
          type: 'carousel',
          body: 'x',
          cards: [0, 1].map((index) => card(index, { body: '1\n2\n3\n4', ctaUrl })),
        }),
      ),
    ).toContain('Card 2: its text takes at most 2 line breaks.')
  })

  it('let nothing pass that Meta refuses', { timeout: 60_000 }, async () => {
    const business = createReadyBusiness()
    const word = fc.oneof(
      fc.constantFrom('a', 'b', '', ' ', 'Yes', '👍', 'Ä'.repeat(20), 'x'.repeat(24)),
      fc.string({ maxLength: 30 }),
    )
    const id = fc.oneof(fc.constantFrom('a', 'b', 'c', ''), fc.string({ maxLength: 10 }))
    const media = fc.record(
      {
        mediaId: fc.constantFrom(null, 'med_image', 'med_video', 'med_document'),
        link: fc.constantFrom(LINK, 'ftp://x.example/y'),
      },
      { requiredKeys: ['mediaId'] },
    )
    const header = fc.oneof(
      fc.record({ type: fc.constant('text'), text: word }),
      fc.tuple(fc.constantFrom('image', 'video', 'document'), media).map(([type, rest]) => ({ type, ...rest })),
    )
    const optional = <T>(values: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[]) =>
      fc.record(values, { requiredKeys })
    const button = fc.record({ id, title: word })
    const text = (type: string) => fc.record({ type: fc.constant(type), body: word })
    const anyContent: fc.Arbitrary<unknown> = fc.oneof(
      ...['text', 'location_request', 'contact_request', 'call_permission_request'].map(text),
      fc
        .tuple(fc.constantFrom('image', 'video', 'document'), media, word)
        .map(([type, file, caption]) => ({ type, ...file, caption })),
      fc.record({
        type: fc.constant('reaction'),
        emoji: fc.oneof(fc.constantFrom('👍', '❤️', '1️⃣', '🇩🇪', '👨‍👩‍👧', null), word),
      }),
      fc.record({
        type: fc.constant('location'),
        latitude: fc.double({ min: -100, max: 100, noNaN: true }),
        longitude: fc.double({ min: -200, max: 200, noNaN: true }),
        name: word,
      }),
      fc.record({
        type: fc.constant('contacts'),
        contacts: fc.array(
          optional(
            {
              name: fc.dictionary(fc.constantFrom('formatted_name', 'first_name', 'suffix'), word),
              phones: fc.jsonValue(),
            },
            [],
          ),
          { maxLength: 3 },
        ),
      }),
      optional(
        { type: fc.constant('buttons'), header, body: word, footer: word, buttons: fc.array(button, { maxLength: 4 }) },
        ['type', 'body', 'buttons'],
      ),
      optional(
        {
          type: fc.constant('list'),
          body: word,
          button: word,
          footer: word,
          sections: fc.array(
            optional(
              {
                title: word,
                rows: fc.array(optional({ id, title: word, description: word }, ['id', 'title']), { maxLength: 6 }),
              },
              ['rows'],
            ),
            { maxLength: 3 },
          ),
        },
        ['type', 'body', 'button', 'sections'],
      ),
      optional(
        {
          type: fc.constant('cta_url'),
          header,
          body: word,
          displayText: word,
          url: fc.oneof(fc.webUrl(), fc.constant(LINK)),
        },
        ['type', 'body', 'displayText', 'url'],
      ),
      optional(
        {
          type: fc.constant('flow'),
          header,
          body: word,
          footer: word,
          button: word,
          flowId: id,
          flowName: id,
          action: fc.constantFrom('navigate', 'data_exchange'),
          screen: word,
          data: fc.dictionary(id, word, { maxKeys: 2 }),
          mode: fc.constantFrom('draft', 'published'),
        },
        ['type', 'body', 'button'],
      ),
      fc.record({ type: fc.constant('address_request'), body: word, country: fc.constantFrom('IN', 'SG', 'DE', 'X') }),
      optional({ type: fc.constant('voice_call'), body: word, displayText: word, payload: word }, [
        'type',
        'body',
        'displayText',
      ]),
      optional({ type: fc.constant('product'), body: word, footer: word, catalogId: id, productRetailerId: id }, [
        'type',
        'catalogId',
        'productRetailerId',
      ]),
      fc.record({
        type: fc.constant('product_list'),
        header: fc.record({ type: fc.constant('text'), text: word }),
        body: word,
        catalogId: id,
        sections: fc.array(fc.record({ title: word, productRetailerIds: fc.array(id, { maxLength: 20 }) }), {
          maxLength: 3,
        }),
      }),
      optional({ type: fc.constant('catalog'), body: word, footer: word, thumbnailProductRetailerId: word }, [
        'type',
        'body',
      ]),
      fc.record({
        type: fc.constant('carousel'),
        body: word,
        cards: fc.array(
          optional(
            {
              header: fc.tuple(fc.constantFrom('image', 'video'), media).map(([type, rest]) => ({ type, ...rest })),
              body: word,
              ctaUrl: fc.record({ displayText: word, url: fc.oneof(fc.webUrl(), fc.constant('mailto:x')) }),
              buttons: fc.array(button, { maxLength: 3 }),
              product: fc.record({ catalogId: id, productRetailerId: id }),
            },
            [],
          ),
          { maxLength: 3 },
        ),
      }),
    )
    const seen = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(anyContent, async (content) => {
        const result = outboundContentSchema.safeParse(content)
        if (!result.success || checkContent(result.data).length > 0) return
        seen.set(result.data.type, (seen.get(result.data.type) ?? 0) + 1)
        business.number.sentAt.length = 0
        business.number.pairPaidAt = {}
        const { status, json } = await business.send(result.data)
        expect(status, JSON.stringify(json)).toBe(200)
      }),
      { numRuns: 1500 },
    )
    // The property says something of most kinds.
    expect(seen.size).toBeGreaterThan(14)
  })
})
