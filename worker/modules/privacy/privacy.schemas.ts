import { z } from 'zod'

/** Among the files of a job of the kind `person_export`. */
export const exportFile = 'export.zip'

/** What an erasure leaves as its job's result: nothing of the person. */
export const erasureReceiptSchema = z.object({
  contactId: z.string(),
  erasedAt: z.iso.datetime(),
  by: z.object({ type: z.string(), id: z.string().nullable() }),
  messages: z.number().int(),
  files: z.number().int(),
  archiveRows: z.number().int(),
  notes: z.number().int(),
  events: z.number().int(),
  consents: z.number().int(),
})
export type ErasureReceipt = z.infer<typeof erasureReceiptSchema>

/** What an export leaves as its job's result. */
export const personExportReceiptSchema = z.object({
  contactId: z.string(),
  exportedAt: z.iso.datetime(),
  by: z.object({ type: z.string(), id: z.string().nullable() }),
  bytes: z.number().int(),
  conversations: z.number().int(),
  messages: z.number().int(),
  files: z.number().int(),
  /** Files that should have been in the bucket and were not. */
  missingFiles: z.number().int(),
  notes: z.number().int(),
  events: z.number().int(),
  consents: z.number().int(),
})
export type PersonExportReceipt = z.infer<typeof personExportReceiptSchema>
