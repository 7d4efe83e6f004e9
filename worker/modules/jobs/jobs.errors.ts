import { AppError, defineError } from '../../shared/errors'

export const jobNotFound = defineError({
  code: 'jobs.not_found',
  status: 404,
  message: 'This job does not exist. What came out of a job is kept for seven days.',
})
export const jobNotYours = defineError({
  code: 'jobs.not_yours',
  status: 403,
  message: 'Only who began this job, or somebody who may begin one like it, can pause or cancel it.',
})
export const jobEnded = defineError({
  code: 'jobs.ended',
  status: 409,
  message: 'This job has ended already.',
})
export const jobNotStarted = defineError({
  code: 'jobs.not_started',
  status: 409,
  message: 'This job has not begun yet.',
})

/** Trying again does not help: the job ends, and says so to people. */
export class JobFailure extends AppError {}
export const jobFailed = (code: string, message: string): JobFailure => new JobFailure({ code, status: 409, message })
