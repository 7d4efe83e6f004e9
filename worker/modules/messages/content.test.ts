import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import { createOrganizationBucket } from '../../shared/organization-bucket'
import { testClock } from '../../test/clock'
import { createMessage } from '../../test/inbox-factories'
import { createMedia } from '../../test/media'
import type { Meta } from '../../test/meta'
import { bodiesOf, createSender } from '../../test/sending'
import { contactIdentities } from '../contacts/contacts.tables'

const LINK = 'https://kilnandloom.example/vase.jpg'
const catalogId = '194836987003835'
const card = (index: number) => ({
  header: { type: 'image', mediaId: null, link: LINK },
  body: `Vase ${index}`,
  ctaUrl: { displayText: 'Buy', url: LINK },
})

const contents: [string, Record<string, unknown>][] = [
  ['text', { body: `See ${LINK}`, previewUrl: true }],
  ['image', { mediaId: null, link: LINK, caption: 'A vase' }],
  ['video', { mediaId: null, link: 'https://kilnandloom.example/vase.mp4' }],
  ['audio', { mediaId: null, link: 'https://kilnandloom.example/vase.mp3' }],
  ['document', { mediaId: null, link: 'https://kilnandloom.example/vase.pdf', filename: 'vase.pdf' }],
  ['sticker', { mediaId: null, link: 'https://kilnandloom.example/vase.webp' }],
  ['location', { latitude: 51.5, longitude: -0.1, name: 'Studio', address: '1 Kiln Road' }],
  [
    'contacts',
    {
      contacts: [
        { name: { formatted_name: 'Ifeoma Okafor', first_name: 'Ifeoma' }, phones: [{ phone: '+44 20 7946 0000' }] },
      ],
    },
  ],
  [
    'buttons',
    {
      body: 'When?',
      buttons: [
        { id: 'a', title: 'Friday' },
        { id: 'b', title: 'Saturday' },
      ],
    },
  ],
  ['list', { body: 'Which?', button: 'Open', sections: [{ title: 'Blue', rows: [{ id: '1', title: 'Cobalt' }] }] }],
  ['cta_url', { body: 'See', displayText: 'Shop', url: 'https://kilnandloom.example' }],
  ['flow', { body: 'Book', button: 'Book', flowId: '1198735452343512', screen: 'WELCOME' }],
  ['location_request', { body: 'Where are you?' }],
  ['contact_request', { body: 'Your number?' }],
  ['address_request', { body: 'Where to?', country: 'IN' }],
  ['call_permission_request', { body: 'May we call?' }],
  ['voice_call', { body: 'Call us', displayText: 'Call', ttlMinutes: 100 }],
  ['product', { body: 'This one', catalogId, productRetailerId: 'v1' }],
  [
    'product_list',
    {
      body: 'New',
      header: { type: 'text', text: 'Glazes' },
      catalogId,
      sections: [{ title: 'Blue', productRetailerIds: ['a'] }],
    },
  ],
  ['catalog', { body: 'All of it' }],
  ['carousel', { body: 'Vases', cards: [card(0), card(1)] }],
  [
    'order_details',
    {
      body: 'Your order',
      parameters: {
        reference_id: 'order-20418',
        type: 'physical-goods',
        currency: 'BRL',
        total_amount: { value: 5000, offset: 100 },
        payment_type: 'br',
        payment_settings: [{ type: 'payment_link', payment_link: { uri: 'https://kilnandloom.example/pay' } }],
      },
    },
  ],
  [
    'order_status',
    { body: 'It is on its way', parameters: { reference_id: 'order-20418', order: { status: 'shipped' } } },
  ],
  ['template', { name: 'hello', language: 'en_US' }],
]

/** Looks at what Graph is asked, before it answers. */
function onGraph(meta: Meta, look: (path: string, body: string) => void) {
  const answer = meta.simulator.fetch
  vi.spyOn(meta.simulator, 'fetch').mockImplementation(async (request) => {
    const { pathname } = new URL(request.url)
    look(pathname, pathname.endsWith('/messages') ? await request.clone().text() : '')
    return answer(request)
  })
}

it('every kind of message goes from the API to Meta', async () => {
  const { post, addPerson, queues, rowsOf, meta, organization } = await createSender()
  const { conversation, customer } = await addPerson()
  const question = await meta.act(customer, { type: 'text', text: 'Hello' })
  const received = await createMessage(organization, conversation, { wamid: question?.id ?? '' })
  for (const [type, content] of contents)
    expect(await post(conversation, { content: { type, ...content } }), type).toMatchObject({ status: 202 })
  await post(conversation, { content: { type: 'reaction', emoji: '👍' }, targetMessageId: received.id })
  await queues.run()
  const rows = (await rowsOf(conversation)).filter(({ direction }) => direction === 'outbound')
  expect(rows.map(({ type, sendState, error }) => [type, sendState, error])).toEqual(
    [...contents.map(([type]) => type), 'reaction'].map((type) => [type, 'accepted', null]),
  )
  expect(rows.map(({ wamid }) => wamid)).toEqual(meta.sent().map(({ id }) => id))
})

describe('an answer to a message', () => {
  it('quotes it', async () => {
    const { post, call, addPerson, queues, meta, organization } = await createSender()
    const { conversation, customer } = await addPerson()
    const question = await meta.act(customer, { type: 'text', text: 'Do you have it in blue?' })
    const received = await createMessage(organization, conversation, { wamid: question?.id ?? '' })
    const { body } = await post(conversation, {
      content: { type: 'text', body: 'We do' },
      replyToMessageId: received.id,
    })
    await queues.run()
    expect(meta.sent()[0]?.payload).toMatchObject({ context: { message_id: question?.id } })
    expect((await call('GET', `/api/messages/${body.id}`)).body.replyTo).toEqual({
      wamid: question?.id,
      messageId: received.id,
    })
  })

  it('is refused when Meta does not know what it answers, or it is another conversation’s', async () => {
    const { post, addPerson, organization } = await createSender()
    const [one, two] = [await addPerson(), await addPerson()]
    const theirs = await createMessage(organization, two.conversation)
    const { body: note } = await post(one, { content: { type: 'note', body: 'Note' } })
    for (const replyToMessageId of [theirs.id, note.id, 'msg_none'])
      expect(await post(one, { content: { type: 'text', body: 'x' }, replyToMessageId })).toMatchObject({
        status: 422,
        body: { error: { code: 'messages.target_missing' } },
      })
  })
})

describe('a reaction', () => {
  it('is shown on its message, the newest of ours only, and none once it is taken back', async () => {
    const { post, call, addPerson, queues, meta, organization, conversationRow } = await createSender()
    const { conversation, customer } = await addPerson()
    const question = await meta.act(customer, { type: 'text', text: 'Thanks!' })
    const received = await createMessage(organization, conversation, { wamid: question?.id ?? '' })
    const react = async (emoji: string | null) => {
      testClock.advanceBy(1000)
      await post(conversation, { content: { type: 'reaction', emoji }, targetMessageId: received.id })
      await queues.run()
      return (await call('GET', `/api/messages/${received.id}`)).body.reactions
    }
    expect(await react('👍')).toMatchObject([{ emoji: '👍', from: 'us' }])
    expect(await react('❤️')).toMatchObject([{ emoji: '❤️', from: 'us' }])
    meta.failNext(131009)
    expect(await react('🎉'), 'one that failed').toMatchObject([{ emoji: '❤️' }])
    expect(await react(null)).toEqual([])
    expect(question?.reactions).toEqual([])
    expect((await conversationRow(conversation.id)).lastMessageId).toBeNull()
  })

  it('needs a message of this conversation, and is nothing else', async () => {
    const { post, addPerson, organization } = await createSender()
    const { conversation } = await addPerson()
    const received = await createMessage(organization, conversation)
    const old = await createMessage(organization, conversation, { occurredAt: testClock.now() - 31 * 86_400_000 })
    const reaction = { type: 'reaction', emoji: '👍' }
    const text = { type: 'text', body: 'x' }
    const later = new Date(testClock.now() + 3_600_000).toISOString()
    for (const [message, code] of [
      [{ content: reaction }, 'messages.content_invalid'],
      [{ content: reaction, targetMessageId: 'msg_none' }, 'messages.target_missing'],
      [{ content: reaction, targetMessageId: old.id }, 'messages.target_missing'],
      [{ content: reaction, targetMessageId: received.id, replyToMessageId: received.id }, 'messages.content_invalid'],
      [{ content: reaction, targetMessageId: received.id, scheduledFor: later }, 'messages.content_invalid'],
      [{ content: text, targetMessageId: received.id }, 'messages.content_invalid'],
    ] as const)
      expect((await post(conversation, message)).body.error, JSON.stringify(message)).toMatchObject({ code })
  })
})

describe('a file', () => {
  const pdf = '%PDF-1.4\n1 0 obj\n<<>>\nendobj\n'

  it('is brought to Meta once, and sent', async () => {
    const { post, addPerson, queues, meta, organization, token, call } = await createSender()
    const { conversation, customer } = await addPerson()
    const file = await createMedia(organization, { bytes: pdf, kind: 'document', filename: 'receipt.pdf' })
    const document = { content: { type: 'document', mediaId: file.id, filename: 'receipt.pdf' } }
    const first = await post(conversation, document)
    expect(first).toMatchObject({ status: 202, body: { media: { id: file.id, status: 'ready' } } })
    await post(conversation, document)
    await queues.run()
    expect(meta.calls.map(({ path }) => path.split('/').at(-1))).toEqual(['media', 'messages', 'messages'])
    expect(meta.sent().filter(({ customerId }) => customerId === customer.id)).toHaveLength(2)
    expect((await call('GET', `/api/messages/${first.body.id}`, undefined, token)).body.status).toBe('sent')
  })

  it('whose upload uses up the lease is sent once all the same, with a new one', async () => {
    const { post, addPerson, queues, meta, organization, rowOf } = await createSender()
    const { conversation } = await addPerson()
    const file = await createMedia(organization, { bytes: pdf, kind: 'document', filename: 'receipt.pdf' })
    const { body } = await post(conversation, { content: { type: 'document', mediaId: file.id } })
    // The upload takes so long that what is left of the lease would not do for the call.
    onGraph(meta, (path) => {
      if (path.endsWith('/media')) testClock.advanceBy(25_000)
    })
    await queues.deliverBatch('wharf-outbound')
    expect(meta.sent()).toHaveLength(1)
    expect(await rowOf(body.id)).toMatchObject({ sendState: 'accepted', attempts: 1 })
  })

  it('that Meta has forgotten before its time is brought again when a person sends it again', async () => {
    const { post, call, addPerson, queues, meta, organization, rowOf } = await createSender()
    const { conversation } = await addPerson()
    const file = await createMedia(organization, { bytes: pdf, kind: 'document', filename: 'receipt.pdf' })
    const document = { content: { type: 'document', mediaId: file.id } }
    await post(conversation, document)
    await queues.run()
    for (const id of Object.keys(meta.world.state.media)) delete meta.world.state.media[id]
    const { body } = await post(conversation, document)
    await queues.run()
    expect(await rowOf(body.id)).toMatchObject({ sendState: 'failed' })
    expect((await call('POST', `/api/messages/${body.id}/send-again`)).status).toBe(202)
    await queues.run()
    expect(await rowOf(body.id)).toMatchObject({ sendState: 'accepted', error: null })
  })

  it('that Meta does not take fails the message, and the next one goes', async () => {
    const { post, addPerson, queues, meta, organization, rowsOf } = await createSender()
    const { conversation } = await addPerson()
    const file = await createMedia(organization, { bytes: pdf, kind: 'document', filename: 'receipt.pdf' })
    await post(conversation, { content: { type: 'document', mediaId: file.id } })
    await post(conversation, 'Did you get it?')
    await createOrganizationBucket(env.BUCKET, organization.id).delete(`media/${file.id}`)
    await queues.run()
    expect((await rowsOf(conversation)).map(({ sendState, error }) => [sendState, error?.code])).toEqual([
      ['failed', 131053],
      ['accepted', undefined],
    ])
    expect(bodiesOf(meta.sent())).toEqual(['Did you get it?'])
  })
})

describe('whom it goes to', () => {
  it('is the number exactly as it was received, else what somebody typed, else the user id', async () => {
    const { post, addPerson, queues, meta, nameContact } = await createSender()
    const bodies: unknown[] = []
    onGraph(meta, (path, body) => {
      if (path.endsWith('/messages')) bodies.push(JSON.parse(body))
    })
    const person = await addPerson()
    const send = async (identities: Parameters<typeof nameContact>[1]) => {
      await nameContact(person.contact.id, identities)
      await post(person, 'Hello')
      await queues.run()
      const { to, recipient } = bodies.at(-1) as { to?: string; recipient?: string }
      return to ?? recipient
    }
    const waId = { kind: 'wa_id' as const, value: person.contact.waId }
    const phone = { kind: 'phone' as const, value: '4915199999999' }
    const userId = { kind: 'bsuid' as const, value: meta.userIdOf(person.customer) }
    expect(await send([phone, waId, userId])).toBe(person.contact.waId)
    expect(await send([phone, userId])).toBe('+4915199999999')
    expect(await send([userId])).toBe(userId.value)
  })

  it('is remembered as Meta calls them', async () => {
    const { post, addPerson, queues, meta, nameContact, shard } = await createSender()
    const person = await addPerson()
    await nameContact(person.contact.id, [{ kind: 'phone', value: person.contact.waId }])
    await post(person, 'Hello')
    await queues.run()
    const known = await shard.select().from(contactIdentities).where(eq(contactIdentities.contactId, person.contact.id))
    expect(known.map(({ kind, value }) => [kind, value]).sort()).toEqual([
      ['bsuid', meta.userIdOf(person.customer)],
      ['phone', person.contact.waId],
      ['wa_id', person.contact.waId],
    ])
  })

  it('is the person that a merged contact turned out to be, whose window and wishes count', async () => {
    const { post, addPerson, queues, sentTo, changeContact, changeConversation } = await createSender()
    const old = await addPerson({ wroteAt: null })
    const now = await addPerson()
    expect((await post(old, 'Hello')).body.error?.code).toBe('conversations.window_closed')
    await changeContact(old.contact.id, { mergedInto: now.contact.id })
    expect((await post(old, 'Hello')).status).toBe(202)
    await queues.run()
    expect(bodiesOf(sentTo(now.customer))).toEqual(['Hello'])
    expect(sentTo(old.customer)).toEqual([])
    await changeConversation(now.id, { lastInboundAt: null })
    expect((await post(old, 'Hello')).body.error?.code).toBe('conversations.window_closed')
    await changeContact(now.contact.id, { blockedAt: 1 })
    expect((await post(old, 'Hello')).body.error?.code).toBe('messages.contact_blocked')
  })
})
