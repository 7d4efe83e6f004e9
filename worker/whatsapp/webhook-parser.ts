import * as accounts from './webhook-account'
import type { ParsedChange, RawChange, WebhookEvent } from './webhook-events'
import { readHistory } from './webhook-history'
import { readEchoes, readMessages, readStandby, unknown } from './webhook-messages'
import * as people from './webhook-people-fields'
import { asRecord, at, type Json, recordAt, textAt } from './webhook-values'

/** Grows when a change would be read differently: rows of an older version can be completed by a replay. */
export const PARSER_VERSION = 1

/**
 * The changes of a delivery, in their order; null when the body is not one of Meta's deliveries about WhatsApp.
 * Nothing of it gets lost: a part that has no field is a change with an empty one.
 */
export function splitDelivery(body: unknown): RawChange[] | null {
  const entries = at(body, 'entry')
  if (at(body, 'object') !== 'whatsapp_business_account' || !Array.isArray(entries)) return null
  return entries.flatMap((entry): RawChange[] => {
    const wabaId = textAt(entry, 'id') ?? ''
    const changes = at(entry, 'changes')
    if (!Array.isArray(changes)) return [{ wabaId, field: '', value: entry }]
    return changes.map((change: unknown) => {
      const field = textAt(change, 'field')
      return field === null ? { wabaId, field: '', value: change } : { wabaId, field, value: at(change, 'value') }
    })
  })
}

/** By field. What is not listed is kept as unknown. */
const readers: Record<string, (value: Json) => WebhookEvent[]> = {
  messages: readMessages,
  standby: readStandby,
  history: readHistory,
  smb_message_echoes: (value) => readEchoes(value, 'phone_app'),
  message_echoes: (value) => readEchoes(value, 'other_app'),
  smb_app_state_sync: people.readAddressBook,
  user_preferences: people.readPreferences,
  user_id_update: people.readUserIds,
  calls: people.readCalls,
  messaging_handovers: people.readHandover,
  phone_number_quality_update: accounts.readNumberQuality,
  phone_number_name_update: accounts.readNumberName,
  security: accounts.readSecurity,
  business_username_updates: accounts.readUsername,
  business_capability_update: accounts.readCapability,
  message_template_status_update: accounts.readTemplate,
  message_template_quality_update: accounts.readTemplate,
  message_template_components_update: accounts.readTemplate,
  template_category_update: accounts.readTemplate,
  template_correct_category_detection: accounts.readTemplate,
  account_update: accounts.readAccount,
  account_alerts: accounts.readAlert,
  account_review_update: accounts.readReview,
  account_settings_update: accounts.readNotice('ACCOUNT_SETTINGS_UPDATE'),
  business_status_update: accounts.readNotice('BUSINESS_STATUS_UPDATE'),
  partner_solutions: accounts.readNotice('PARTNER_SOLUTION'),
  payment_configuration_update: accounts.readNotice('PAYMENT_CONFIGURATION_UPDATE'),
  flows: accounts.readNotice('FLOW'),
  group_lifecycle_update: accounts.readGroups,
  group_participants_update: accounts.readGroups,
  group_settings_update: accounts.readGroups,
  group_status_update: accounts.readGroups,
}

/**
 * What a change says. Never throws: what cannot be read becomes an `unknown` event, or `unsupported` content.
 * @param receivedAt milliseconds since 1970, for what does not say when it happened, or says a time that was yet to come;
 *   without it the former are 0
 */
export function parseChange(change: RawChange, { receivedAt }: { receivedAt?: number } = {}): ParsedChange {
  const value = asRecord(change.value)
  const events = value ? readSafely(change.field, value) : []
  return {
    field: change.field,
    phoneNumberId: phoneNumberIn(change.value),
    wabaId: (value && accounts.accountIn(value)) ?? (change.wabaId || null),
    events:
      events.length > 0
        ? events.map((event) => (receivedAt === undefined ? event : inTime(event, receivedAt)))
        : [unknown(`nothing that could be read in the field ${change.field || '(none)'}`)],
  }
}

/** Clocks differ by less. What is further ahead would stand below everything else, and hold its window open for years. */
const MOST_AHEAD = 5 * 60_000
/** Nothing happened after we were told of it. */
const inTime = (event: WebhookEvent, receivedAt: number): WebhookEvent =>
  'at' in event && (event.at === 0 || event.at > receivedAt + MOST_AHEAD) ? { ...event, at: receivedAt } : event

function readSafely(field: string, value: Json): WebhookEvent[] {
  const read = Object.hasOwn(readers, field) ? readers[field] : undefined
  try {
    if (read) return read(value)
    // A template is a template whatever its field is called.
    return at(value, 'message_template_id') === null ? [] : accounts.readTemplate(value)
  } catch (error) {
    // The last net: a mistake of ours costs the events of one change, which can be replayed, not the batch.
    return [unknown(`the parser failed: ${error instanceof Error ? error.message : String(error)}`)]
  }
}

/** Our number's id at Meta. Most fields have it in `metadata`. */
const phoneNumberIn = (value: unknown): string | null =>
  textAt(recordAt(value, 'metadata'), 'phone_number_id') ??
  textAt(recordAt(value, 'recipient'), 'phone_number_id') ??
  textAt(recordAt(value, 'phone_number_settings'), 'phone_number_id')
