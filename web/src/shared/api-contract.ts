import type { ApiKey, createApiKeySchema, createdApiKeySchema } from '@worker/modules/api-keys/api-keys.schemas'
import type { AuditLogEntry } from '@worker/modules/audit-log/audit-log.schemas'
import type {
  AccessToken,
  changePasswordSchema,
  confirmPasswordSchema,
  enableTotpSchema,
  forgotPasswordSchema,
  LoginInput,
  LoginResult,
  loginTotpSchema,
  Me,
  recoveryCodesSchema,
  registerSchema,
  resetPasswordSchema,
  sessionListSchema,
  switchOrganizationSchema,
  totpSetupSchema,
  updateMeSchema,
  verifyEmailSchema,
} from '@worker/modules/auth/auth.schemas'
import type {
  createOrganizationSchema,
  Organization,
  updateOrganizationSchema,
} from '@worker/modules/organizations/organizations.schemas'
import type { Hono } from 'hono'
import type { BlankEnv } from 'hono/types'
import type { z } from 'zod'

// Stands in for the Worker's own App type until `worker/client.ts` exports it.
type Json<Input, Output, Status extends number = 200> = {
  input: { json: Input }
  output: Output
  outputFormat: 'json'
  status: Status
}
type Bare<Output, Status extends number = 200> = { input: {}; output: Output; outputFormat: 'json'; status: Status }
type Empty = { input: {}; output: null; outputFormat: 'body'; status: 204 }
type JsonEmpty<Input> = { input: { json: Input }; output: null; outputFormat: 'body'; status: 204 }

type Page<Item> = {
  input: { query: { cursor?: string | undefined; limit?: string | undefined } }
  output: { items: Item[]; nextCursor: string | null }
  outputFormat: 'json'
  status: 200
}

type Routes = {
  '/api/auth/register': { $post: Json<z.input<typeof registerSchema>, AccessToken, 201> }
  '/api/auth/login': { $post: Json<LoginInput, LoginResult> }
  '/api/auth/login/totp': { $post: Json<z.input<typeof loginTotpSchema>, AccessToken> }
  '/api/auth/logout': { $post: Empty }
  '/api/auth/logout-everywhere': { $post: Empty }
  '/api/auth/me': { $get: Bare<Me>; $patch: Json<z.input<typeof updateMeSchema>, Me> }
  '/api/auth/forgot-password': { $post: Json<z.input<typeof forgotPasswordSchema>, {}, 202> }
  '/api/auth/reset-password': { $post: JsonEmpty<z.input<typeof resetPasswordSchema>> }
  '/api/auth/verify-email': { $post: JsonEmpty<z.input<typeof verifyEmailSchema>> }
  '/api/auth/resend-verification': { $post: Bare<{}, 202> }
  '/api/auth/change-password': { $post: JsonEmpty<z.input<typeof changePasswordSchema>> }
  '/api/auth/totp/setup': { $post: Json<z.input<typeof confirmPasswordSchema>, z.infer<typeof totpSetupSchema>> }
  '/api/auth/totp/enable': { $post: Json<z.input<typeof enableTotpSchema>, z.infer<typeof recoveryCodesSchema>> }
  '/api/auth/totp/disable': { $post: JsonEmpty<z.input<typeof confirmPasswordSchema>> }
  '/api/auth/totp/recovery-codes': {
    $post: Json<z.input<typeof confirmPasswordSchema>, z.infer<typeof recoveryCodesSchema>>
  }
  '/api/auth/sessions': { $get: Bare<z.infer<typeof sessionListSchema>> }
  '/api/auth/sessions/:id': {
    $delete: { input: { param: { id: string } }; output: null; outputFormat: 'body'; status: 204 }
  }
  '/api/auth/switch-organization': { $post: Json<z.input<typeof switchOrganizationSchema>, AccessToken> }
  '/api/organizations/current': {
    $get: Bare<Organization>
    $patch: Json<z.input<typeof updateOrganizationSchema>, Organization>
  }
  '/api/organizations': { $post: Json<z.input<typeof createOrganizationSchema>, Organization, 201> }
  '/api/api-keys': {
    $get: Page<ApiKey>
    $post: Json<z.input<typeof createApiKeySchema>, z.infer<typeof createdApiKeySchema>, 201>
  }
  '/api/api-keys/:id': {
    $delete: { input: { param: { id: string } }; output: null; outputFormat: 'body'; status: 204 }
  }
  '/api/audit-log': { $get: Page<AuditLogEntry> }
}
export type App = Hono<BlankEnv, Routes, '/'>
