import { afterEach, describe, expect, it } from 'vitest'
import { addNumber, addToken } from '../core/entities'
import { storeMedia } from '../core/media-store'
import { asJson, at, codeOf, createBusiness } from '../test/business'

let business: ReturnType<typeof createBusiness>
const start = () => {
  business = createBusiness()
  return business
}
afterEach(() => business.simulator.close())

const DAY = 24 * 3600_000
const bytes = Buffer.from('not really a picture')

async function upload(values: Record<string, string | Blob>) {
  const form = new FormData()
  for (const [name, value] of Object.entries(values)) form.set(name, value)
  const response = await business.simulator.request(`https://graph.facebook.com/v25.0/${business.number.id}/media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${business.token}` },
    body: form,
  })
  return { status: response.status, json: asJson(await response.json()) }
}
const picture = (type = 'image/jpeg', content: Uint8Array<ArrayBuffer> = Uint8Array.from(bytes)) =>
  new File([content], 'a.jpg', { type })
const download = (url: unknown, bearer: string | null = business.token) =>
  business.simulator.request(String(url), { headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` } })

describe('media', () => {
  it('is uploaded, described, downloaded with the token, deleted', async () => {
    const { call, number } = start()
    const { json } = await upload({ messaging_product: 'whatsapp', type: 'image/jpeg', file: picture() })
    expect(json).toEqual({ id: expect.stringMatching(/^\d+$/) })
    const info = (await call(`/${json.id}?phone_number_id=${number.id}`)).json
    expect(info).toEqual({
      messaging_product: 'whatsapp',
      url: expect.stringContaining('https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid='),
      mime_type: 'image/jpeg',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      file_size: bytes.length,
      id: json.id,
    })
    const file = await download(info.url)
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes)
    expect((await download(info.url, null)).status).toBe(401)
    expect((await call(`/${json.id}`, { method: 'DELETE' })).json).toEqual({ success: true })
    expect(codeOf((await call(`/${json.id}`)).json)).toBe(100)
    expect((await download(info.url)).status).toBe(404)
  })

  it('has addresses for five minutes; a new one is asked for', async () => {
    const { call, simulator } = start()
    const { json } = await upload({ messaging_product: 'whatsapp', file: picture() })
    const { url } = (await call(`/${json.id}`)).json
    simulator.moveClock(5 * 60_000 - 1000)
    expect((await download(url)).status).toBe(200)
    simulator.moveClock(1000)
    expect((await download(url)).status).toBe(404)
    expect((await download((await call(`/${json.id}`)).json.url)).status).toBe(200)
  })

  it('lives 30 days when uploaded, 7 when a customer sent it', async () => {
    const { call, simulator, world, number } = start()
    const { json } = await upload({ messaging_product: 'whatsapp', file: picture() })
    const theirs = storeMedia(world, { numberId: number.id, bytes, mimeType: 'image/jpeg', isFromCustomer: true })
    simulator.moveClock(7 * DAY - 60_000)
    expect((await call(`/${theirs.id}`)).status).toBe(200)
    simulator.moveClock(120_000)
    expect((await call(`/${theirs.id}`)).status).toBe(400)
    expect((await call(`/${json.id}`)).status).toBe(200)
    simulator.moveClock(23 * DAY)
    expect((await call(`/${json.id}`)).status).toBe(400)
  })

  it('belongs to its number and account', async () => {
    const { call, world, account, app } = start()
    const { json } = await upload({ messaging_product: 'whatsapp', file: picture() })
    const other = addNumber(world, { accountId: account.id, displayPhoneNumber: '+1 650-555-2222' })
    expect(at((await call(`/${json.id}?phone_number_id=${other.id}`)).json, 'error', 'error_subcode')).toBe(33)
    const foreign = addToken(world, { appId: app.id, accountIds: ['1'] }).token
    expect(codeOf((await call(`/${json.id}`, { bearer: foreign })).json)).toBe(100)
    expect((await download((await call(`/${json.id}`)).json.url, foreign)).status).toBe(404)
  })

  it('refuses what is missing, of another type, too large, or no multipart at all', async () => {
    const { simulator, number, token } = start()
    expect(codeOf((await upload({ file: picture() })).json)).toBe(100)
    expect(codeOf((await upload({ messaging_product: 'whatsapp' })).json)).toBe(100)
    expect(codeOf((await upload({ messaging_product: 'whatsapp', file: 'text' })).json)).toBe(100)
    const wrong = await upload({ messaging_product: 'whatsapp', file: picture('image/gif') })
    expect(at(wrong.json, 'error', 'message')).toContain("Received file of type 'image/gif'")
    const large = picture('image/png', new Uint8Array(5 * 1024 * 1024 + 1))
    expect(codeOf((await upload({ messaging_product: 'whatsapp', file: large })).json)).toBe(131053)
    const broken = await simulator.request(`https://graph.facebook.com/v25.0/${number.id}/media`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=x' },
      body: 'this is no multipart',
    })
    expect([broken.status, codeOf(asJson(await broken.json()))]).toEqual([400, 100])
  })

  it('comes broken when chaos says so', async () => {
    const { call, number } = start()
    const { json } = await upload({ messaging_product: 'whatsapp', file: picture() })
    number.chaos.corruptMedia = 1
    const file = await download((await call(`/${json.id}`)).json.url)
    expect(Buffer.from(await file.arrayBuffer())).not.toEqual(bytes)
  })
})

describe('the resumable upload', () => {
  const session = (query: string) => business.call(`/${business.app.id}/uploads?${query}`, { method: 'POST' })
  const post = async (id: unknown, { offset, content }: { offset: number | null; content: string }) => {
    const response = await business.simulator.request(`https://graph.facebook.com/v25.0/${id}`, {
      method: 'POST',
      headers: { authorization: `OAuth ${business.token}`, ...(offset !== null && { file_offset: String(offset) }) },
      body: content,
    })
    return asJson(await response.json())
  }

  it('gives a handle when all bytes are there, after an interruption too', async () => {
    const { call } = start()
    const { id } = (await session('file_name=a.png&file_length=10&file_type=image/png')).json
    expect(id).toMatch(/^upload:/)
    await post(id, { offset: 0, content: '01234' })
    expect((await call(`/${id}`)).json).toMatchObject({ file_offset: 5 })
    expect(codeOf(await post(id, { offset: 0, content: '01234' }))).toBe(100)
    expect(codeOf(await post(id, { offset: null, content: '56789' }))).toBe(100)
    const { h } = await post(id, { offset: 5, content: '56789' })
    expect(h).toMatch(/^4::/)

    const path = `/${business.number.id}/whatsapp_business_profile`
    await call(path, { body: { messaging_product: 'whatsapp', profile_picture_handle: h } })
    const { json } = await call(`${path}?fields=profile_picture_url`)
    const shown = await business.simulator.request(String(at(json, 'data', 0, 'profile_picture_url')))
    expect(await shown.text()).toBe('0123456789')
  })

  it('refuses other types, no length, too many bytes, a foreign app', async () => {
    start()
    expect(codeOf((await session('file_length=10&file_type=image/gif')).json)).toBe(100)
    expect(codeOf((await session('file_type=image/png')).json)).toBe(100)
    const { id } = (await session('file_length=3&file_type=image/png')).json
    expect(codeOf(await post(id, { offset: 0, content: '0123' }))).toBe(100)
    expect(
      codeOf((await business.call('/123456/uploads?file_length=3&file_type=image/png', { method: 'POST' })).json),
    ).toBe(100)
    expect(codeOf((await business.call('/upload:nothing')).json)).toBe(100)
  })
})
