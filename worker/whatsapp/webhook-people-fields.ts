import type { WebhookEvent } from './webhook-events'
import { readCallStatus, unknown } from './webhook-messages'
import { personOf, readContacts, withoutAt } from './webhook-people'
import { type Json, numberAt, readError, recordAt, recordsAt, textAt, timeAt } from './webhook-values'

/** The fields about people: address book, marketing preferences, ids, calls, who owns a conversation. */

/** `smb_app_state_sync`: the phone app's address book. An edit comes as `add`. */
export const readAddressBook = (value: Json): WebhookEvent[] =>
  recordsAt(value, 'state_sync').map((entry) => {
    const contact = recordAt(entry, 'contact')
    const [waId, userId] = [textAt(contact, 'phone_number'), textAt(contact, 'user_id')]
    if (waId === null && userId === null) return unknown('a contact of the phone app without a number')
    return {
      kind: 'contact',
      at: timeAt(recordAt(entry, 'metadata')),
      person: {
        ...{ waId, userId, parentUserId: textAt(contact, 'parent_user_id'), profileName: null },
        username: withoutAt(textAt(contact, 'username')),
      },
      name: textAt(contact, 'full_name') ?? textAt(contact, 'first_name'),
      action: textAt(entry, 'action') === 'remove' ? 'remove' : 'add',
    }
  })

/** `user_preferences`: who stopped or resumed marketing. */
export function readPreferences(value: Json): WebhookEvent[] {
  const contacts = readContacts(value)
  const preferences = recordsAt(value, 'user_preferences')
  return preferences.map((preference) => {
    const named = {
      waId: textAt(preference, 'wa_id'),
      userId: textAt(preference, 'user_id'),
      parentUserId: textAt(preference, 'parent_user_id'),
    }
    const person = personOf(contacts, named, preferences.length === 1)
    const choice = textAt(preference, 'value')
    if (!person || (choice !== 'stop' && choice !== 'resume')) return unknown(`the preference ${choice}`)
    return {
      kind: 'preference',
      at: timeAt(preference),
      person,
      category: textAt(preference, 'category') ?? 'marketing_messages',
      value: choice,
      detail: textAt(preference, 'detail') ?? '',
    }
  })
}

/** `user_id_update`: the same person under a new business-scoped id. */
export const readUserIds = (value: Json): WebhookEvent[] =>
  recordsAt(value, 'user_id_update').map((update) => {
    const waId = textAt(update, 'wa_id')
    const [previous, current] = ['previous', 'current'].map((key) => textAt(recordAt(update, 'user_id'), key))
    if (!current || (!previous && waId === null)) return unknown('a change of user id without the ids')
    return {
      kind: 'identity',
      at: timeAt(update),
      previous: { waId, userId: previous ?? null },
      current: { waId, userId: current },
    }
  })

/** `calls`: that one came or went, and how it ended. */
export function readCalls(value: Json): WebhookEvent[] {
  const contacts = readContacts(value)
  const calls = recordsAt(value, 'calls')
  const statuses = recordsAt(value, 'statuses')
  const business = digits(textAt(recordAt(value, 'metadata'), 'display_phone_number'))
  return [
    ...calls.map((call): WebhookEvent => {
      const callId = textAt(call, 'id')
      const isOurs = textAt(call, 'direction') === 'BUSINESS_INITIATED'
      const person = personOf(contacts, otherEnd(call, { business, isOurs }), calls.length === 1)
      if (callId === null || !person) return unknown('a call without an id or a person')
      return {
        kind: 'call',
        at: timeAt(call),
        person,
        content: {
          type: 'call',
          callId,
          event: textAt(call, 'event') ?? 'unknown',
          direction: isOurs ? 'outbound' : 'inbound',
          status: textAt(call, 'status'),
          durationSeconds: numberAt(call, 'duration'),
        },
      }
    }),
    ...statuses.map((status) => readCallStatus(status, contacts, statuses.length === 1)),
    ...recordsAt(value, 'errors').map((error): WebhookEvent => ({ kind: 'value_error', error: readError(error) })),
  ]
}

/** Meta's own samples have the customer in `from` for either direction: it is whoever we are not. */
function otherEnd(call: Json, { business, isOurs }: { business: string | null; isOurs: boolean }) {
  const [from, to] = [textAt(call, 'from'), textAt(call, 'to')]
  const userId = textAt(call, 'from_user_id') ?? textAt(call, 'to_user_id')
  const parentUserId = textAt(call, 'from_parent_user_id') ?? textAt(call, 'to_parent_user_id')
  if (business !== null && digits(from) === business) return { waId: to, userId, parentUserId }
  if (business !== null && digits(to) === business) return { waId: from, userId, parentUserId }
  return { waId: isOurs ? to : from, userId, parentUserId }
}

/** `messaging_handovers`: another app owns the conversation now, or gave it back. */
export function readHandover(value: Json): WebhookEvent[] {
  const event = textAt(value, 'type')
  if (event === null) return []
  const sender = recordAt(value, 'sender')
  const named = {
    waId: textAt(sender, 'phone_number') ?? textAt(sender, 'wa_id'),
    userId: textAt(sender, 'user_id'),
    parentUserId: textAt(sender, 'parent_user_id'),
  }
  const told = recordAt(value, event)
  return [
    {
      kind: 'handover',
      at: timeAt(value),
      toldAt: timeAt(value),
      person: personOf(readContacts(value), named, true),
      event,
      owner: textAt(told, 'new_owner_role') ?? textAt(told, 'new_owner_app_id'),
    },
  ]
}

const digits = (number: string | null) => number?.replace(/\D/g, '') || null
