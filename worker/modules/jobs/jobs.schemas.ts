import { z } from 'zod'

export const jobKinds = ['contact_import', 'contact_bulk', 'person_export', 'person_erasure', 'retention'] as const
export type JobKind = (typeof jobKinds)[number]
export const jobStates = ['waiting', 'running', 'paused', 'cancelled', 'done', 'failed'] as const
export type JobState = (typeof jobStates)[number]

/** Work that goes on by itself, for its progress bar. What it has done stays done when it is paused or cancelled. */
export const jobSchema = z
  .object({
    id: z.string(),
    kind: z.enum(jobKinds),
    state: z.enum(jobStates),
    /** For people: the file's name, "Tag 1,284 contacts", the person's name. */
    title: z.string(),
    /** Rows or bytes, as `unit` says; `total` is null while nobody knows. */
    done: z.number().int(),
    total: z.number().int().nullable(),
    unit: z.enum(['rows', 'bytes']),
    counts: z.record(z.string(), z.number().int()),
    /** Of `done`, over its running time; null at the start. */
    ratePerSecond: z.number().nullable(),
    secondsLeft: z.number().int().nullable(),
    result: z.record(z.string(), z.unknown()).nullable(),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    startedBy: z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() }).nullable(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    /** What came out of it is kept until then. */
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof jobSchema>
