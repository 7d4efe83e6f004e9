import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from './env'

const description = [
  'Everything the dashboard does with an organization, for your programs.',
  'Send an API key as `Authorization: Bearer wharf_…`; the key names the organization.',
  'Times are ISO 8601 in UTC. Lists are paged by `cursor`. Errors have one form, `Error`, and stable codes.',
  'A POST that creates or sends takes an `Idempotency-Key`: the same key with the same body is done once.',
].join('\n\n')

/** Serves the OpenAPI 3.1 document. Paths and schemas come from the routes; routes with `hide` are left out. */
export function publishDocument(app: OpenAPIHono<AppEnv>, path: string): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key of your organization, made in Settings → API keys.',
  })
  app.doc31(path, (c) => ({
    openapi: '3.1.0',
    info: { title: 'Wharf API', version: '1', description },
    servers: [{ url: c.var.system.config.publicUrl }],
    security: [{ apiKey: [] }],
  }))
}
