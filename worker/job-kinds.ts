import { contactImportWork } from './modules/contact-import/contact-import.usecases'
import { bulkWork } from './modules/contacts/bulk.usecases'
import type { JobKinds } from './modules/jobs/run-jobs.usecases'
import { erasureWork } from './modules/privacy/erasure-steps.usecases'
import { exportWork } from './modules/privacy/export-steps.usecases'
import { retentionWork } from './modules/privacy/retention-steps.usecases'

/** Kind of job → who does it. */
export const jobWorks: JobKinds = {
  contact_bulk: bulkWork,
  contact_import: contactImportWork,
  person_erasure: erasureWork,
  person_export: exportWork,
  retention: retentionWork,
}
