import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { idempotencyErrors } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { contactNotFound } from '../contacts/contacts.errors'
import { jobSchema } from '../jobs/jobs.schemas'
import { toJob } from '../jobs/jobs.usecases'
import { startErasure } from './erasure.usecases'
import { openExport, startExport } from './export.usecases'
import { exportNotFound } from './privacy.errors'

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

const exportPerson = createRoute({
  method: 'post',
  path: '/{id}/export',
  tags,
  summary: 'Everything about a person as a ZIP: who they are, what was said, their files',
  description:
    'A job of the kind `person_export` makes it; its result is the receipt. Get it from `GET /api/contacts/exports/{jobId}` until `expiresAt`.',
  ...requires('privacy:manage'),
  request,
  responses: { 202: json(jobSchema, 'The job, or the one that exports them already'), ...errors(...doors) },
})

const download = createRoute({
  method: 'get',
  path: '/exports/{jobId}',
  tags,
  summary: 'The ZIP of an export, once its job is done',
  ...requires('privacy:manage'),
  request: { params: z.object({ jobId: z.string().max(60) }) },
  responses: {
    200: {
      description: 'The ZIP',
      content: { 'application/zip': { schema: z.string().meta({ format: 'binary' }) } },
    },
    ...errors(credentialMissing, notAllowed, exportNotFound),
  },
})

export const privacyRoutes = createRouter<MemberEnv>()
  .openapi(erase, async (c) => {
    const job = await startErasure(c.var.ctx, c.req.valid('param').id)
    return c.json(toJob(job, c.var.ctx.clock.now()), 202)
  })
  .openapi(exportPerson, async (c) => {
    const job = await startExport(c.var.ctx, c.req.valid('param').id)
    return c.json(toJob(job, c.var.ctx.clock.now()), 202)
  })
  .openapi(download, async (c) => {
    const { body, size, exportedOn } = await openExport(c.var.ctx, c.req.valid('param').jobId)
    return c.newResponse(body, 200, {
      'content-type': 'application/zip',
      'content-length': String(size),
      'content-disposition': `attachment; filename="person-${exportedOn}.zip"`,
      'cache-control': 'no-store',
    })
  })
