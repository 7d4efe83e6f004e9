import type { JobKinds } from './modules/jobs/run-jobs.usecases'

/** Kind of job → who does it. */
export const jobWorks: JobKinds = {}
