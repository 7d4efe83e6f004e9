import { z } from 'zod'

/** Graph's answers, read leniently: values are open sets, and anything but the id may be missing. */

const id = z.union([z.string(), z.number()]).transform(String)
const words = z
  .union([z.string(), z.number()])
  .transform(String)
  .nullish()
  .transform((value) => value ?? null)
  .catch(null)
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null)
  .catch(null)
const count = z.coerce
  .number()
  .nullish()
  .transform((value) => value ?? null)
  .catch(null)

const healthSchema = z
  .object({
    can_send_message: words,
    entities: z
      .array(
        z.object({
          entity_type: words,
          can_send_message: words,
          errors: z
            .array(z.object({ error_code: count, error_description: words, possible_solution: words }))
            .catch([]),
        }),
      )
      .catch([]),
  })
  .nullish()
  .catch(null)
  .transform((health) =>
    health
      ? {
          /** AVAILABLE, LIMITED or BLOCKED. */
          canSend: health.can_send_message,
          problems: health.entities.flatMap((entity) =>
            entity.errors.map((error) => ({
              entity: entity.entity_type,
              code: error.error_code,
              description: error.error_description,
              solution: error.possible_solution,
            })),
          ),
        }
      : null,
  )

export const graphPhoneNumberSchema = z
  .object({
    id,
    display_phone_number: words,
    verified_name: words,
    quality_rating: words,
    name_status: words,
    status: words,
    code_verification_status: words,
    platform_type: words,
    throughput: z.object({ level: words }).nullish().catch(null),
    account_mode: words,
    whatsapp_business_manager_messaging_limit: words,
    messaging_limit_tier: words,
    is_pin_enabled: flag,
    is_on_biz_app: flag,
    webhook_configuration: z
      .object({ phone_number: words, whatsapp_business_account: words, application: words })
      .nullish()
      .catch(null),
    health_status: healthSchema,
  })
  .transform((number) => ({
    id: number.id,
    displayPhoneNumber: number.display_phone_number ?? '',
    verifiedName: number.verified_name ?? '',
    qualityRating: number.quality_rating,
    nameStatus: number.name_status,
    /** CONNECTED is the only one that can send and receive. */
    status: number.status,
    codeVerificationStatus: number.code_verification_status,
    platformType: number.platform_type,
    throughputLevel: number.throughput?.level ?? null,
    accountMode: number.account_mode,
    messagingLimit: number.whatsapp_business_manager_messaging_limit ?? number.messaging_limit_tier,
    isPinEnabled: number.is_pin_enabled,
    isOnPhoneApp: number.is_on_biz_app,
    /** Addresses that webhooks of this number go to; the first that is set counts. */
    callbacks: {
      phoneNumber: number.webhook_configuration?.phone_number ?? null,
      businessAccount: number.webhook_configuration?.whatsapp_business_account ?? null,
      app: number.webhook_configuration?.application ?? null,
    },
    health: number.health_status,
  }))
export type GraphPhoneNumber = z.output<typeof graphPhoneNumberSchema>

export const graphBusinessAccountSchema = z
  .object({
    id,
    name: words,
    status: words,
    currency: words,
    country: words,
    business_verification_status: words,
    account_review_status: words,
    timezone_id: words,
    message_template_namespace: words,
    health_status: healthSchema,
  })
  .transform((account) => ({
    id: account.id,
    name: account.name ?? '',
    status: account.status,
    currency: account.currency,
    country: account.country,
    verificationStatus: account.business_verification_status,
    reviewStatus: account.account_review_status,
    timezoneId: account.timezone_id,
    templateNamespace: account.message_template_namespace,
    health: account.health_status,
  }))
export type GraphBusinessAccount = z.output<typeof graphBusinessAccountSchema>

export const graphTokenSchema = z
  .object({
    data: z.object({
      app_id: words,
      application: words,
      type: words,
      is_valid: z.boolean().catch(false),
      expires_at: count,
      data_access_expires_at: count,
      scopes: z.array(z.string()).catch([]),
      granular_scopes: z
        .array(z.object({ scope: z.string(), target_ids: z.array(id).optional().catch(undefined) }))
        .catch([]),
      error: z.object({ message: words }).nullish().catch(null),
    }),
  })
  .transform(({ data }) => ({
    appId: data.app_id,
    application: data.application,
    type: data.type,
    isValid: data.is_valid,
    /** Milliseconds since 1970; null: never. */
    expiresAt: data.expires_at ? data.expires_at * 1000 : null,
    dataAccessExpiresAt: data.data_access_expires_at ? data.data_access_expires_at * 1000 : null,
    scopes: data.scopes,
    /** `targetIds` null: all of them. The newest shared account is first. */
    granularScopes: data.granular_scopes.map(({ scope, target_ids }) => ({ scope, targetIds: target_ids ?? null })),
    error: data.error?.message ?? null,
  }))
export type GraphToken = z.output<typeof graphTokenSchema>

export const graphTemplateSchema = z
  .object({
    id,
    name: z.string(),
    language: z.string(),
    status: z.string(),
    category: z.string(),
    components: z.array(z.record(z.string(), z.unknown())).catch([]),
    parameter_format: words,
    quality_score: z.object({ score: words }).nullish().catch(null),
    rejected_reason: words,
    previous_category: words,
    correct_category: words,
    sub_category: words,
    message_send_ttl_seconds: count,
  })
  .transform((template) => ({
    id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    components: template.components,
    /** POSITIONAL or NAMED. */
    parameterFormat: template.parameter_format ?? 'POSITIONAL',
    qualityScore: template.quality_score?.score ?? null,
    rejectedReason: template.rejected_reason,
    previousCategory: template.previous_category,
    correctCategory: template.correct_category,
    subCategory: template.sub_category,
    ttlSeconds: template.message_send_ttl_seconds,
  }))
export type GraphTemplate = z.output<typeof graphTemplateSchema>

export const graphBusinessProfileSchema = z
  .object({
    data: z
      .array(
        z.object({
          about: words,
          address: words,
          description: words,
          email: words,
          vertical: words,
          websites: z.array(z.string()).catch([]),
          profile_picture_url: words,
        }),
      )
      .min(1),
  })
  .transform(({ data: [profile] }) => ({
    about: profile?.about ?? null,
    address: profile?.address ?? null,
    description: profile?.description ?? null,
    email: profile?.email ?? null,
    vertical: profile?.vertical ?? null,
    websites: profile?.websites ?? [],
    pictureUrl: profile?.profile_picture_url ?? null,
  }))
export type GraphBusinessProfile = z.output<typeof graphBusinessProfileSchema>

export const graphSentMessageSchema = z
  .object({
    contacts: z.array(z.object({ wa_id: words, user_id: words })).catch([]),
    messages: z.array(z.object({ id: z.string(), message_status: words })).min(1),
  })
  .transform(({ contacts: [contact], messages: [message] }) => ({
    wamid: message?.id ?? '',
    /** May differ from the number it was sent to; reply to this one. */
    waId: contact?.wa_id || null,
    userId: contact?.user_id || null,
    /** Of templates: `accepted`, `held_for_quality_assessment` or `paused`. */
    messageStatus: message?.message_status ?? null,
  }))
export type SentMessage = z.output<typeof graphSentMessageSchema>

export const graphMediaSchema = z
  .object({ url: z.string(), mime_type: words, sha256: words, file_size: count })
  .transform((media) => ({
    /** Lives for five minutes. */
    url: media.url,
    mimeType: media.mime_type ?? 'application/octet-stream',
    /** Base64 or hex. */
    sha256: media.sha256,
    /** Bytes. */
    size: media.file_size,
  }))
export type GraphMedia = z.output<typeof graphMediaSchema>

export const graphSubscribedAppsSchema = z
  .object({
    data: z.array(
      z.object({
        whatsapp_business_api_data: z.object({ id, name: words }),
        override_callback_uri: words,
      }),
    ),
  })
  .transform(({ data }) =>
    data.map((app) => ({
      appId: app.whatsapp_business_api_data.id,
      name: app.whatsapp_business_api_data.name,
      callbackUrl: app.override_callback_uri,
    })),
  )
export type SubscribedApp = z.output<typeof graphSubscribedAppsSchema>[number]

export const idAnswerSchema = z.object({ id })
export const phoneNumbersSchema = z.object({ data: z.array(graphPhoneNumberSchema) })
export const tokenAnswerSchema = z.object({ access_token: z.string().min(1) })
export const handleSchema = z.object({ h: z.string().min(1) })
export const templatePageSchema = z
  .object({
    data: z.array(graphTemplateSchema),
    paging: z
      .object({ cursors: z.object({ after: words }).nullish(), next: words })
      .nullish()
      .catch(null),
  })
  .transform(({ data, paging }) => ({ templates: data, after: paging?.next ? (paging.cursors?.after ?? null) : null }))

/** Graph's error envelope. */
export const graphErrorSchema = z
  .object({
    error: z.object({
      message: words,
      code: z.number(),
      error_subcode: count,
      error_data: z.object({ details: words }).nullish().catch(null),
      error_user_msg: words,
    }),
  })
  .transform(({ error }) => ({
    code: error.code,
    subcode: error.error_subcode,
    title: (error.message ?? 'Unknown error').replace(/^\(#\d+\) /, ''),
    details: error.error_data?.details ?? error.error_user_msg,
  }))
