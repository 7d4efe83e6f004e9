import { z } from 'zod'
import { memberRoleSchema } from '../../tenancy/permissions.schemas'
import { organizationIdSchema, planSchema } from '../organizations/organizations.schemas'
import { userIdSchema } from '../team/team.schemas'

// What the operator of the platform sees: who is there and whether it works, never what a tenant wrote.

export const platformOrganizationSchema = z.object({
  id: organizationIdSchema,
  name: z.string(),
  plan: planSchema,
  shard: z.string(),
  isActive: z.boolean(),
  members: z.int().meta({ description: 'Active memberships' }),
  createdAt: z.iso.datetime(),
})
export type PlatformOrganization = z.infer<typeof platformOrganizationSchema>

export const platformUserSchema = z.object({
  id: userIdSchema,
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  isActive: z.boolean(),
  lastLoginAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  organizations: z.array(
    z.object({ id: organizationIdSchema, name: z.string(), role: memberRoleSchema, isActive: z.boolean() }),
  ),
})
export type PlatformUser = z.infer<typeof platformUserSchema>
export const platformUsersSchema = z.object({ items: z.array(platformUserSchema) })

export const findUserQuerySchema = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email('Enter a whole address.')),
})
export const setActiveSchema = z.strictObject({ isActive: z.boolean() })

export const jobRunSchema = z.object({
  job: z.string(),
  lastSuccessAt: z.iso.datetime().nullable(),
  lastFailureAt: z.iso.datetime().nullable(),
  lastError: z.string().nullable(),
})
export type JobRun = z.infer<typeof jobRunSchema>
export const jobRunsSchema = z.object({ items: z.array(jobRunSchema) })
