import { z } from 'zod'
import { DAY, MINUTE, SECOND } from '../clock'
import type { SystemContext } from '../context'
import type { mails } from '../db/directory.tables'
import {
  claimMail,
  deleteMail,
  findWaitingMails,
  giveUpMails,
  type MailRow,
  releaseMail,
  touchMails,
} from '../db/mail-rows'
import { createId } from '../ids'
import { definePlatformQueue, PermanentError } from '../queue'
import { open, seal } from '../sealing'
import { randomToken } from '../tokens'
import { createCloudflareSender } from './cloudflare-sender'
import { createLocalSender } from './local-sender'
import { type Mail, type MailSender, type OutgoingMail, RecipientRefusedError, requireDeliverable } from './mail-sender'
import { toOneLine } from './one-line'
import { createSmtpSender } from './smtp-sender'

export type { Mail } from './mail-sender'

const mailSchema = z.object({
  to: z.object({ name: z.string(), email: z.string() }),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
})
const sealPurpose = (rowId: string) => ({ purpose: 'mail', organizationId: null, rowId })

/**
 * The row of a mail, to be inserted in the same directory batch as the change that causes it.
 * Tell the queue afterwards with `announceMail`.
 */
export async function toMailRow(
  { config, clock }: Pick<SystemContext, 'config' | 'clock'>,
  mail: Mail,
): Promise<typeof mails.$inferInsert> {
  const now = clock.now()
  const id = createId('mail', now)
  return { id, sealed: await seal(config, JSON.stringify(mail), sealPurpose(id)), createdAt: now }
}

/** `deliver` is handled by `deliverMail`; `password-reset` by sign-in, which writes the mail away from the request's timing. */
export const mailQueue = definePlatformQueue({
  name: 'mail',
  binding: 'MAIL',
  schema: z.discriminatedUnion('type', [
    z.object({ type: z.literal('deliver'), mailId: z.string() }),
    z.object({ type: z.literal('password-reset'), email: z.string() }),
  ]),
})

const tellQueue = (system: Pick<SystemContext, 'env'>, mailIds: string[]) =>
  mailQueue.send(
    system,
    mailIds.map((mailId) => ({ type: 'deliver' as const, mailId })),
  )

/** Tells the queue at once. If that fails the sweep does it within two minutes, so an error is only logged. */
export async function announceMail(system: Pick<SystemContext, 'env' | 'log'>, mailIds: string[]): Promise<void> {
  try {
    await tellQueue(system, mailIds)
  } catch (error) {
    system.log.warn('mail waits for the sweep', { error, mailIds })
  }
}

/** The sender that MAIL_SENDER names. */
export function createMailSender({ config, env }: Pick<SystemContext, 'config' | 'env'>): MailSender {
  switch (config.mail.sender) {
    case 'cloudflare':
      return createCloudflareSender(env)
    case 'smtp':
      return createSmtpSender(config.mail)
    case 'local':
      return createLocalSender(env.BUCKET)
  }
}

/** Longer than a sender may take. */
const CLAIM_TIME = MINUTE

/**
 * Sends one mail and deletes its row. Nothing to do when the row is gone or in other hands. A crash between the two sends
 * it again when the claim has run out, under the same Message-ID.
 * @throws PermanentError when the recipient is refused for good: the row is gone, and the dead letter says only why
 * @throws Error when it may go better later: the row is free for the next attempt
 */
export async function deliverMail(
  system: SystemContext,
  mailId: string,
  sender: MailSender = createMailSender(system),
): Promise<void> {
  const claimToken = randomToken()
  const now = system.clock.now()
  const row = await claimMail(system.directory, { id: mailId, claimToken, now, until: now + CLAIM_TIME })
  if (!row) return
  try {
    await sender.send(await toOutgoing(system, row))
  } catch (error) {
    if (error instanceof RecipientRefusedError) {
      await deleteMail(system.directory, mailId, claimToken)
      throw new PermanentError(`mail ${mailId}: ${error.message}`)
    }
    // If this fails too, the claim runs out by itself.
    await releaseMail(system.directory, mailId, claimToken, system.clock.now()).catch(() => {})
    throw error
  }
  await deleteMail(system.directory, mailId, claimToken)
  system.log.info('mail sent', { mailId, attempts: row.attempts })
}

async function toOutgoing({ config }: SystemContext, row: MailRow): Promise<OutgoingMail> {
  const mail = mailSchema.parse(JSON.parse(await open(config, row.sealed, sealPurpose(row.id))))
  requireDeliverable(mail.to.email)
  const { from } = config.mail
  return {
    ...mail,
    to: { name: toOneLine(mail.to.name), email: mail.to.email },
    subject: toOneLine(mail.subject),
    from: { name: toOneLine(from.name), email: from.email },
    messageId: `<${row.id}@${from.email.slice(from.email.lastIndexOf('@') + 1)}>`,
    date: row.createdAt,
  }
}

/** The queue gets a minute, then as long again as the mail has been tried. */
const PATIENCE = 60 * SECOND
const GIVEN_UP_AFTER = 3 * DAY
const SWEEP_PAGE = 500

/**
 * Tells the queue again of mail that nobody has sent, for three days and ever more seldom. What is older stays where it is
 * and is logged once, for an operator: a replayed dead letter delivers it.
 * @returns how many the queue was told of
 */
export async function sweepMails(system: SystemContext): Promise<number> {
  const now = system.clock.now()
  const sweep = { now, patience: PATIENCE, givenUpBefore: now - GIVEN_UP_AFTER, limit: SWEEP_PAGE }
  const givenUp = await giveUpMails(system.directory, sweep)
  if (givenUp.length > 0) system.log.error('mail given up after three days', { mailIds: givenUp })
  const waiting = await findWaitingMails(system.directory, sweep)
  if (waiting.length === 0) return 0
  await tellQueue(system, waiting)
  await touchMails(system.directory, waiting, sweep)
  return waiting.length
}
