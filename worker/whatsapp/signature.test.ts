import { describe, expect, it } from 'vitest'
import { Secret } from '../shared/secret'
import { createMeta } from '../test/meta'
import { verifySignature } from './signature'

const bytes = (text: string): ArrayBuffer => Uint8Array.from(new TextEncoder().encode(text)).buffer
const secret = new Secret('test_app_secret')
const body = '{"object":"whatsapp_business_account","entry":[]}'
const signature = 'sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756'

describe('a signature', () => {
  it('is Meta’s: HMAC-SHA256 of the raw bytes', async () => {
    expect(await verifySignature(secret, bytes(body), signature)).toBe(true)
    // With the key that is known by now.
    expect(await verifySignature(secret, bytes(body), signature.toUpperCase().replace('SHA256', 'sha256'))).toBe(true)
  })

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['another one', `sha256=${'0'.repeat(64)}`],
    ['a shorter one', signature.slice(0, -2)],
    ['a longer one', `${signature}00`],
    ['one without its algorithm', signature.slice('sha256='.length)],
    ['one of another algorithm', signature.replace('sha256', 'sha1')],
    ['one that is no hexadecimal', `sha256=${'g'.repeat(64)}`],
    ['two', `${signature},${signature}`],
    ['one with a line break', `${signature}\n`],
  ])('is refused when it is %s', async (_name, header) => {
    expect(await verifySignature(secret, bytes(body), header)).toBe(false)
  })

  it('is refused for other bytes and for another secret', async () => {
    expect(await verifySignature(secret, bytes(body.replace('[]', '[ ]')), signature)).toBe(false)
    expect(await verifySignature(secret, bytes(''), signature)).toBe(false)
    expect(await verifySignature(new Secret('another'), bytes(body), signature)).toBe(false)
  })

  it('holds for the bytes as Meta escaped them, not for what they say', async () => {
    const meta = createMeta()
    await meta.act(meta.customer, { type: 'text', text: 'äöå / 😀' })
    const [delivery] = await meta.takeDeliveries()
    const text = delivery?.body ?? ''
    expect(text).toContain('\\u00e4\\u00f6\\u00e5 \\/ \\ud83d\\ude00')
    const app = new Secret(meta.app.secret)
    expect(await verifySignature(app, bytes(text), delivery?.signature)).toBe(true)
    expect(await verifySignature(app, bytes(JSON.stringify(JSON.parse(text))), delivery?.signature)).toBe(false)
  })
})
