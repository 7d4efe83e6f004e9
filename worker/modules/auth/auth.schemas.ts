import { z } from 'zod'
import { memberRoleSchema } from '../../tenancy/permissions.schemas'
import {
  organizationIdSchema,
  organizationMembershipSchema,
  organizationNameSchema,
  organizationSchema,
  planSchema,
  timeZoneSchema,
} from '../organizations/organizations.schemas'

export const PASSWORD_MIN_LENGTH = 10
export const PASSWORD_MAX_LENGTH = 200

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'Use at most 254 characters.')
  .pipe(z.email('Enter an address such as ifeoma@example.com.'))
export const personNameSchema = z.string().trim().min(1, 'Enter a name.').max(80, 'Use at most 80 characters.')
export const newPasswordSchema = z
  .string()
  .min(PASSWORD_MIN_LENGTH, `Use at least ${PASSWORD_MIN_LENGTH} characters. A short sentence works best.`)
  .max(PASSWORD_MAX_LENGTH, `Use at most ${PASSWORD_MAX_LENGTH} characters.`)
const passwordSchema = z.string().min(1, 'Enter your password.').max(PASSWORD_MAX_LENGTH)
/** A token that arrived by mail: 32 random bytes in base64url. */
const mailedTokenSchema = z
  .string()
  .regex(/^[\w-]{43}$/, 'This link is incomplete. Copy the whole address from the mail.')
export const totpCodeSchema = z
  .string()
  .transform((code) => code.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'The code has 6 digits.'))
export const recoveryCodeSchema = z
  .string()
  .transform((code) => code.trim().toLowerCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[0-9a-z]{10}$/, 'A recovery code looks like abcde-12345.'))

export const registerSchema = z.strictObject({
  organizationName: organizationNameSchema,
  name: personNameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  plan: planSchema.default('team'),
  timeZone: timeZoneSchema.default('UTC'),
  acceptTerms: z.literal(true, 'Accept the terms to continue.'),
})
export type RegisterInput = z.infer<typeof registerSchema>

export const loginSchema = z.strictObject({ email: emailSchema, password: passwordSchema })
export type LoginInput = z.infer<typeof loginSchema>

/** The second step: exactly one of the two codes. */
export const loginTotpSchema = z
  .strictObject({
    challengeToken: z.string().min(1).max(2000),
    code: totpCodeSchema.optional(),
    recoveryCode: recoveryCodeSchema.optional(),
  })
  .refine((input) => (input.code === undefined) !== (input.recoveryCode === undefined), {
    message: 'Send either code or recoveryCode.',
    path: ['code'],
  })

/** A short-lived access token. The refresh token is an HttpOnly cookie and never in a body. */
export const accessTokenSchema = z
  .object({
    accessToken: z.string().meta({ description: 'A JWT for the Authorization header: `Bearer …`. Keep it in memory.' }),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'AccessToken' })
export type AccessToken = z.infer<typeof accessTokenSchema>

export const loginResultSchema = z
  .discriminatedUnion('status', [
    accessTokenSchema.extend({ status: z.literal('signed_in') }),
    z.object({ status: z.literal('totp_required'), challengeToken: z.string(), expiresAt: z.iso.datetime() }),
  ])
  .meta({ id: 'LoginResult' })
export type LoginResult = z.infer<typeof loginResultSchema>

export const meSchema = z
  .object({
    user: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      emailVerified: z.boolean(),
      totpEnabled: z.boolean(),
      recoveryCodesLeft: z.int(),
      isSuperadmin: z.boolean(),
      lastLoginAt: z.iso.datetime().nullable(),
    }),
    organization: organizationSchema,
    role: memberRoleSchema,
    permissions: z.array(z.string()),
    organizations: z.array(organizationMembershipSchema),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof meSchema>

export const updateMeSchema = z.strictObject({ name: personNameSchema })
export const forgotPasswordSchema = z.strictObject({ email: emailSchema })
export const resetPasswordSchema = z.strictObject({ token: mailedTokenSchema, password: newPasswordSchema })
export const verifyEmailSchema = z.strictObject({ token: mailedTokenSchema })
export const changePasswordSchema = z.strictObject({ currentPassword: passwordSchema, newPassword: newPasswordSchema })
export const switchOrganizationSchema = z.strictObject({ organizationId: organizationIdSchema })
/** Sensitive changes ask for the password again. */
export const confirmPasswordSchema = z.strictObject({ password: passwordSchema })
export const enableTotpSchema = z.strictObject({ code: totpCodeSchema })

export const totpSetupSchema = z
  .object({
    secret: z.string().meta({ description: 'Base32, for typing into an authenticator app' }),
    uri: z.string().meta({ description: 'otpauth:// address, for a QR code' }),
  })
  .meta({ id: 'TotpSetup' })
export const recoveryCodesSchema = z
  .object({ recoveryCodes: z.array(z.string()).meta({ description: 'Shown once. Each works once.' }) })
  .meta({ id: 'RecoveryCodes' })

/** One signed-in device. */
export const sessionSchema = z
  .object({
    id: z.string(),
    current: z.boolean(),
    userAgent: z.string(),
    ipAddress: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof sessionSchema>
export const sessionListSchema = z.object({ items: z.array(sessionSchema) }).meta({ id: 'SessionList' })
