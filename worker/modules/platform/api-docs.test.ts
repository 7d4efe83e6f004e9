import { expect, it } from 'vitest'
import { send } from '../../test/harness'

it('the API reference is a page with a strict policy of its own and nothing inline or foreign', async () => {
  const { status, headers, body } = await send('GET', '/api/docs')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toMatch('text/html')
  const policy = headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("style-src 'self';")
  expect(policy).not.toContain('unsafe')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(body).not.toMatch(/<style|<script>| style=| on\w+=|https?:\/\//)
  for (const [, address] of body.matchAll(/(?:src|href)="([^"]+)"/g)) expect(address).toMatch(/^\//)
})

it('the API reference is not part of the API it describes', async () => {
  const { body } = await send('GET', '/api/openapi.json')
  expect(Object.keys(body.paths).filter((path) => /docs|platform/.test(path))).toEqual([])
})
