/** What a phone number remembers of its own sending. */
export type Sending = {
  /** Who may be written to, as digits: only a test number has such a list (131030). */
  allowedRecipients: string[] | null
  /** Send times of the last second, for 130429. */
  sentAt: number[]
  /** By customer, when the messages sent so far are paid back at one per 6 seconds, for 131056. */
  pairPaidAt: Record<string, number>
  /** Free-form messages of the running month: the first thousand are free. */
  service: { month: string; count: number }
}

/** Beside the phone app, and beside Meta's agent. */
export type Coexistence = {
  /** Coexistence: when contacts and history were asked for. Each works once. */
  synced: { contacts: number | null; history: number | null }
  /** May take conversations back from Meta's agent. */
  isEscalationPartner: boolean
}
