import { describe, expect, it } from 'vitest'
import { describedRoutes } from './contract'
import { createMember } from './factories'
import { send } from './harness'
import { fillPath, listRoutes } from './routes'
import { samples } from './samples'

type Operation = {
  'x-internal'?: true
  summary?: string
  security?: unknown
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, { description: string }>
}
type Document = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown>; securitySchemes: unknown }
}
const getDocument = async () => (await send('GET', '/api/openapi.json')).body as Document
const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      operation,
    })),
  )

describe('the OpenAPI document', () => {
  it('is 3.1, names the way in, and resolves every reference', async () => {
    const document = await getDocument()
    expect(document.openapi).toBe('3.1.0')
    expect(document.components.securitySchemes).toMatchObject({ apiKey: { type: 'http', scheme: 'bearer' } })
    for (const [, name = ''] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g))
      expect(document.components.schemas).toHaveProperty(name)
  })

  it('lists exactly the routes that a program may call', async () => {
    const published = operationsOf(await getDocument())
      .map(({ name }) => name)
      .sort()
    const forPrograms = Object.entries(samples)
      .filter(([name, { door }]) => door === 'member' || name === 'GET /api/health')
      .map(([name]) => name)
    const keys = ['GET /api/api-keys', 'POST /api/api-keys', 'DELETE /api/api-keys/:id']
    expect(published).toEqual([...new Set([...forPrograms, ...keys])].sort())
  })

  it('describes each with a summary, its answers, and its errors in the one form', async () => {
    for (const { name, operation } of operationsOf(await getDocument())) {
      expect(operation.summary, name).toBeTruthy()
      const statuses = Object.keys(operation.responses)
      expect(
        statuses.some((status) => status.startsWith('2')),
        name,
      ).toBe(true)
      for (const status of statuses.filter((one) => one >= '400' && one < '500'))
        expect(JSON.stringify(operation.responses[status]), `${name} ${status}`).toContain('#/components/schemas/Error')
      if (samples[name]?.door !== 'open') expect(statuses, name).toContain('401')
    }
  })
})

describe('what routes really do', () => {
  const described = new Set(
    describedRoutes().map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )

  it('is described for every one of them, but for the document itself and the mailbox of local runs', () => {
    const others = listRoutes()
      .map(({ name }) => name)
      .filter((name) => !described.has(name))
    expect(others.sort()).toEqual(['GET /api/dev/mail', 'GET /api/dev/mail/:id/html', 'GET /api/openapi.json'])
  })

  // `send` holds every answer against the description; here each body is also taken apart.
  // A file is no JSON: media/uploads.test.ts takes those apart.
  // A delivery of Meta's is whatever was signed: ingestion/webhook.test.ts.
  const isJson = ({ name }: { name: string }) =>
    samples[name]?.headers?.['content-type'] === undefined && !name.startsWith('POST /api/webhook')
  const withBody = listRoutes().filter((route) => samples[route.name]?.body !== undefined && isJson(route))
  it.each(withBody.map((route) => [route.name, route] as const))(
    '%s takes what it describes and refuses an additional or a missing field',
    async (name, route) => {
      const { params, body } = samples[name] as (typeof samples)[string]
      const operator = await createMember({ user: { email: `${crypto.randomUUID()}@example.test` } })
      const path = fillPath(route.path, (await params?.(operator)) ?? {})
      const valid = (await body?.(operator)) as Record<string, unknown>
      const attempt = (tried: unknown) => send(route.method, path, { token: operator.token, body: tried })
      const refusal = samples[name]?.door === 'operator' ? 403 : 400
      expect((await attempt({ ...valid, unknownField: 1 })).status).toBe(refusal)
      expect((await attempt([valid])).status).toBe(refusal)
      expect((await attempt({ ...valid, [Object.keys(valid)[0] as string]: { wrong: 'type' } })).status).toBe(refusal)
    },
  )
})
