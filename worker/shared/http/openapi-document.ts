import type { OpenAPIHono } from '@hono/zod-openapi'

type DocumentConfig = Parameters<OpenAPIHono['getOpenAPI31Document']>[0]

/** The head of the published document. Paths and schemas come from the routes. */
export const openApiDocument: DocumentConfig = {
  openapi: '3.1.0',
  info: {
    title: 'Wharf API',
    version: '1',
    description: [
      'Everything the dashboard does with an organization, for your programs.',
      'Send an API key as `Authorization: Bearer wharf_…`; the key names the organization.',
      'Times are ISO 8601 in UTC. Lists are paged by `cursor`. Errors have one form, `Error`, and stable codes.',
      'A POST that creates or sends takes an `Idempotency-Key`: the same key with the same body is done once.',
    ].join('\n\n'),
  },
  security: [{ apiKey: [] }],
}
