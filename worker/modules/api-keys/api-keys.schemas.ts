import { z } from 'zod'
import { memberRoleSchema } from '../../tenancy/permissions.schemas'

export const apiKeyIdSchema = z.string().regex(/^key_[0-9a-z]{26}$/, 'An API key id looks like key_01h….')

export const apiKeySchema = z
  .object({
    id: apiKeyIdSchema,
    name: z.string(),
    role: memberRoleSchema,
    prefix: z.string().meta({ description: 'The first characters of the key, to recognise it by' }),
    createdByName: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable().meta({ description: 'Exact to the hour' }),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof apiKeySchema>

export const createApiKeySchema = z.strictObject({
  name: z.string().trim().min(1, 'Name the key after what will use it.').max(80, 'Use at most 80 characters.'),
  role: memberRoleSchema,
})
export const createdApiKeySchema = apiKeySchema
  .extend({ key: z.string().meta({ description: 'Shown this once: send it as `Authorization: Bearer …`' }) })
  .meta({ id: 'CreatedApiKey' })
