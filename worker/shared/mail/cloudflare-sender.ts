import { type MailAddress, type MailSender, RecipientRefusedError, requireDeliverable } from './mail-sender'

/**
 * Sends through Cloudflare's Email Service, the `send_email` binding. It sets Message-ID and Date itself and refuses ours,
 * so the mail's id goes along as `X-Entity-Ref-ID`.
 */
export const createCloudflareSender = (env: Pick<Env, 'EMAIL'>): MailSender => ({
  async send(mail) {
    if (!('EMAIL' in env))
      throw new Error('EMAIL is not bound: add [[send_email]] to wrangler.toml, or set MAIL_SENDER to smtp.')
    requireDeliverable(mail.to.email)
    try {
      await env.EMAIL.send({
        from: toBuilderAddress(mail.from),
        to: toBuilderAddress(mail.to),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        headers: { 'X-Entity-Ref-ID': mail.messageId },
      })
    } catch (error) {
      throw explain(error, mail.to.email)
    }
  },
})

const toBuilderAddress = ({ name, email }: MailAddress): MailAddress | string => (name === '' ? email : { name, email })

function explain(error: unknown, recipient: string): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // Bounced or complained before. The other codes are about us, the load, or what an operator can allow.
  if (code === 'E_RECIPIENT_SUPPRESSED') return new RecipientRefusedError(`Cloudflare refuses the recipient: ${code}`)
  const message = error instanceof Error ? error.message : String(error)
  return new Error(`Cloudflare: ${code} ${message.replaceAll(recipient, '[recipient]')}`)
}
