import { describe, expect, it, vi } from 'vitest'
import { Secret } from '../shared/secret'
import { createMeta, META_APP_ID, type Meta } from '../test/meta'
import { systemContext } from '../test/system'
import { GraphError } from './graph.errors'
import { createGraphClient } from './graph-client'

const clientOf = (meta: Meta, token = meta.token) => createGraphClient(systemContext(), new Secret(token))
const text = (to: string, body = 'Good morning') => ({
  messaging_product: 'whatsapp',
  to,
  type: 'text',
  text: { body },
  biz_opaque_callback_data: 'msg_1',
})
const refused = async (work: Promise<unknown>): Promise<GraphError> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(GraphError)
  return error as GraphError
}
/** Graph answers every call with this. */
const answering = (answer: () => Promise<Response> | Response) =>
  createGraphClient({ ...systemContext(), fetch: async () => answer() }, new Secret('EAA'))

describe('sending', () => {
  it('gives the ids of the message and of the person', async () => {
    const meta = createMeta()
    meta.openWindow()
    const sent = await clientOf(meta).sendMessage(meta.number.id, text(meta.customer.waId))
    expect(sent).toEqual({
      wamid: meta.sent()[0]?.id,
      waId: meta.customer.waId,
      userId: meta.userIdOf(meta.customer),
      messageStatus: null,
    })
  })

  it.each([
    [190, 'pause_number'],
    [130429, 'retry'],
    [131056, 'retry'],
    [131026, 'fail'],
    [131000, 'unknown'],
    [131016, 'unknown'],
    [131057, 'retry'],
    [133010, 'pause_number'],
  ])('after Meta’s error %i: %s', async (code, disposition) => {
    const meta = createMeta()
    meta.openWindow()
    meta.failNext(code)
    const error = await refused(clientOf(meta).sendMessage(meta.number.id, text(meta.customer.waId)))
    expect(error).toMatchObject({ disposition, metaError: { code } })
    expect(error.metaError.title).not.toContain(`(#${code})`)
    expect(meta.sent()).toEqual([])
  })

  it('pauses when the number is gone or not for this token', async () => {
    const meta = createMeta()
    const error = await refused(clientOf(meta).sendMessage('105954558954427', text(meta.customer.waId)))
    expect(error).toMatchObject({ disposition: 'pause_number', metaError: { code: 33 } })
    expect(await refused(clientOf(meta, 'EAA-of-nobody').sendMessage(meta.number.id, text('1')))).toMatchObject({
      disposition: 'pause_number',
      httpStatus: 401,
      metaError: { code: 190 },
    })
  })

  it('does not know the outcome of a call that is not answered, cut off, or answered with 5xx', async () => {
    const meta = createMeta({ patienceMs: 20 })
    meta.openWindow()
    for (const chaos of [{ hang: 1 }, { hang: 0, closeConnection: 1 }, { closeConnection: 0, failWith5xx: 1 }]) {
      Object.assign(meta.number.chaos, { ...chaos, acceptBeforeFailing: 1 })
      const error = await refused(clientOf(meta).sendMessage(meta.number.id, text(meta.customer.waId)))
      expect(error.disposition).toBe('unknown')
    }
    expect(meta.sent()).toHaveLength(3)
  })

  it.each([
    ['a page of HTML with 502', () => new Response('<html>', { status: 502 }), 'unknown'],
    ['an accepted message without an id', () => Response.json({ messages: [] }), 'unknown'],
    ['an accepted message in broken JSON', () => new Response('{"messages":[{"id":'), 'unknown'],
    ['HTML with 404', () => new Response('<html>', { status: 404 }), 'fail'],
    ['429 without a reason', () => new Response('', { status: 429 }), 'retry'],
    [
      'an unknown code with 400',
      () => Response.json({ error: { code: 987654, message: 'New' } }, { status: 400 }),
      'fail',
    ],
    [
      'an unknown code with 500',
      () => Response.json({ error: { code: 987654, message: 'New' } }, { status: 500 }),
      'unknown',
    ],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }), 'fail'],
  ])('reads %s as an outcome', async (_name, answer, disposition) => {
    expect(await refused(answering(answer).sendMessage('1', {}))).toMatchObject({ disposition })
  })

  it('waits as long as Meta says', async () => {
    const body = { error: { code: 4, message: '(#4) Application request limit reached' } }
    const usage = JSON.stringify({ '1': [{ type: 'whatsapp', estimated_time_to_regain_access: 7 }] })
    const byHeader = (headers: Record<string, string>) =>
      refused(answering(() => Response.json(body, { status: 400, headers })).sendMessage('1', {}))
    expect(await byHeader({ 'retry-after': '20' })).toMatchObject({ retryAfterMs: 20_000 })
    expect(await byHeader({ 'x-business-use-case-usage': usage })).toMatchObject({ retryAfterMs: 7 * 60_000 })
    expect(await byHeader({})).toMatchObject({
      retryAfterMs: null,
      metaError: { title: 'Application request limit reached' },
    })
  })

  it('gives up after ten seconds', async () => {
    const timeout = vi
      .spyOn(AbortSignal, 'timeout')
      .mockReturnValue(AbortSignal.abort(new DOMException('', 'TimeoutError')))
    const client = createGraphClient(
      { ...systemContext(), fetch: async (_, init) => new Promise((_resolve, reject) => reject(init?.signal?.reason)) },
      new Secret('EAA'),
    )
    expect(await refused(client.sendMessage('1', {}))).toMatchObject({
      disposition: 'unknown',
      metaError: { code: -1 },
    })
    expect(await refused(client.getPhoneNumber('1'))).toMatchObject({ disposition: 'retry', metaError: { code: -1 } })
    expect(timeout.mock.calls).toEqual([[10_000], [10_000]])
  })

  it('asks for nothing but what it was asked for, whatever the id', async () => {
    const asked: string[] = []
    const fetch: typeof globalThis.fetch = async (input) => {
      asked.push(String(input))
      return Response.json({ url: 'https://lookaside.fbsbx.com/1' })
    }
    const client = createGraphClient({ ...systemContext(), fetch }, new Secret('EAA'))
    await client.getMedia('1/../2?fields=access_token#')
    expect(asked).toEqual(['https://graph.facebook.com/v26.0/1%2F..%2F2%3Ffields%3Daccess_token%23'])
  })

  it('never tells the token in an error', async () => {
    const client = answering(() => Promise.reject(new Error('refused EAA-secret')))
    const error = await refused(client.debugToken(new Secret('EAA-secret')))
    expect(error.message + JSON.stringify(error.metaError)).not.toContain('EAA-secret')
  })
})

describe('reading and typing', () => {
  it('marks what the customer wrote as read, and shows that somebody writes', async () => {
    const meta = createMeta()
    const message = await meta.act(meta.customer, { type: 'text', text: 'Hello' })
    const client = clientOf(meta)
    await client.markRead(meta.number.id, message?.id ?? '')
    expect(meta.world.state.messages[message?.id ?? '']?.readAt).not.toBeNull()
    await client.markRead(meta.number.id, message?.id ?? '', { isTyping: true })
    expect(meta.world.state.threads[`${meta.number.id}:${meta.customer.id}`]?.typingUntil).toBeGreaterThan(0)
  })
})

describe('media', () => {
  const photo = () => new Blob([new Uint8Array(300_000).fill(7)])

  it('goes up as a stream and comes back as it was', async () => {
    const meta = createMeta()
    const client = clientOf(meta)
    const body = photo().stream()
    const id = await client.uploadMedia(meta.number.id, {
      ...{ body, size: 300_000, mimeType: 'image/jpeg' },
      filename: 'a "quoted"\r\nname.jpg',
    })
    expect(meta.world.state.media[id]).toMatchObject({ mimeType: 'image/jpeg', size: 300_000 })
    const media = await client.getMedia(id, meta.number.id)
    expect(media).toMatchObject({
      mimeType: 'image/jpeg',
      size: 300_000,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const answer = await client.downloadMedia(media.url)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array(300_000).fill(7))
    await client.deleteMedia(id)
    expect(await refused(client.getMedia(id))).toMatchObject({ disposition: 'fail', metaError: { code: 100 } })
  })

  it('is refused with Meta’s reason, also while it is still on its way', async () => {
    const meta = createMeta()
    const upload = (size: number, mimeType: string, body: Blob | ReadableStream = photo()) =>
      refused(clientOf(meta).uploadMedia(meta.number.id, { body, size, mimeType, filename: 'x' }))
    expect(await upload(300_000, 'application/x-msdownload')).toMatchObject({
      disposition: 'fail',
      metaError: { code: 100 },
    })
    await upload(300_001, 'image/jpeg')
    await upload(299_999, 'image/jpeg')
    const broken = new ReadableStream({ pull: () => Promise.reject(new Error('the disk broke')) })
    expect(await upload(300_000, 'image/jpeg', broken)).toMatchObject({ disposition: 'retry' })
    expect(Object.keys(meta.world.state.media)).toEqual([])
    const early = answering(() => Response.json({ error: { code: 190, message: 'expired' } }, { status: 401 }))
    const error = await refused(
      early.uploadMedia('1', { body: photo(), size: 300_000, mimeType: 'image/jpeg', filename: 'x' }),
    )
    expect(error.disposition).toBe('pause_number')
  })

  it('shows the token to nobody but Meta, whatever address it is given', async () => {
    const asked: string[] = []
    const client = (answer: (url: string) => Response) =>
      createGraphClient(
        {
          ...systemContext(),
          fetch: async (input) => {
            asked.push(String(input))
            return answer(String(input))
          },
        },
        new Secret('EAA'),
      )
    const plain = client(() => new Response('bytes'))
    for (const url of [
      'https://evil.example/file',
      'http://lookaside.fbsbx.com/file',
      'https://lookaside.fbsbx.com.evil.example/file',
      'https://evilfbsbx.com/file',
      'https://lookaside.fbsbx.com@evil.example/file',
      'https://user@lookaside.fbsbx.com/file',
      'ftp://lookaside.fbsbx.com/file',
      'file',
    ])
      expect(await refused(plain.downloadMedia(url))).toMatchObject({ disposition: 'fail' })
    expect(asked).toEqual([])

    const redirecting = (location: string) =>
      client((url) =>
        url.includes('/begin') ? new Response(null, { status: 302, headers: { location } }) : new Response('ok'),
      )
    await refused(redirecting('https://evil.example/x').downloadMedia('https://lookaside.fbsbx.com/begin'))
    const answer = await redirecting('https://scontent.fbcdn.net/x').downloadMedia('https://lookaside.fbsbx.com/begin')
    expect([await answer.text(), asked.at(-1)]).toEqual(['ok', 'https://scontent.fbcdn.net/x'])
    expect(asked.filter((url) => url.includes('evil'))).toEqual([])
    expect(await refused(redirecting('/begin').downloadMedia('https://lookaside.fbsbx.com/begin'))).toMatchObject({
      disposition: 'fail',
    })
  })

  it('says that an address has expired', async () => {
    const meta = createMeta()
    const error = await refused(
      clientOf(meta).downloadMedia('https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1'),
    )
    expect(error).toMatchObject({ httpStatus: 404, disposition: 'fail' })
  })
})

describe('numbers and accounts', () => {
  it('are told with what the connection doctor asks for', async () => {
    const meta = createMeta()
    const client = clientOf(meta)
    expect(await client.getPhoneNumber(meta.number.id)).toMatchObject({
      id: meta.number.id,
      displayPhoneNumber: meta.number.displayPhoneNumber,
      verifiedName: 'Kiln & Loom',
      qualityRating: 'GREEN',
      nameStatus: 'APPROVED',
      status: 'CONNECTED',
      throughputLevel: 'STANDARD',
      messagingLimit: 'TIER_UNLIMITED',
      accountMode: 'LIVE',
      isPinEnabled: false,
      isOnPhoneApp: false,
      callbacks: { phoneNumber: null, businessAccount: null, app: 'https://wharf.test/api/webhook' },
      health: { canSend: 'AVAILABLE', problems: [] },
    })
    expect(await client.listPhoneNumbers(meta.account.id)).toMatchObject([{ id: meta.number.id }])
    expect(await client.getBusinessAccount(meta.account.id)).toMatchObject({ id: meta.account.id, name: 'Kiln & Loom' })
    expect(await client.debugToken(new Secret(meta.token))).toMatchObject({
      appId: META_APP_ID,
      isValid: true,
      expiresAt: null,
      scopes: expect.arrayContaining(['whatsapp_business_messaging', 'whatsapp_business_management']),
    })
    expect(await client.debugToken(new Secret('EAA-of-nobody'))).toMatchObject({ isValid: false })
  })

  it('are subscribed, registered and given a PIN', async () => {
    const meta = createMeta()
    const client = clientOf(meta)
    await client.unsubscribeApp(meta.account.id)
    expect(await client.listSubscribedApps(meta.account.id)).toEqual([])
    await client.subscribeApp(meta.account.id)
    expect(await client.listSubscribedApps(meta.account.id)).toMatchObject([{ appId: META_APP_ID, callbackUrl: null }])
    await client.registerPhoneNumber(meta.number.id, new Secret('212834'))
    await client.setPin(meta.number.id, new Secret('150954'))
    expect(meta.number.pin).toBe('150954')
    expect(await refused(client.registerPhoneNumber(meta.number.id, new Secret('000000')))).toMatchObject({
      disposition: 'fail',
      metaError: { code: 133005 },
    })
    await client.deregisterPhoneNumber(meta.number.id)
    expect(meta.number.status).not.toBe('CONNECTED')
  })

  it('have a profile with a picture', async () => {
    const meta = createMeta()
    const client = clientOf(meta)
    const picture = { body: new Blob(['\u00ff\u00d8']), size: 4, mimeType: 'image/jpeg', filename: 'kiln.jpg' }
    await client.updateBusinessProfile(meta.number.id, {
      about: 'Pottery',
      websites: ['https://kilnandloom.example'],
      picture,
    })
    expect(await client.getBusinessProfile(meta.number.id)).toMatchObject({
      about: 'Pottery',
      websites: ['https://kilnandloom.example'],
      pictureUrl: expect.stringMatching(/^https:/),
      email: null,
    })
  })

  it('block and unblock people', async () => {
    const meta = createMeta()
    meta.openWindow()
    const client = clientOf(meta)
    await client.blockUsers(meta.number.id, [{ waId: meta.customer.waId }])
    expect(meta.number.blocked).toEqual([meta.customer.waId])
    await client.unblockUsers(meta.number.id, [{ waId: meta.customer.waId }])
    expect(meta.number.blocked).toEqual([])
  })

  it('share what the phone app has', async () => {
    const meta = createMeta()
    meta.number.isOnBizApp = true
    await clientOf(meta).startPhoneAppSync(meta.number.id, 'contacts')
    expect(meta.number.synced.contacts).not.toBeNull()
    expect(await refused(clientOf(meta).startPhoneAppSync(meta.number.id, 'contacts'))).toMatchObject({
      metaError: { code: 2593107 },
    })
  })

  it('list templates, page by page', async () => {
    const meta = createMeta()
    const client = clientOf(meta)
    const first = await client.listTemplates(meta.account.id, { limit: 2 })
    expect(first.templates).toHaveLength(2)
    const second = await client.listTemplates(meta.account.id, { limit: 2, after: first.after ?? '' })
    expect([second.templates.length, second.after]).toEqual([1, null])
    expect((await client.listTemplates(meta.account.id, { name: 'welcome_discount' })).templates).toMatchObject([
      {
        name: 'welcome_discount',
        language: 'en_US',
        status: 'APPROVED',
        parameterFormat: 'NAMED',
        category: 'MARKETING',
      },
    ])
  })

  it('come with a token from Embedded Signup', async () => {
    const meta = createMeta()
    meta.world.state.codes['code-1'] = { token: meta.token, expiresAt: meta.world.now() + 30_000, usedAt: null }
    const { config, ...system } = systemContext()
    const client = createGraphClient(
      { ...system, config: { ...config, meta: { ...config.meta, appId: META_APP_ID } } },
      new Secret(''),
    )
    expect((await client.exchangeCode('code-1')).reveal()).toBe(meta.token)
    expect(await refused(client.exchangeCode('code-1'))).toMatchObject({ disposition: 'fail' })
  })
})
