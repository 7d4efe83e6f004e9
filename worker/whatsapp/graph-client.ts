import { z } from 'zod'
import { Secret } from '../shared/secret'
import { noAnswer } from './graph.errors'
import {
  type GraphBusinessAccount,
  type GraphBusinessProfile,
  type GraphMedia,
  type GraphPhoneNumber,
  type GraphTemplate,
  type GraphToken,
  graphBusinessAccountSchema,
  graphBusinessProfileSchema,
  graphMediaSchema,
  graphPhoneNumberSchema,
  graphSentMessageSchema,
  graphSubscribedAppsSchema,
  graphTokenSchema,
  phoneNumbersSchema,
  type SentMessage,
  type SubscribedApp,
  templatePageSchema,
  tokenAnswerSchema,
} from './graph.schemas'
import { downloadMedia, type UploadedFile, uploadHandle, uploadMedia } from './graph-media'
import { callGraph, type GraphCall, type GraphSystem } from './graph-request'

export type { UploadedFile } from './graph-media'
export type { GraphSystem } from './graph-request'

const PHONE_NUMBER_FIELDS =
  'id,display_phone_number,verified_name,quality_rating,name_status,status,code_verification_status,platform_type,' +
  'throughput,account_mode,whatsapp_business_manager_messaging_limit,is_pin_enabled,is_on_biz_app,' +
  'webhook_configuration,health_status'
const ACCOUNT_FIELDS =
  'id,name,status,currency,country,business_verification_status,account_review_status,timezone_id,' +
  'message_template_namespace,health_status'
const TEMPLATE_FIELDS =
  'id,name,language,status,category,components,parameter_format,quality_score,rejected_reason,previous_category,' +
  'correct_category,sub_category,message_send_ttl_seconds'

export type BusinessProfileUpdate = Partial<{
  about: string
  address: string
  description: string
  email: string
  vertical: string
  websites: string[]
  /** Uploaded to the app that the token belongs to. */
  picture: UploadedFile
}>
/** A user as block lists name them. */
export type BlockTarget = { waId: string } | { userId: string }

/** Meta's Graph API with one access token. Every method throws `GraphError` and gives up after 10 s. */
export type GraphClient = {
  /** `body` as `toGraphMessage` makes it. Timeouts, lost connections and 5xx are `unknown`. */
  sendMessage: (metaPhoneNumberId: string, body: Record<string, unknown>) => Promise<SentMessage>
  /** Also marks everything before it. `isTyping` shows "typing…" to the customer for 25 s or until the next message. */
  markRead: (metaPhoneNumberId: string, wamid: string, options?: { isTyping?: boolean }) => Promise<void>
  getMedia: (metaMediaId: string, metaPhoneNumberId?: string) => Promise<GraphMedia>
  /** The bytes behind a media URL, not yet read. The token is only shown to Meta and to the configured Graph host. */
  downloadMedia: (url: string) => Promise<Response>
  /** Streams the file to Meta. @returns Meta's media id, good for 30 days */
  uploadMedia: (metaPhoneNumberId: string, file: UploadedFile) => Promise<string>
  deleteMedia: (metaMediaId: string) => Promise<void>
  getPhoneNumber: (metaPhoneNumberId: string) => Promise<GraphPhoneNumber>
  listPhoneNumbers: (wabaId: string) => Promise<GraphPhoneNumber[]>
  getBusinessAccount: (wabaId: string) => Promise<GraphBusinessAccount>
  /** About `inputToken`, asked with this client's token. */
  debugToken: (inputToken: Secret) => Promise<GraphToken>
  /** With a callback, webhooks about messages go there instead of to the app's address. */
  subscribeApp: (wabaId: string, override?: { callbackUrl: string; verifyToken: Secret }) => Promise<void>
  listSubscribedApps: (wabaId: string) => Promise<SubscribedApp[]>
  unsubscribeApp: (wabaId: string) => Promise<void>
  registerPhoneNumber: (metaPhoneNumberId: string, pin: Secret) => Promise<void>
  deregisterPhoneNumber: (metaPhoneNumberId: string) => Promise<void>
  setPin: (metaPhoneNumberId: string, pin: Secret) => Promise<void>
  getBusinessProfile: (metaPhoneNumberId: string) => Promise<GraphBusinessProfile>
  updateBusinessProfile: (metaPhoneNumberId: string, update: BusinessProfileUpdate) => Promise<void>
  /** One page. `after` null: it was the last one. */
  listTemplates: (
    wabaId: string,
    page?: { name?: string; after?: string; limit?: number },
  ) => Promise<{ templates: GraphTemplate[]; after: string | null }>
  /** The code of Embedded Signup, good once and for 30 s, for a token. Uses the platform's app. */
  exchangeCode: (code: string) => Promise<Secret>
  blockUsers: (metaPhoneNumberId: string, users: readonly BlockTarget[]) => Promise<void>
  unblockUsers: (metaPhoneNumberId: string, users: readonly BlockTarget[]) => Promise<void>
  /** Asks for the contacts, then the history, of a number that is also used in the phone app. Once, within 24 h. */
  startPhoneAppSync: (metaPhoneNumberId: string, what: 'contacts' | 'history') => Promise<void>
}

/** Ids come from deliveries and people: none of them is more than one part of a path. */
const node = (id: string) => encodeURIComponent(id)

/** A client for one access token. `system` is any context. */
export function createGraphClient(system: GraphSystem, accessToken: Secret): GraphClient {
  const call = <Schema extends z.ZodType>(request: Omit<GraphCall, 'accessToken'>, schema: Schema) =>
    callGraph(system, { accessToken, ...request }, schema)
  /** For calls whose answer says no more than that it worked. */
  const tell = async (request: Omit<GraphCall, 'accessToken'>): Promise<void> => {
    await call(request, z.unknown())
  }
  const get = <Schema extends z.ZodType>(path: string, query: Record<string, string | undefined>, schema: Schema) =>
    call({ method: 'GET', path, query }, schema)
  const debugToken = (inputToken: Secret) => get('/debug_token', { input_token: inputToken.reveal() }, graphTokenSchema)
  const block = (method: 'POST' | 'DELETE', metaPhoneNumberId: string, users: readonly BlockTarget[]) =>
    tell({
      method,
      path: `/${node(metaPhoneNumberId)}/block_users`,
      json: {
        messaging_product: 'whatsapp',
        block_users: users.map((user) => ('waId' in user ? { user: user.waId } : { user_id: user.userId })),
      },
    })

  return {
    sendMessage: (metaPhoneNumberId, json) =>
      call(
        { method: 'POST', path: `/${node(metaPhoneNumberId)}/messages`, json, isSend: true },
        graphSentMessageSchema,
      ),
    markRead: (metaPhoneNumberId, wamid, { isTyping = false } = {}) =>
      tell({
        method: 'POST',
        path: `/${node(metaPhoneNumberId)}/messages`,
        json: {
          messaging_product: 'whatsapp',
          status: 'read',
          message_id: wamid,
          ...(isTyping && { typing_indicator: { type: 'text' } }),
        },
      }),

    getMedia: (metaMediaId, metaPhoneNumberId) =>
      get(`/${node(metaMediaId)}`, { phone_number_id: metaPhoneNumberId }, graphMediaSchema),
    downloadMedia: (url) => downloadMedia({ system, accessToken }, url),
    uploadMedia: (metaPhoneNumberId, file) => uploadMedia({ system, accessToken }, { metaPhoneNumberId, file }),
    deleteMedia: (metaMediaId) => tell({ method: 'DELETE', path: `/${node(metaMediaId)}` }),

    getPhoneNumber: (metaPhoneNumberId) =>
      get(`/${node(metaPhoneNumberId)}`, { fields: PHONE_NUMBER_FIELDS }, graphPhoneNumberSchema),
    listPhoneNumbers: async (wabaId) =>
      (await get(`/${node(wabaId)}/phone_numbers`, { fields: PHONE_NUMBER_FIELDS, limit: '100' }, phoneNumbersSchema))
        .data,
    getBusinessAccount: (wabaId) => get(`/${node(wabaId)}`, { fields: ACCOUNT_FIELDS }, graphBusinessAccountSchema),
    debugToken,

    subscribeApp: (wabaId, override) =>
      tell({
        method: 'POST',
        path: `/${node(wabaId)}/subscribed_apps`,
        json: override
          ? { override_callback_uri: override.callbackUrl, verify_token: override.verifyToken.reveal() }
          : {},
      }),
    listSubscribedApps: (wabaId) => get(`/${node(wabaId)}/subscribed_apps`, {}, graphSubscribedAppsSchema),
    unsubscribeApp: (wabaId) => tell({ method: 'DELETE', path: `/${node(wabaId)}/subscribed_apps` }),

    registerPhoneNumber: (metaPhoneNumberId, pin) =>
      tell({
        method: 'POST',
        path: `/${node(metaPhoneNumberId)}/register`,
        json: { messaging_product: 'whatsapp', pin: pin.reveal() },
      }),
    deregisterPhoneNumber: (metaPhoneNumberId) =>
      tell({ method: 'POST', path: `/${node(metaPhoneNumberId)}/deregister` }),
    setPin: (metaPhoneNumberId, pin) =>
      tell({ method: 'POST', path: `/${node(metaPhoneNumberId)}`, json: { pin: pin.reveal() } }),

    getBusinessProfile: (metaPhoneNumberId) =>
      get(
        `/${node(metaPhoneNumberId)}/whatsapp_business_profile`,
        { fields: 'about,address,description,email,profile_picture_url,websites,vertical' },
        graphBusinessProfileSchema,
      ),
    updateBusinessProfile: async (metaPhoneNumberId, { picture, ...fields }) => {
      const handle = picture && (await uploadPicture({ system, accessToken, debugToken }, picture))
      await tell({
        method: 'POST',
        path: `/${node(metaPhoneNumberId)}/whatsapp_business_profile`,
        json: { messaging_product: 'whatsapp', ...fields, ...(handle && { profile_picture_handle: handle }) },
      })
    },

    listTemplates: (wabaId, { name, after, limit = 100 } = {}) =>
      get(
        `/${node(wabaId)}/message_templates`,
        { fields: TEMPLATE_FIELDS, limit: String(limit), name, after },
        templatePageSchema,
      ),

    exchangeCode: async (code) => {
      const { appId, appSecret } = system.config.meta
      const answer = await callGraph(
        system,
        {
          method: 'GET',
          path: '/oauth/access_token',
          query: { client_id: appId, client_secret: appSecret?.reveal(), code },
          accessToken: null,
        },
        tokenAnswerSchema,
      )
      return new Secret(answer.access_token)
    },

    blockUsers: (metaPhoneNumberId, users) => block('POST', metaPhoneNumberId, users),
    unblockUsers: (metaPhoneNumberId, users) => block('DELETE', metaPhoneNumberId, users),
    startPhoneAppSync: (metaPhoneNumberId, what) =>
      tell({
        method: 'POST',
        path: `/${node(metaPhoneNumberId)}/smb_app_data`,
        json: { messaging_product: 'whatsapp', sync_type: what === 'contacts' ? 'smb_app_state_sync' : 'history' },
      }),
  }
}

/** Pictures are uploaded to the app that the token belongs to. */
async function uploadPicture(
  {
    system,
    accessToken,
    debugToken,
  }: { system: GraphSystem; accessToken: Secret; debugToken: GraphClient['debugToken'] },
  file: UploadedFile,
): Promise<string> {
  const { appId } = await debugToken(accessToken)
  if (appId === null) throw noAnswer('Graph did not say which app the token belongs to.', { disposition: 'fail' })
  return uploadHandle({ system, accessToken }, { appId, file })
}
