import { createRoute, z } from '@hono/zod-openapi'
import type { OrganizationContext } from '../../shared/context'
import { createRouter, errors, jsonBody } from '../../shared/http/openapi'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import type { Selection } from '../contacts/contact-list.schemas'
import { segmentInvalid, segmentNotFound } from '../segments/segments.errors'
import { type ExportFormat, exportQuerySchema, exportSchema } from './contact-export.schemas'
import { exportContacts } from './contact-export.usecases'

const types = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' } as const
const file = {
  description: 'The file, made while it is sent',
  content: {
    'text/csv': { schema: z.string() },
    'application/x-ndjson': { schema: z.string() },
  },
}
const tags = ['Contacts']
const shared = {
  path: '/export',
  tags,
  ...requires('contacts:export'),
  responses: { 200: file, ...errors(credentialMissing, notAllowed, segmentNotFound, segmentInvalid) },
} as const

const exportFiltered = createRoute({
  ...shared,
  method: 'get',
  summary: 'People as CSV or JSON lines: everyone, a segment, or whom a search finds',
  request: { query: exportQuerySchema },
})
const exportSelected = createRoute({
  ...shared,
  method: 'post',
  summary: 'Chosen people as CSV or JSON lines',
  request: jsonBody(exportSchema),
})

async function answer(ctx: OrganizationContext, selection: Selection, format: ExportFormat) {
  const body = await exportContacts(ctx, { selection, format })
  const day = new Date(ctx.clock.now()).toISOString().slice(0, 10)
  const headers = {
    'content-type': types[format],
    'content-disposition': `attachment; filename="contacts-${day}.${format}"`,
    'cache-control': 'no-store',
  }
  return [body, 200, headers] as const
}

export const contactExportRoutes = createRouter<MemberEnv>()
  .openapi(exportFiltered, async (c) => {
    const { format, search, segmentId, filter } = c.req.valid('query')
    const people = { search, segmentId, definition: filter }
    return c.newResponse(...(await answer(c.var.ctx, { filter: people, except: [] }, format)))
  })
  .openapi(exportSelected, async (c) => {
    const { selection, format } = c.req.valid('json')
    return c.newResponse(...(await answer(c.var.ctx, selection, format)))
  })
