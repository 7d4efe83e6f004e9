import { z } from 'zod'
import { memberRoleSchema } from '../../tenancy/permissions.schemas'

export const userIdSchema = z.string().regex(/^usr_[0-9a-z]{26}$/, 'A user id looks like usr_01h….')

export const memberSchema = z
  .object({
    userId: userIdSchema,
    name: z.string(),
    email: z.string(),
    role: memberRoleSchema,
    isActive: z.boolean().meta({ description: 'False: cannot sign in to this workspace, and keeps their history' }),
    totpEnabled: z.boolean(),
    lastLoginAt: z.iso.datetime().nullable(),
    joinedAt: z.iso.datetime(),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof memberSchema>

export const changeRoleSchema = z.strictObject({ role: memberRoleSchema })
export const changeMemberSchema = z.strictObject({ isActive: z.boolean() })
