import type { JobKinds } from './modules/jobs/run-jobs.usecases'
import { erasureWork } from './modules/privacy/erasure-steps.usecases'
import { retentionWork } from './modules/privacy/retention-steps.usecases'

/** Kind of job → who does it. */
export const jobWorks: JobKinds = {
  person_erasure: erasureWork,
  retention: retentionWork,
}
