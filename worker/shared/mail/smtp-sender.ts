import { Email } from 'worker-mailer'
import { SECOND } from '../clock'
import type { Config } from '../config'
import { encodeAddress, encodeHeaderText } from './mail-headers'
import { type MailSender, type OutgoingMail, RecipientRefusedError, requireDeliverable } from './mail-sender'
import { SmtpSession } from './smtp-session'

type Timeouts = {
  /** For the connection and for each answer. Milliseconds. */
  answer: number
  /** For the whole mail. Milliseconds; must be shorter than the claim on it. */
  mail: number
}
const defaultTimeouts: Timeouts = { answer: 10 * SECOND, mail: 30 * SECOND }

/** Sends through the SMTP server of the configuration, one connection a mail. */
export const createSmtpSender = ({ smtp, from }: Config['mail'], timeouts: Timeouts = defaultTimeouts): MailSender => ({
  async send(mail) {
    requireDeliverable(mail.to.email)
    const session = new SmtpSession({
      host: smtp.host,
      port: smtp.port,
      security: smtp.security,
      credentials:
        smtp.username === undefined ? undefined : { username: smtp.username, password: smtp.password?.reveal() ?? '' },
      clientName: from.email.slice(from.email.lastIndexOf('@') + 1),
      timeout: timeouts.answer,
    })
    try {
      await within(timeouts.mail, session.transfer(toEmail(mail)))
    } catch (error) {
      session.abort()
      throw explain(error, mail.to.email)
    }
    await session.quit()
  },
})

// Every header is written here: the library would put encoded words into quotes, where they are shown as they are.
const toEmail = (mail: OutgoingMail): Email =>
  new Email({
    from: mail.from.email,
    to: mail.to.email,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: {
      From: encodeAddress(mail.from),
      To: encodeAddress(mail.to),
      Subject: encodeHeaderText(mail.subject),
      Date: new Date(mail.date).toUTCString().replace('GMT', '+0000'),
      'Message-ID': mail.messageId,
      // Keeps absence notes away.
      'Auto-Submitted': 'auto-generated',
    },
  })

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The mail server took too long.')), milliseconds)
  })
  try {
    await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Refused for good is only what was said about the recipient: the same 5xx for the password, the sender or our address
 * (`530`, `x.7.x`) is for an operator to mend, and the mail waits for that.
 */
function explain(error: unknown, recipient: string): Error {
  const message = error instanceof Error ? error.message : String(error)
  const aboutRecipient = message.startsWith('Invalid RCPT TO:') ? message.slice(message.indexOf('>') + 1) : ''
  const [, code = '', status = ''] = /^(?: NOTIFY=\S+)? (\d{3})[ -](\d\.\d{1,3}\.\d{1,3})?/.exec(aboutRecipient) ?? []
  if (code.startsWith('5') && code !== '530' && !status.startsWith('5.7.'))
    return new RecipientRefusedError(`The mail server refuses the recipient: ${`${code} ${status}`.trim()}`)
  return new Error(`SMTP: ${message.replaceAll(recipient, '[recipient]').trim()}`)
}
