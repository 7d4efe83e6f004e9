import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from './env'
import { bodyTooLarge, wrongContentType } from './errors'

const description = [
  'Everything the dashboard does with an organization, for your programs.',
  'Send an API key as `Authorization: Bearer wharf_…`; the key names the organization.',
  'Times are ISO 8601 in UTC. Lists are paged by `cursor`. Errors have one form, `Error`, and stable codes.',
  'A POST that creates or sends takes an `Idempotency-Key`: the same key with the same body is done once.',
].join('\n\n')

/** Serves the OpenAPI 3.1 document. Paths and schemas come from the routes; routes marked `internal` are left out. */
export function publishDocument(app: OpenAPIHono<AppEnv>, path: string): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key of your organization, made in Settings → API keys.',
  })
  // Made once: it depends on the routes and on one setting, and takes some 10 ms.
  let made: { publicUrl: string; text: string } | undefined
  app.get(path, (c) => {
    const { publicUrl } = c.var.system.config
    if (made?.publicUrl !== publicUrl) made = { publicUrl, text: JSON.stringify(document(publicUrl)) }
    return c.body(made.text, 200, { 'content-type': 'application/json' })
  })

  function document(publicUrl: string) {
    const whole = app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Wharf API', version: '1', description },
      servers: [{ url: publicUrl }],
      security: [{ apiKey: [] }],
    })
    return { ...whole, paths: publish(whole.paths ?? {}) }
  }
}

type Operation = { 'x-internal'?: true; requestBody?: object; responses: Record<string, object> }
type Paths = Record<string, Record<string, Operation>>

/** Leaves internal routes out, and adds what is answered before a route is reached. */
function publish(paths: object): Paths {
  const published = Object.entries(paths as Paths).map(([path, operations]): [string, Record<string, Operation>] => [
    path,
    Object.fromEntries(
      Object.entries(operations)
        .filter(([, operation]) => !operation['x-internal'])
        .map(([method, operation]) => [method, operation.requestBody ? withBodyErrors(operation) : operation]),
    ),
  ])
  return Object.fromEntries(published.filter(([, operations]) => Object.keys(operations).length > 0))
}

/** What any route with a body can answer, besides what it declares. */
export const bodyErrors = [bodyTooLarge, wrongContentType]

const withBodyErrors = (operation: Operation): Operation => ({
  ...operation,
  responses: {
    ...operation.responses,
    ...Object.fromEntries(
      bodyErrors.map(({ declaration: { status, code, message } }) => [
        status,
        {
          description: `\`${code}\`: ${message}`,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      ]),
    ),
  },
})
