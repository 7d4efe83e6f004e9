import { type QueryClient, queryOptions } from '@tanstack/solid-query'
import type { Job } from '@worker/modules/jobs/jobs.schemas'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { organizationKey } from '../../shared/query'
import { showToast } from '../../ui/toast'
import { isUnderWay } from './job-state'

const LOOK_MS = 1500
const SHOWN = '20'

/** Newest first, as many as anybody looks at. */
export type JobList = { items: Job[]; nextCursor: string | null }

/** Asked for again while something goes on and somebody sees it. */
export const jobsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId, 'jobs'),
    queryFn: ({ signal }): Promise<JobList> =>
      call(api.api.jobs.$get({ query: { limit: SHOWN } }, { init: { signal } })),
    refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? LOOK_MS : false),
  })

/** What the server said of a job: it is in the list at once, which is followed until the job has ended. */
export function startedJob(client: QueryClient, organizationId: string, job: Job): void {
  const { queryKey } = jobsQuery(organizationId)
  // An answer that is on its way may be from before.
  void client.cancelQueries({ queryKey }).then(() => {
    client.setQueryData<JobList>(queryKey, (now) => {
      const others = now?.items.filter(({ id }) => id !== job.id) ?? []
      return { nextCursor: now?.nextCursor ?? null, items: [job, ...others] }
    })
    return client.invalidateQueries({ queryKey })
  })
}

export type JobChange = 'pause' | 'resume' | 'cancel'

/** Pauses, goes on or cancels; says why if it can't. */
export async function changeJob(
  client: QueryClient,
  organizationId: string,
  job: Pick<Job, 'id'>,
  change: JobChange,
): Promise<Job | undefined> {
  try {
    const now = await call(api.api.jobs[':id'][change].$post({ param: { id: job.id } }))
    const { queryKey } = jobsQuery(organizationId)
    await client.cancelQueries({ queryKey })
    client.setQueryData<JobList>(
      queryKey,
      (list) => list && { ...list, items: list.items.map((one) => (one.id === now.id ? now : one)) },
    )
    return now
  } catch (error) {
    showToast({ tone: 'bad', text: errorText(error) })
    return undefined
  } finally {
    void client.invalidateQueries({ queryKey: jobsQuery(organizationId).queryKey })
  }
}
