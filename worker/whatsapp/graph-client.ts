import type { Config } from '../shared/config'
import type { Secret } from '../shared/secret'
import type {
  GraphBusinessAccount,
  GraphBusinessProfile,
  GraphMedia,
  GraphPhoneNumber,
  GraphTemplate,
  GraphToken,
  SentMessage,
  SubscribedApp,
} from './graph.schemas'

export type GraphSystem = { config: Config; fetch: typeof fetch }
export type UploadedFile = {
  body: ReadableStream | Blob
  /** Bytes. */
  size: number
  mimeType: string
  filename: string
}
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

export function createGraphClient(_system: GraphSystem, _accessToken: Secret): GraphClient {
  throw new Error('comes with the next commit')
}
