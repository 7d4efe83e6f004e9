import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, empty, errors, json, jsonBody } from '../../shared/http/openapi'
import { type MemberEnv, requireMember, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import {
  importMappingInvalid,
  importNotFound,
  importNotMapped,
  importNotUploaded,
  importStarted,
  importTooLarge,
  importUnreadable,
  importUploadIncomplete,
  importWrongPart,
} from './contact-import.errors'
import { contactImportSchema, importMappingSchema, startImportSchema } from './contact-import.schemas'
import { streamRefused } from './contact-import.usecases'
import {
  createImport,
  discardImport,
  findImport,
  inspectImport,
  mapImport,
  requireImport,
  startImport,
  uploadImportPart,
} from './prepare-import.usecases'

const tags = ['Contacts']
const params = z.object({ id: z.string().max(60) })
const access = requires('contacts:import')
const common = [credentialMissing, notAllowed] as const
const shown = (description: string) => json(contactImportSchema, description)

const create = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Announce a CSV file; its parts follow',
  ...access,
  request: jsonBody(startImportSchema),
  responses: { 201: shown('How it is cut into parts'), ...errors(importTooLarge, importUnreadable, ...common) },
})
const get = createRoute({
  method: 'get',
  path: '/{id}',
  tags,
  summary: 'An import: what has arrived, what the columns are, how far it is',
  ...access,
  request: { params },
  responses: { 200: shown('The import'), ...errors(importNotFound, ...common) },
})
const uploaded = createRoute({
  method: 'post',
  path: '/{id}/uploaded',
  tags,
  summary: 'All parts are there: find out what the file is',
  ...access,
  request: { params },
  responses: {
    200: shown('With its columns and first rows'),
    ...errors(importNotFound, importUploadIncomplete, importUnreadable, importStarted, ...common),
  },
})
const map = createRoute({
  method: 'put',
  path: '/{id}/mapping',
  tags,
  summary: 'Say what the columns are and what is done with people who are there already',
  ...access,
  request: { params, ...jsonBody(importMappingSchema) },
  responses: {
    200: shown('The import'),
    ...errors(importNotFound, importNotUploaded, importMappingInvalid, importStarted, ...common),
  },
})
const start = createRoute({
  method: 'post',
  path: '/{id}/start',
  tags,
  summary: 'Begin; once begun, asking again changes nothing',
  ...access,
  request: { params },
  responses: { 200: shown('The import, with its job'), ...errors(importNotFound, importNotMapped, ...common) },
})
const refused = createRoute({
  method: 'get',
  path: '/{id}/refused',
  tags,
  summary: 'The rows that were not imported, as CSV, each with its number and the reason',
  ...access,
  request: { params },
  responses: {
    200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
    ...errors(importNotFound, ...common),
  },
})
const discard = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Give up an import that has not begun',
  ...access,
  request: { params },
  responses: { 204: empty('Given up'), ...errors(importNotFound, importStarted, ...common) },
})

export const contactImportRoutes = createRouter<MemberEnv>()
  .openapi(create, async (c) => c.json(await createImport(c.var.ctx, c.req.valid('json')), 201))
  .openapi(get, async (c) => c.json(await findImport(c.var.ctx, c.req.valid('param').id), 200))
  .openapi(uploaded, async (c) => c.json(await inspectImport(c.var.ctx, c.req.valid('param').id), 200))
  .openapi(map, async (c) => c.json(await mapImport(c.var.ctx, c.req.valid('param').id, c.req.valid('json')), 200))
  .openapi(start, async (c) => c.json(await startImport(c.var.ctx, c.req.valid('param').id), 200))
  .openapi(refused, async (c) => {
    const job = await requireImport(c.var.ctx, c.req.valid('param').id)
    return c.body(streamRefused(c.var.ctx, job), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="refused.csv"',
    }) as never // a stream is no text for the type, and is one on the wire
  })
  .openapi(discard, async (c) => {
    await discardImport(c.var.ctx, c.req.valid('param').id)
    return c.body(null, 204)
  })

const { middleware, ...permission } = access
const part = createRoute({
  method: 'put',
  path: '/{id}/parts/{part}',
  tags,
  summary: 'One part of the file; sent again, it replaces the one that was there',
  ...permission,
  // Its own door: mounted before the limit that the API has for bodies, and outside what reads them.
  middleware: [requireMember, ...middleware],
  request: {
    params: params.extend({ part: z.coerce.number().int().min(1).max(10_000) }),
    body: {
      required: true,
      description: 'The bytes as they are',
      content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
    },
  },
  responses: {
    200: json(z.object({ part: z.number().int() }), 'It has arrived'),
    ...errors(importNotFound, importWrongPart, importStarted, ...common),
  },
})

const lengthOf = (header: string | undefined): number | null =>
  header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null

/** Raw bodies: see `takesImportPart`. */
export const contactImportPartRoutes = createRouter<MemberEnv>().openapi(part, async (c) => {
  const { id, part: number } = c.req.valid('param')
  const length = lengthOf(c.req.header('content-length'))
  await uploadImportPart(c.var.ctx, { id, part: number, length }, c.req.raw.body ?? new Blob([]).stream())
  return c.json({ part: number }, 200)
})

export const takesImportPart = ({ method, url }: Pick<Request, 'method' | 'url'>): boolean =>
  method === 'PUT' && /^\/api\/contacts\/import\/[^/]+\/parts\/[^/]+$/.test(new URL(url).pathname)
