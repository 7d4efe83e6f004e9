/** One update of one business account, before it is put into an envelope. */
export type Change = {
  accountId: string
  /** Given for everything that belongs to a phone number: its chaos and its callback apply. */
  numberId?: string
  field: string
  value: Record<string, unknown>
  /** What the log says, in a few words. */
  summary: string
  /** Instead of the account's id: the portfolio's, for `PARTNER_*` events. */
  entryId?: string
  customerId?: string
}

/** Fields that say when they happened in `entry[].time`; the others say it inside. */
const WITHOUT_TIME = new Set(['messages', 'standby', 'calls', 'history', 'smb_message_echoes', 'smb_app_state_sync'])

/** Updates of one business account as one body. Neighbours on `messages` of one number share a value. */
export function envelope(changes: Change[], now: number): Record<string, unknown> {
  const [first] = changes
  const isTimed = changes.some(({ field }) => !WITHOUT_TIME.has(field))
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: first?.entryId ?? first?.accountId ?? '0',
        ...(isTimed && { time: Math.floor(now / 1000) }),
        changes: merged(changes).map(({ field, value }) => ({ value, field })),
      },
    ],
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function merged(changes: Change[]): Change[] {
  const result: Change[] = []
  for (const change of changes) {
    const last = result.at(-1)
    const isTogether = last?.field === 'messages' && change.field === 'messages' && last.numberId === change.numberId
    if (!last || !isTogether) {
      result.push(change)
      continue
    }
    const value: Record<string, unknown> = { ...last.value }
    for (const key of ['contacts', 'messages', 'statuses', 'errors']) {
      const all = [...listOf(last.value[key]), ...listOf(change.value[key])]
      if (all.length > 0) value[key] = key === 'contacts' ? withoutTwins(all) : all
    }
    result[result.length - 1] = { ...last, value }
  }
  return result
}

/** A contact is named once, however many of its messages are in the batch. */
const withoutTwins = (contacts: unknown[]): unknown[] => [
  ...new Map(contacts.map((contact) => [JSON.stringify(contact), contact])).values(),
]
