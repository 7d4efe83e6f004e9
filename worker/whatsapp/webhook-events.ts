import type { MessageContent, MessageContext, MetaError } from './message-content.schemas'

/**
 * What a webhook says, in our words: one change becomes any number of these, in the order they stand there.
 * Times are milliseconds since 1970. Anything that cannot be read becomes `unknown`, never an error.
 */
export type WebhookEvent =
  | InboundMessageEvent
  | EchoEvent
  | HistoryMessageEvent
  | HistoryProgressEvent
  | StatusEvent
  | IdentityChangedEvent
  | ContactSyncedEvent
  | PreferenceEvent
  | CallEvent
  | HandoverEvent
  | NumberUpdatedEvent
  | TemplateUpdatedEvent
  | AccountUpdatedEvent
  | ValueErrorEvent
  | UnknownEvent

/** A person as Meta names them. At least one of `waId` and `userId` is there. Digits as received: never normalised. */
export type Person = {
  waId: string | null
  /** Business-scoped user id, such as `US.13491208655302741918`. */
  userId: string | null
  parentUserId: string | null
  username: string | null
  profileName: string | null
}

/** A file as a webhook names it. The URL lives for five minutes. */
export type IncomingMedia = {
  metaMediaId: string
  mimeType: string
  /** Base64 or hex, as received. */
  sha256: string | null
  url: string | null
  filename: string | null
}

type Received = {
  wamid: string
  person: Person
  at: number
  content: MessageContent
  media: IncomingMedia | null
  replyToWamid: string | null
  /** The message a reaction, an edit or a revoke is about. */
  targetWamid: string | null
  context: MessageContext | null
  error: MetaError | null
}
export type InboundMessageEvent = Received & { kind: 'message' }
/** Sent by us, but not through us: from the phone app, or by another app on standby. */
export type EchoEvent = Received & { kind: 'echo'; source: 'phone_app' | 'other_app' }
/** From the phone app's past: opens no window, counts nothing, triggers nothing. */
export type HistoryMessageEvent = Received & {
  kind: 'history'
  direction: 'inbound' | 'outbound'
  status: 'sent' | 'delivered' | 'read' | 'played' | 'failed' | null
}
export type HistoryProgressEvent = {
  kind: 'history_progress'
  phase: number | null
  progress: number | null
  error: MetaError | null
}
export type StatusEvent = {
  kind: 'status'
  wamid: string
  status: 'sent' | 'delivered' | 'read' | 'played' | 'failed'
  at: number
  person: Person | null
  /** Our message id, when it was sent through us. */
  callbackData: string | null
  /** Verbatim. */
  pricing: Record<string, unknown> | null
  error: MetaError | null
}
export type IdentityChangedEvent = {
  kind: 'identity'
  at: number
  previous: { waId: string | null; userId: string | null }
  current: { waId: string | null; userId: string | null }
}
/** A contact of the phone app's address book. */
export type ContactSyncedEvent = {
  kind: 'contact'
  at: number
  person: Person
  name: string | null
  action: 'add' | 'remove'
}
/** The person's own choice in WhatsApp: stop or resume marketing. */
export type PreferenceEvent = {
  kind: 'preference'
  at: number
  person: Person
  category: string
  value: 'stop' | 'resume'
  detail: string
}
export type CallEvent = { kind: 'call'; at: number; person: Person; content: Extract<MessageContent, { type: 'call' }> }
export type HandoverEvent = {
  kind: 'handover'
  at: number
  /** What Meta said of the time, whatever `at` was made of it; 0: nothing. */
  toldAt: number
  person: Person | null
  event: string
  owner: string | null
}
export type NumberUpdatedEvent = {
  kind: 'number'
  /** As Meta prints it; formats vary, compare digits only. Null: every number of the business account. */
  displayPhoneNumber: string | null
  qualityRating?: string
  messagingLimit?: string
  throughputLevel?: string
  verifiedName?: string
  nameStatus?: string
  event: string
}
export type TemplateUpdatedEvent = {
  kind: 'template'
  templateId: string
  name: string
  language: string
  status?: string
  category?: string
  qualityScore?: string
  reason?: string | null
  /** Components changed: look at Graph again. */
  changed?: boolean
}
export type AccountUpdatedEvent = { kind: 'account'; event: string; detail: string | null; wabaId: string | null }
export type ValueErrorEvent = { kind: 'value_error'; error: MetaError }
export type UnknownEvent = { kind: 'unknown'; reason: string }

/** One change of a delivery, and whom it speaks for. */
export type ParsedChange = {
  field: string
  /** Meta's id of our phone number; null for changes about the account. */
  phoneNumberId: string | null
  wabaId: string | null
  events: WebhookEvent[]
}

/** One change as it travels on the queue: `value` is Meta's JSON, untouched. */
export type RawChange = { wabaId: string; field: string; value: unknown }
