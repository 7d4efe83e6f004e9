import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor, toPage } from '../../shared/pagination'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { jobEnded, jobNotFound, jobNotStarted, jobNotYours } from './jobs.errors'
import { jobKinds, jobSchema, jobStates } from './jobs.schemas'
import { cancelJob, listJobs, pauseJob, requireJob, requireOwnJob, resumeJob, toJob } from './jobs.usecases'

const tags = ['Jobs']
const params = z.object({ id: z.string().max(60) })

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'What goes on by itself, newest first; kept for seven days after its end',
  ...requires('contacts:read'),
  request: {
    query: pageQuerySchema.extend({ kind: z.enum(jobKinds).optional(), state: z.enum(jobStates).optional() }),
  },
  responses: {
    200: json(pageSchema(jobSchema).meta({ id: 'JobPage' }), 'A page of jobs'),
    ...errors(invalidCursor, credentialMissing, notAllowed),
  },
})
const get = createRoute({
  method: 'get',
  path: '/{id}',
  tags,
  summary: 'One job, how far it is and how long it will take',
  ...requires('contacts:read'),
  request: { params },
  responses: { 200: json(jobSchema, 'The job'), ...errors(jobNotFound, credentialMissing, notAllowed) },
})
const changing = { tags, ...requires('contacts:read'), request: { params } }
const changed = {
  200: json(jobSchema, 'The job as it is now'),
  ...errors(jobNotFound, jobNotYours, jobEnded, jobNotStarted, credentialMissing, notAllowed),
}
const pause = createRoute({
  ...{ method: 'post' as const, path: '/{id}/pause' as const, ...changing, responses: changed },
  summary: 'Stand still after the step that it is in',
})
const resume = createRoute({
  ...{ method: 'post' as const, path: '/{id}/resume' as const, ...changing, responses: changed },
  summary: 'Go on where it stands',
})
const cancel = createRoute({
  ...{ method: 'post' as const, path: '/{id}/cancel' as const, ...changing, responses: changed },
  summary: 'End it after the step that it is in; what it has done stays done',
})

export const jobRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => {
    const { cursor, limit, kind, state } = c.req.valid('query')
    const before = cursor === undefined ? undefined : decodeCursor(z.tuple([z.number(), z.string()]), cursor)
    const rows = await listJobs(c.var.ctx, {
      limit: limit + 1,
      ...(kind && { kind }),
      ...(state && { state }),
      ...(before && { before }),
    })
    const { items, nextCursor } = toPage(rows, limit, (row) => [row.createdAt, row.id])
    const now = c.var.ctx.clock.now()
    return c.json({ items: items.map((row) => toJob(row, now)), nextCursor }, 200)
  })
  .openapi(get, async (c) => {
    const { ctx } = c.var
    return c.json(toJob(await requireJob(ctx, c.req.valid('param').id), ctx.clock.now()), 200)
  })
  .openapi(pause, async (c) => c.json(await change(c.var, c.req.valid('param').id, pauseJob), 200))
  .openapi(resume, async (c) => c.json(await change(c.var, c.req.valid('param').id, resumeJob), 200))
  .openapi(cancel, async (c) => c.json(await change(c.var, c.req.valid('param').id, cancelJob), 200))

async function change({ ctx, entry }: MemberEnv['Variables'], id: string, act: typeof pauseJob) {
  requireOwnJob(ctx, entry.role, await requireJob(ctx, id))
  return toJob(await act(ctx, id), ctx.clock.now())
}
