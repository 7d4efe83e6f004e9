import { z } from 'zod'

export const phoneNumberIdSchema = z.string().regex(/^num_[0-9a-z]{26}$/, 'A phone number id looks like num_01h….')

/** Meta's ids are digits; kept as text, because they outgrow numbers. */
export const metaIdSchema = z
  .string()
  .trim()
  .regex(/^\d{5,32}$/, 'Meta’s ids are made of digits only. Copy it as it is shown.')
export const pinSchema = z.string().regex(/^\d{6}$/, 'The PIN has exactly six digits.')
export const accessTokenSchema = z
  .string()
  .trim()
  .min(20, 'This is too short for an access token. Copy all of it.')
  .max(2000, 'This is too long for an access token.')
  .regex(/^[\w.|-]+$/, 'An access token has no spaces or line breaks in it.')
export const appSecretSchema = z
  .string()
  .trim()
  .regex(/^[\w-]{16,128}$/, 'This does not look like an app secret. It is in App settings → Basic, behind “Show”.')

const nameSchema = z
  .string()
  .trim()
  .min(1, 'Give the number a name that your team knows it by.')
  .max(80, 'Use at most 80 characters.')

export const phoneNumberStatuses = ['connected', 'paused', 'disconnected'] as const

export const phoneNumberSchema = z
  .object({
    id: phoneNumberIdSchema,
    name: z.string().meta({ description: 'What the team calls it' }),
    displayPhoneNumber: z.string(),
    verifiedName: z.string().meta({ description: 'What customers see' }),
    metaPhoneNumberId: z.string(),
    wabaId: z.string(),
    app: z.enum(['platform', 'own']).meta({ description: 'Whose Meta app it is connected through' }),
    status: z.enum(phoneNumberStatuses).meta({ description: '`paused`: nothing is sent, see `pausedReason`' }),
    pausedReason: z.string().nullable(),
    tokenExpiresAt: z.iso.datetime().nullable().meta({ description: 'Null: never, as far as Meta said' }),
    hasPin: z.boolean().meta({ description: 'Whether we know the PIN of two-step verification' }),
    qualityRating: z.string().nullable(),
    messagingLimit: z.string().nullable(),
    throughputLevel: z.string().nullable(),
    nameStatus: z.string().nullable(),
    accountMode: z.string().nullable(),
    isOnPhoneApp: z.boolean().meta({ description: 'Also used in the WhatsApp Business app: 20 messages a second' }),
    webhookVerifiedAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When a delivery or a handshake of Meta’s last came through. Exact to the minute' }),
    lastMessageAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When somebody last wrote to it. Exact to the minute' }),
    checkedAt: z.iso.datetime().nullable(),
    disconnectedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'PhoneNumber' })
export type PhoneNumber = z.infer<typeof phoneNumberSchema>

export const updatePhoneNumberSchema = z
  .strictObject({
    name: nameSchema,
    accessToken: accessTokenSchema.meta({ description: 'A new token for the same number. Checked before it is kept' }),
    appSecret: appSecretSchema.meta({ description: 'Of your own app, after it was reset at Meta' }),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'Say what to change.')

const ownAppFields = {
  metaAppId: metaIdSchema,
  appSecret: appSecretSchema.optional().meta({ description: 'Not needed again for an app you have given before' }),
}
const numberFields = {
  accessToken: accessTokenSchema,
  wabaId: metaIdSchema.meta({ description: 'Of the WhatsApp Business Account' }),
  metaPhoneNumberId: metaIdSchema.meta({ description: 'Meta’s id of the phone number, not the number itself' }),
}

export const connectSchema = z.discriminatedUnion('app', [
  z.strictObject({
    app: z.literal('platform'),
    ...numberFields,
    pin: pinSchema.optional(),
    name: nameSchema.optional(),
  }),
  z.strictObject({
    app: z.literal('own'),
    ...ownAppFields,
    ...numberFields,
    pin: pinSchema.optional(),
    name: nameSchema.optional(),
  }),
])
export type ConnectInput = z.output<typeof connectSchema>

/** What has been typed so far. */
export const checkSchema = z.strictObject({
  app: z.enum(['platform', 'own']),
  ...z.object({ ...ownAppFields, ...numberFields }).partial().shape,
})
export type CredentialsInput = z.output<typeof checkSchema>

export const credentialFields = ['metaAppId', 'appSecret', 'accessToken', 'wabaId', 'metaPhoneNumberId'] as const
export type CredentialField = (typeof credentialFields)[number]
export const fieldCheckSchema = z
  .object({
    status: z.enum(['ok', 'warning', 'failed', 'unknown', 'unchecked']).meta({
      description: '`unknown`: Meta did not answer. `unchecked`: not given, or something before it is missing',
    }),
    message: z.string().nullable(),
    action: z.string().nullable().meta({ description: 'What to do about it' }),
  })
  .meta({ id: 'CredentialCheck' })
export type FieldCheck = z.infer<typeof fieldCheckSchema>

const choiceSchema = z.object({ wabaId: z.string(), name: z.string().nullable() })
const numberChoiceSchema = z.object({
  metaPhoneNumberId: z.string(),
  displayPhoneNumber: z.string(),
  verifiedName: z.string(),
})
export const checkResultSchema = z
  .object({
    canConnect: z.boolean(),
    fields: z.record(z.enum(credentialFields), fieldCheckSchema),
    found: z.object({
      appName: z.string().nullable(),
      tokenExpiresAt: z.iso.datetime().nullable(),
      businessAccounts: z
        .array(choiceSchema)
        .meta({ description: 'That the token is limited to, to choose from while none is given' }),
      phoneNumbers: z.array(numberChoiceSchema).meta({ description: 'Of the business account' }),
      phoneNumber: numberChoiceSchema
        .extend({ qualityRating: z.string().nullable(), isRegistered: z.boolean(), isPinSet: z.boolean().nullable() })
        .nullable(),
    }),
  })
  .meta({ id: 'CredentialsCheck' })
export type CheckResult = z.infer<typeof checkResultSchema>

export const metaAppSchema = z
  .object({
    id: z.string(),
    metaAppId: z.string(),
    webhookUrl: z.string().meta({ description: 'Paste it into Meta’s webhook form' }),
    verifyToken: z.string().meta({ description: 'Beside it' }),
    webhookVerifiedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'MetaApp' })
export type MetaApp = z.infer<typeof metaAppSchema>
export const createMetaAppSchema = z.strictObject({ metaAppId: metaIdSchema, appSecret: appSecretSchema })

export const connectedSchema = z
  .object({
    phoneNumber: phoneNumberSchema,
    metaApp: metaAppSchema
      .nullable()
      .meta({ description: 'Your own app, with what to paste into Meta’s webhook form' }),
    warnings: z.array(z.string()).meta({ description: 'What still needs a look: `verify` says what to do' }),
  })
  .meta({ id: 'ConnectedPhoneNumber' })

export const signupConfigurationSchema = z
  .object({
    isAvailable: z.boolean(),
    appId: z.string().nullable(),
    configurationId: z.string().nullable(),
    graphVersion: z.string(),
    hasPlatformApp: z
      .boolean()
      .meta({ description: 'Whether numbers can be connected through this installation’s app' }),
    simulatorUrl: z.string().nullable().meta({ description: 'Of a local run whose Meta is the simulator' }),
  })
  .meta({ id: 'EmbeddedSignup' })
export const signupSchema = z.strictObject({
  code: z.string().trim().min(1, 'The code is missing.').max(2000),
  wabaId: metaIdSchema.optional().meta({ description: 'From the session event' }),
  metaPhoneNumberId: metaIdSchema.optional().meta({ description: 'From the session event' }),
  isOnPhoneApp: z
    .boolean()
    .default(false)
    .meta({ description: 'FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING: the number stays in the phone app too' }),
  name: nameSchema.optional(),
})
export type SignupInput = z.output<typeof signupSchema>
