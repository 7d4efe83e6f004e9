import { z } from 'zod'
import { jobSchema } from '../jobs/jobs.schemas'

export const importTargetSchema = z.union([
  z.enum(['id', 'name', 'phone', 'email', 'language', 'tags', 'consent', 'username', 'skip']),
  z.strictObject({ field: z.string().min(1).max(60) }),
])
export type ImportTarget = z.infer<typeof importTargetSchema>
export const dateFormats = ['dmy', 'mdy', 'ymd'] as const

export const startImportSchema = z.strictObject({
  filename: z.string().trim().min(1).max(200),
  size: z.number().int().min(0),
})

export const importMappingSchema = z
  .strictObject({
    /** Columns that are not here are left out. */
    columns: z
      .array(
        z.strictObject({
          index: z.number().int().min(0).max(499),
          target: importTargetSchema,
          dateFormat: z.enum(dateFormats).optional(),
        }),
      )
      .max(500),
    /** `create` leaves people who are there as they are. */
    mode: z.enum(['upsert', 'create']).default('upsert'),
    tagIds: z.array(z.string().max(60)).max(50).default([]),
    /** What everybody in the file has agreed to, where no column says otherwise. */
    consent: z
      .strictObject({
        state: z.literal('granted'),
        wording: z.string().trim().min(1).max(2000),
        source: z.string().trim().min(1).max(200),
      })
      .nullable()
      .default(null),
    /** For numbers without a country code. ISO 3166-1 alpha-2. */
    defaultCountry: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable()
      .default(null),
  })
  .meta({ id: 'ContactImportMapping' })
export type ImportMapping = z.infer<typeof importMappingSchema>

const columnSchema = z.object({
  index: z.number().int(),
  name: z.string(),
  samples: z.array(z.string()),
  target: importTargetSchema,
  dateFormat: z.enum(dateFormats).nullable(),
  /** Sentences. */
  problems: z.array(
    z.object({ code: z.enum(['ambiguous_dates', 'duplicate_header', 'no_header']), message: z.string() }),
  ),
})

export const importFileSchema = z.object({
  encoding: z.enum(['utf-8', 'ascii', 'utf-16le', 'utf-16be', 'windows-1252']),
  delimiter: z.enum([',', ';', '\t']),
  hasHeader: z.boolean(),
  columns: z.array(columnSchema),
  /** The first five. */
  rows: z.array(z.array(z.string())),
  estimatedRows: z.number().int(),
})
export type ImportFile = z.infer<typeof importFileSchema>

const uploadSchema = z.object({
  size: z.number().int(),
  /** All parts have this many bytes, the last one what is left. */
  partSize: z.number().int(),
  partCount: z.number().int(),
  arrived: z.array(z.number().int()),
})

export const contactImportSchema = z
  .object({
    id: z.string(),
    filename: z.string(),
    job: jobSchema,
    upload: uploadSchema,
    file: importFileSchema.nullable(),
    mapping: importMappingSchema.nullable(),
  })
  .meta({ id: 'ContactImport' })
export type ContactImport = z.infer<typeof contactImportSchema>

/** What a job of this kind holds: first the file, then what it is, then what to do with it. */
export const importInputSchema = z.object({
  title: z.string(),
  filename: z.string(),
  size: z.number(),
  file: importFileSchema.nullable().default(null),
  /** Where the first row begins, in bytes, and its number. */
  start: z.object({ offset: z.number(), row: z.number() }).nullable().default(null),
  mapping: importMappingSchema.nullable().default(null),
})
export type ImportInput = z.infer<typeof importInputSchema>

export const importPlaceSchema = z.object({
  offset: z.number(),
  /** Of the next row, as a spreadsheet counts them. */
  row: z.number(),
  /** In the middle of a line that is too long. */
  isSkipping: z.boolean().default(false),
})
