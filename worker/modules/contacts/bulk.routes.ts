import { createRoute } from '@hono/zod-openapi'
import { createRouter, errors, json, jsonBody } from '../../shared/http/openapi'
import { idempotencyErrors } from '../../tenancy/idempotency'
import { isAllowed } from '../../tenancy/permissions.schemas'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { jobSchema } from '../jobs/jobs.schemas'
import { toJob } from '../jobs/jobs.usecases'
import { segmentInvalid, segmentNotFound } from '../segments/segments.errors'
import { startBulk } from './bulk.usecases'
import { bulkSchema } from './contact-list.schemas'
import { ownerNotFound, tagNotFound } from './contacts.errors'
import { invalidFields } from './custom-fields.errors'

const bulk = createRoute({
  method: 'post',
  path: '/bulk',
  tags: ['Contacts'],
  summary: 'Tag, assign, change or delete many people',
  description: 'Some by id, or everyone whom a filter finds. A job does it; deleting needs `contacts:delete`.',
  ...requires('contacts:update'),
  request: jsonBody(bulkSchema),
  responses: {
    202: json(jobSchema, 'The job'),
    ...errors(
      credentialMissing,
      notAllowed,
      tagNotFound,
      ownerNotFound,
      invalidFields,
      segmentNotFound,
      segmentInvalid,
      ...idempotencyErrors,
    ),
  },
})

export const bulkRoutes = createRouter<MemberEnv>().openapi(bulk, async (c) => {
  const { ctx, entry } = c.var
  const wanted = c.req.valid('json')
  if (wanted.action.type === 'delete' && !isAllowed(entry.role, 'contacts:delete'))
    throw notAllowed({ details: { permission: 'contacts:delete' } })
  return c.json(toJob(await startBulk(ctx, wanted), ctx.clock.now()), 202)
})
