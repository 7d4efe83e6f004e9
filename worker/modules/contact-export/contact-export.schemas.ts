import { z } from 'zod'
import { contactFilterSchema, selectionSchema } from '../contacts/contact-list.schemas'

/** `jsonl`: a `Contact` a line, as the API shows it. */
export const exportFormatSchema = z.enum(['csv', 'jsonl'])
export type ExportFormat = z.infer<typeof exportFormatSchema>
export const exportQuerySchema = contactFilterSchema.extend({ format: exportFormatSchema.default('csv') })
export const exportSchema = z.strictObject({ selection: selectionSchema, format: exportFormatSchema.default('csv') })
