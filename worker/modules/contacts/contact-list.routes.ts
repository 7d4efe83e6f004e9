import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor } from '../../shared/pagination'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { segmentInvalid, segmentNotFound } from '../segments/segments.errors'
import {
  type ContactFilter,
  contactCountSchema,
  contactFilterSchema,
  contactPageSchema,
  listContactsQuerySchema,
} from './contact-list.schemas'
import { countContacts, listContacts } from './contact-list.usecases'

const tags = ['Contacts']
const doors = [credentialMissing, notAllowed, segmentNotFound, segmentInvalid] as const

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'People: everyone, a segment, or whom a search finds',
  ...requires('contacts:read'),
  request: { query: listContactsQuerySchema },
  responses: { 200: json(contactPageSchema, 'A page of them'), ...errors(...doors, invalidCursor) },
})
const count = createRoute({
  method: 'get',
  path: '/count',
  tags,
  summary: 'How many people a list has',
  ...requires('contacts:read'),
  request: { query: contactFilterSchema },
  responses: { 200: json(contactCountSchema, 'How many'), ...errors(...doors) },
})

const positionSchema = z.tuple([z.union([z.number(), z.string().max(500), z.null()]), z.string().max(60)])
const peopleOf = ({ search, segmentId, filter }: ContactFilter) => ({ search, segmentId, definition: filter })

export const contactListRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => {
    const { cursor, limit, sort, direction, ...filter } = c.req.valid('query')
    const page = {
      sort,
      isAscending: (direction ?? (sort === 'name' ? 'asc' : 'desc')) === 'asc',
      after: cursor === undefined ? undefined : decodeCursor(positionSchema, cursor),
      limit,
    }
    return c.json(await listContacts(c.var.ctx, peopleOf(filter), page), 200)
  })
  .openapi(count, async (c) => c.json(await countContacts(c.var.ctx, peopleOf(c.req.valid('query'))), 200))
