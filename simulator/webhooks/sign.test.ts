import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { sign, webhookBody } from './sign'

it('signs the test vector of Meta’s documentation', () => {
  const body = '{"object":"whatsapp_business_account","entry":[]}'
  expect(sign('test_app_secret', body)).toBe('sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756')
})

it('escapes what is not ASCII in lower-case hex, and slashes', () => {
  expect(webhookBody({ text: 'äöå 🌵/é' })).toBe('{"text":"\\u00e4\\u00f6\\u00e5 \\ud83c\\udf35\\/\\u00e9"}')
})

it('signs the bytes on the wire, and reads back to the same text', () => {
  const payload = { text: 'Grüße — 漢字 🌵 https://x.test/\u2028', number: 1, nothing: null }
  const body = webhookBody(payload)
  const bytes = Buffer.from(body, 'utf8')
  expect(bytes.every((byte) => byte < 0x80)).toBe(true)
  expect(sign('secret', body)).toBe(`sha256=${createHmac('sha256', 'secret').update(bytes).digest('hex')}`)
  expect(JSON.parse(body)).toEqual(payload)
  expect(sign('secret', JSON.stringify(payload))).not.toBe(sign('secret', body))
})
