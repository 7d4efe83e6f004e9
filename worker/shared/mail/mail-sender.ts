export type MailAddress = { name: string; email: string }

/** What a caller asks to be sent. Text and HTML say the same. */
export type Mail = { to: MailAddress; subject: string; text: string; html: string }

/** A mail on its way out. Names and subject are one line each, and the addresses hold no character that means something to SMTP. */
export type OutgoingMail = Mail & {
  from: MailAddress
  /** The same each time the mail is tried, so that a receiver can fold duplicates. With its angle brackets. */
  messageId: string
  /** When it was written. Milliseconds since 1970. */
  date: number
}

/** One way to send. Resolves when the mail is in other hands. */
export type MailSender = {
  /**
   * @throws RecipientRefusedError when this recipient will never get it
   * @throws Error for whatever may go better later: no connection, a timeout, a wrong password, a full queue
   */
  send(mail: OutgoingMail): Promise<void>
}

/** The recipient's side said no for good. Its message holds neither the address nor the mail. */
export class RecipientRefusedError extends Error {
  override name = 'RecipientRefusedError'
}

// Wider than what people have, narrower than what SMTP or a header could take for something else.
const deliverable = /^[^\s\p{Cc}<>()[\],;:\\"@\u0080-\u{10ffff}]+@[^\s\p{Cc}<>()[\],;:\\"@\u0080-\u{10ffff}]+$/u

/**
 * Refuses an address that could not be written into an SMTP command as it is.
 * @throws RecipientRefusedError
 */
export function requireDeliverable(email: string): void {
  if (!deliverable.test(email)) throw new RecipientRefusedError('The address is not one that mail can be sent to.')
}
