import { afterEach, describe, expect, it } from 'vitest'
import type { OnMessageArgs, OnStatusArgs } from 'whatsapp-api-js/emitters'
import { WhatsAppAPIFailedToVerifyError } from 'whatsapp-api-js/errors'
import {
  ActionButtons,
  ActionList,
  Audio,
  Body,
  BodyComponent,
  BodyParameter,
  Button,
  Contacts,
  CopyComponent,
  Document,
  Footer,
  Header,
  HeaderComponent,
  HeaderParameter,
  Image,
  Interactive,
  ListSection,
  Location,
  Name,
  Phone,
  Reaction,
  Row,
  Template,
  Text,
} from 'whatsapp-api-js/messages'
import { WhatsAppAPI } from 'whatsapp-api-js/middleware/web-standard'
import { withTemplate } from './contract/messages'
import { sampleFile, uploadForm } from './contract/target'
import { userIdOf } from './core/customers'
import type { Customer, IdentityMode } from './core/state'
import { receive } from './customer/receive'
import { at, createBusiness, WEBHOOK } from './test/business'

/**
 * A client that others have written for Meta's API, whatsapp-api-js of npm, talks with the simulator as it is: nothing
 * of it is replaced but `fetch`.
 */
function connect(secret?: string) {
  const answers: number[] = []
  const business = createBusiness({ answer: async ({ body, signature }) => receiveBy({ body, signature }) })
  const { simulator, app, token, number, customer, world, portfolio } = business
  const client = new WhatsAppAPI({
    token,
    appSecret: secret ?? app.secret,
    webhookVerifyToken: 'verify',
    v: 'v24.0',
    ponyfill: { fetch: simulator.request },
  })
  const messages: OnMessageArgs[] = []
  const statuses: OnStatusArgs[] = []
  client.on.message = (message) => {
    messages.push(message)
  }
  client.on.status = (status) => {
    statuses.push(status)
  }
  async function receiveBy({ body, signature }: { body: string; signature: string | null }): Promise<Response> {
    const headers = { 'content-length': String(Buffer.byteLength(body)), 'x-hub-signature-256': signature ?? '' }
    const status = await client.handle_post(new Request(WEBHOOK, { method: 'POST', headers, body }))
    answers.push(status)
    return new Response(null, { status })
  }
  running.push(simulator)
  const write = (text: string, who: Customer = customer) =>
    receive(world, { numberId: number.id, customerId: who.id, content: { type: 'text', text: { body: text } } })
  const to = { phone: customer.waId, bsuid: userIdOf(world, { customer, portfolioId: portfolio.id }) }
  return { ...business, client, messages, statuses, answers, write, to }
}

const running: { close: () => void }[] = []
afterEach(() => {
  for (const one of running.splice(0)) one.close()
})

/** Of a message that was accepted. */
function idOf(answer: unknown): string {
  const id = at(answer, 'messages', 0, 'id')
  if (typeof id !== 'string') throw new Error(JSON.stringify(answer))
  return id
}

describe('whatsapp-api-js sends', () => {
  it('text, and hears what became of it', async () => {
    const { client, number, to, openWindow, simulator, statuses, world, customer } = connect()
    openWindow()
    customer.readsMessages = true
    const id = idOf(await client.sendMessage(number.id, to, new Text('Grüße 🌵'), undefined, 'order-1'))
    await simulator.whenQuiet()
    expect(statuses.map((status) => [status.status, status.id, status.biz_opaque_callback_data])).toEqual([
      ['sent', id, 'order-1'],
      ['delivered', id, 'order-1'],
      ['read', id, 'order-1'],
    ])
    expect(statuses[0]?.pricing).toMatchObject({ pricing_model: 'PMP', category: 'service' })
    expect(world.state.messages[id]?.payload).toMatchObject({ text: { body: 'Grüße 🌵' } })
  })

  it('to a user id alone', async () => {
    const { client, number, to, openWindow, simulator, statuses } = connect()
    openWindow()
    const id = idOf(await client.sendMessage(number.id, { bsuid: to.bsuid }, new Text('Hello')))
    await simulator.whenQuiet()
    expect(statuses[0]).toMatchObject({ id, recipient: { bsuid: to.bsuid } })
  })

  it('a picture that it has uploaded, and fetches it again', async () => {
    const { client, number, to, openWindow, simulator, statuses } = connect()
    openWindow()
    const file = sampleFile('image')
    const uploaded = await client.uploadMedia(number.id, uploadForm(file))
    if (!('id' in uploaded)) throw new Error(uploaded.error.message)
    const id = idOf(await client.sendMessage(number.id, to, new Image(uploaded.id, true, 'A succulent')))
    await simulator.whenQuiet()
    expect(statuses.map(({ status, id: of }) => [status, of])).toContainEqual(['delivered', id])

    const found = await client.retrieveMedia(uploaded.id, number.id)
    if (!('url' in found)) throw new Error(found.error.message)
    const fetched = await client.fetchMedia(found.url)
    expect([found.mime_type, Buffer.from(await fetched.arrayBuffer())]).toEqual([
      file.type,
      Buffer.from(await file.arrayBuffer()),
    ])
    expect(await client.deleteMedia(uploaded.id)).toEqual({ success: true })
    expect(await client.retrieveMedia(uploaded.id)).toMatchObject({ error: { code: 100 } })
  })

  it('a voice note and a document by their ids', async () => {
    const { client, number, to, openWindow } = connect()
    openWindow()
    const upload = async (kind: 'audio' | 'document') => {
      const uploaded = await client.uploadMedia(number.id, uploadForm(sampleFile(kind)))
      return 'id' in uploaded ? uploaded.id : ''
    }
    idOf(await client.sendMessage(number.id, to, new Audio(await upload('audio'), true, true)))
    idOf(await client.sendMessage(number.id, to, new Document(await upload('document'), true, 'Yours', 'order.pdf')))
  })

  it('buttons, a list, a place, a person and a reaction', async () => {
    const { client, number, to, openWindow, world } = connect()
    openWindow()
    const buttons = new ActionButtons(new Button('change', 'Change'), new Button('cancel', 'Cancel'))
    const rows = [new Row('express', 'Express', 'Next day'), new Row('mail', 'Mail')] as const
    const list = new ActionList('Options', new ListSection('Fast', rows[0]), new ListSection('Slow', rows[1]))
    const person = [new Name('Barbara J. Johnson', 'Barbara'), new Phone('+16505559999', 'HOME')] as const
    const sent = [
      new Interactive(buttons, new Body('At 9 tomorrow?'), new Header('Workshop'), new Footer('Lucky Shrub')),
      new Interactive(list, new Body('Which one?')),
      new Location(-122.16, 37.44, 'Philz Coffee', '101 Forest Ave'),
      new Contacts([...person]),
    ]
    for (const message of sent) idOf(await client.sendMessage(number.id, to, message))
    const text = idOf(await client.sendMessage(number.id, to, new Text('Thanks')))
    idOf(await client.sendMessage(number.id, to, new Reaction(text, '🌵')))
    expect(world.state.messages[text]?.reactions).toMatchObject([{ from: 'business', emoji: '🌵' }])
  })

  it('templates with all that fills them, outside the window', async () => {
    const business = connect()
    const { client, number, to, simulator, statuses } = business
    withTemplate('seasonal_promotion')(business)
    withTemplate('coupon_code_fall2023_25off')(business)
    withTemplate('verification_code')(business)
    const promotion = new Template(
      'seasonal_promotion',
      'en_US',
      new HeaderComponent(new HeaderParameter('Summer Sale')),
      new BodyComponent(new BodyParameter('the end of August'), new BodyParameter('25OFF'), new BodyParameter('25%')),
    )
    const coupon = new Template(
      'coupon_code_fall2023_25off',
      'en_US',
      new BodyComponent(new BodyParameter('25OFF'), new BodyParameter('25%')),
      new CopyComponent('25OFF'),
    )
    idOf(await client.sendMessage(number.id, to, promotion))
    // The library counts buttons from 0; this template's coupon comes second.
    expect(await client.sendMessage(number.id, to, coupon)).toMatchObject({ error: { code: 132012 } })
    idOf(await client.sendMessage(number.id, to, Template.OTP('verification_code', 'en_US', '123456')))
    await simulator.whenQuiet()
    const told = statuses.map(({ status, pricing }) => `${status} ${pricing?.category}`)
    expect(told.toSorted()).toEqual([
      ...['delivered authentication', 'delivered marketing', 'sent authentication', 'sent marketing'],
    ])
  })
})

describe('whatsapp-api-js receives', () => {
  it.each<IdentityMode>(['phone-and-id', 'id-only', 'phone-only'])(
    'a message of a customer by %s, answers and marks it as read',
    async (mode) => {
      const { simulator, customer, write, messages, answers, statuses, world, to } = connect()
      customer.identityMode = mode
      const { id } = write('Ça coûte combien? 🌵 </script>')
      await simulator.whenQuiet()
      const [message] = messages
      expect(message).toMatchObject({
        name: 'Sheena Nelson',
        message: { id, type: 'text', text: { body: 'Ça coûte combien? 🌵 </script>' } },
        recipient: {
          phone: mode === 'id-only' ? undefined : '16505551234',
          bsuid: mode === 'phone-only' ? undefined : to.bsuid,
        },
      })
      expect(await message?.received('text')).toEqual({ success: true })
      expect(world.state.messages[id]?.readAt).not.toBeNull()
      const answer = await message?.reply(new Text('30 dollars'), true)
      await simulator.whenQuiet()
      expect(statuses.map(({ status, id: of }) => [status, of])).toContainEqual(['delivered', idOf(answer)])
      expect(new Set(answers)).toEqual(new Set([200]))
    },
  )

  it('a failure as a status with its code', async () => {
    const { client, number, to, simulator, statuses } = connect()
    const id = idOf(await client.sendMessage(number.id, to, new Text('Outside the window')))
    await simulator.whenQuiet()
    expect(statuses).toMatchObject([{ status: 'failed', id, error: { code: 131047 } }])
  })

  it('nothing that another secret has signed, and the simulator keeps it for later', async () => {
    const { simulator, write, messages, answers, world } = connect('another secret')
    write('Hello')
    await simulator.whenQuiet()
    expect([messages, answers]).toEqual([[], [401]])
    expect(world.state.deliveries.map(({ state }) => state)).toEqual(['waiting'])
  })

  it('no body with one byte changed', async () => {
    const { simulator, client, write, received } = connect()
    write('Hello')
    await simulator.whenQuiet()
    const body = received[0]?.body.replace('Hello', 'Hullo') ?? ''
    await expect(client.post(JSON.parse(body), body, received[0]?.signature ?? '')).rejects.toBeInstanceOf(
      WhatsAppAPIFailedToVerifyError,
    )
  })

  it('the handshake of its callback', async () => {
    const { client, app, simulator, world } = connect()
    const asked: string[] = []
    world.fetch = async (input) => {
      const request = new Request(input)
      asked.push(new URL(request.url).pathname)
      return new Response(client.handle_get(request))
    }
    const answer = await simulator.request(
      `https://graph.facebook.com/v24.0/${app.id}/subscriptions?object=whatsapp_business_account&callback_url=${WEBHOOK}&verify_token=verify&fields=messages&access_token=${app.id}|${app.secret}`,
      { method: 'POST' },
    )
    expect([await answer.json(), asked]).toEqual([{ success: true }, ['/webhook']])
  })
})

describe('whatsapp-api-js is told', () => {
  it('what is wrong, in Meta’s envelope', async () => {
    const { client, number, to, openWindow } = connect()
    openWindow()
    expect(await client.sendMessage(number.id, to, new Image('1479537139650973', true))).toMatchObject({
      error: { type: 'OAuthException', code: 100, fbtrace_id: expect.any(String) },
    })
    expect(await client.sendMessage('105954558954427', to, new Text('Hi'))).toMatchObject({
      error: { code: 100, error_subcode: 33 },
    })
    expect(await client.markAsRead(number.id, 'wamid.HBgL')).toMatchObject({ error: { code: expect.any(Number) } })
  })

  it('that its token has expired', async () => {
    const { client, number, to, world, token } = connect()
    Object.assign(world.state.tokens[token] ?? {}, { expiresAt: world.now() - 1000 })
    expect(await client.sendMessage(number.id, to, new Text('Hi'))).toMatchObject({
      error: { code: 190, type: 'OAuthException' },
    })
  })

  it('the codes that begin a chat, and who is blocked', async () => {
    const { client, number, openWindow, to } = connect()
    openWindow()
    const made = await client.createQR(number.id, 'Cyber Monday', 'svg')
    if (!('code' in made)) throw new Error(made.error.message)
    expect(made).toMatchObject({ prefilled_message: 'Cyber Monday', qr_image_url: expect.stringMatching(/^https:/) })
    expect(await client.updateQR(number.id, made.code, 'Hello')).toMatchObject({ prefilled_message: 'Hello' })
    expect(await client.retrieveQR(number.id, made.code)).toMatchObject({ data: [{ code: made.code }] })
    expect(await client.deleteQR(number.id, made.code)).toEqual({ success: true })
    expect(await client.blockUser(number.id, to)).toMatchObject({ block_users: { added_users: [{ input: to.phone }] } })
    expect(await client.unblockUser(number.id, to)).toMatchObject({
      block_users: { removed_users: [{ input: to.phone }] },
    })
  })
})
