import { z } from 'zod'
import { memberRoleSchema } from '../../tenancy/permissions.schemas'

/** What a workspace can be on. Prices and limits come with billing. */
export const plans = ['self-hosted', 'team', 'business'] as const
export const planSchema = z.enum(plans)

/** What agents see of the inbox: everything, or their own conversations and those of nobody. The other roles see everything. */
export const agentVisibilities = ['all', 'own'] as const
export const agentVisibilitySchema = z.enum(agentVisibilities)

/** ISO 3166-1 alpha-2. */
export const countrySchema = z.string().refine(isCountry, 'Use the two letters of a country such as PT.')

export const organizationIdSchema = z.string().regex(/^org_[0-9a-z]{26}$/, 'An organization id looks like org_01h….')
export const organizationNameSchema = z
  .string()
  .trim()
  .min(2, 'Use at least 2 characters.')
  .max(80, 'Use at most 80 characters.')
export const timeZoneSchema = z.string().refine(isTimeZone, 'Use an IANA time zone such as Europe/Lisbon.')

const keywords = z.array(z.string().trim().min(1).max(60)).max(100)
const confirmation = z.string().trim().min(1).max(1000).nullable()
/** Words that are all of a message. An empty list: none. Case, accents and punctuation do not count. */
export const consentKeywordsSchema = z.strictObject({
  optOut: keywords,
  optIn: keywords,
  /** What is answered, once; null or absent: nothing. */
  confirmation: z.strictObject({ optOut: confirmation, optIn: confirmation }).optional(),
})

const DAYS = { min: 30, max: 3650 }
export const retentionDaysSchema = z.int().min(DAYS.min).max(DAYS.max)

export const organizationSchema = z
  .object({
    id: organizationIdSchema,
    name: z.string(),
    plan: planSchema,
    timeZone: z.string().meta({ description: 'IANA time zone', example: 'Europe/Lisbon' }),
    agentVisibility: agentVisibilitySchema.meta({
      description: 'Agents see all conversations, or only their own and those of nobody',
    }),
    defaultCountry: z.string().nullable().meta({
      description: 'How phone numbers without a country code are read, such as `PT`; null: they are refused',
    }),
    consentKeywords: consentKeywordsSchema.meta({
      description: 'Words by which people stop and resume marketing messages',
    }),
    retentionDays: retentionDaysSchema.nullable().meta({
      description: 'Messages, their files and raw deliveries go after so many days; null: never',
    }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Organization' })
export type Organization = z.infer<typeof organizationSchema>

/** An organization as one of its members sees it in the switcher. */
export const organizationMembershipSchema = z
  .object({ id: organizationIdSchema, name: z.string(), role: memberRoleSchema })
  .meta({ id: 'OrganizationMembership' })
export type OrganizationMembership = z.infer<typeof organizationMembershipSchema>

export const createOrganizationSchema = z.strictObject({
  name: organizationNameSchema,
  plan: planSchema.default('team'),
  timeZone: timeZoneSchema.default('UTC'),
})
export const updateOrganizationSchema = z
  .strictObject({
    name: organizationNameSchema.optional(),
    timeZone: timeZoneSchema.optional(),
    agentVisibility: agentVisibilitySchema.optional(),
    defaultCountry: countrySchema.nullable().optional(),
    /** Null: those that come with the product. */
    consentKeywords: consentKeywordsSchema
      .refine(isEitherWay, 'A word cannot both stop and resume.')
      .nullable()
      .optional(),
    retentionDays: retentionDaysSchema.nullable().optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'Name at least one field to change.')

function isEitherWay({ optOut, optIn }: { optOut: string[]; optIn: string[] }): boolean {
  const words = new Set(optOut.map((word) => word.toLowerCase()))
  return !optIn.some((word) => words.has(word.toLowerCase()))
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}

function isCountry(value: string): boolean {
  return (
    /^[A-Z]{2}$/.test(value) &&
    new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(value) !== undefined
  )
}
