import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { idempotencyErrors } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { contactNotFound } from '../contacts/contacts.errors'
import { jobSchema } from '../jobs/jobs.schemas'
import { toJob } from '../jobs/jobs.usecases'
import { startErasure } from './erasure.usecases'

const tags = ['Contacts']
const request = { params: z.object({ id: z.string().max(60) }) }
const doors = [credentialMissing, notAllowed, contactNotFound, ...idempotencyErrors] as const

const erase = createRoute({
  method: 'post',
  path: '/{id}/erasure',
  tags,
  summary: 'Erase a person: what was said, their files, their names, here and in the archive',
  description:
    'They leave every list at once; a job does the rest, and its result is the receipt. Statistics stay. Nothing brings them back; should they write again, they are somebody new.',
  ...requires('privacy:manage'),
  request,
  responses: { 202: json(jobSchema, 'The job, or the one that erases them already'), ...errors(...doors) },
})

export const privacyRoutes = createRouter<MemberEnv>().openapi(erase, async (c) => {
  const job = await startErasure(c.var.ctx, c.req.valid('param').id)
  return c.json(toJob(job, c.var.ctx.clock.now()), 202)
})
