import { z } from 'zod'
import { pageQuerySchema } from '../../shared/pagination.schemas'
import { phoneNumberIdSchema } from '../phone-numbers/phone-numbers.schemas'

export const templateSchema = z
  .object({
    wabaId: z.string().meta({ description: 'The business account it belongs to: all its numbers can send it' }),
    name: z.string(),
    language: z.string(),
    status: z
      .string()
      .meta({ description: '`APPROVED` can be sent. Also PENDING, REJECTED, PAUSED, DISABLED and others' }),
    category: z.string().meta({ description: 'MARKETING, UTILITY or AUTHENTICATION' }),
    parameterFormat: z.string().meta({ description: 'POSITIONAL or NAMED' }),
    components: z.array(z.record(z.string(), z.unknown())).meta({ description: 'As Meta has them' }),
    qualityScore: z.string().nullable(),
    reason: z.string().nullable().meta({ description: 'Why it was rejected' }),
    syncedAt: z.iso.datetime().meta({ description: 'When we last saw it change' }),
  })
  .meta({ id: 'Template' })
export type Template = z.infer<typeof templateSchema>

export const listTemplatesSchema = pageQuerySchema.extend({
  phoneNumberId: phoneNumberIdSchema.optional().meta({ description: 'Those that this number can send' }),
  wabaId: z.string().max(32).optional(),
  status: z.string().max(40).optional(),
  category: z.string().max(40).optional(),
  language: z.string().max(20).optional(),
  search: z.string().trim().max(100).optional().meta({ description: 'A part of the name' }),
})

export const syncTemplatesSchema = z.strictObject({
  phoneNumberId: phoneNumberIdSchema.optional().meta({ description: 'Its business account only; otherwise all' }),
})
export const syncedSchema = z
  .object({
    accounts: z.array(z.object({ wabaId: z.string(), templates: z.int(), changed: z.int(), removed: z.int() })),
  })
  .meta({ id: 'SyncedTemplates' })
