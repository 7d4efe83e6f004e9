import { z } from 'zod'
import { platformKey } from '../names'
import type { MailSender } from './mail-sender'

const addressSchema = z.object({ name: z.string(), email: z.string() })
const storedSchema = z.object({
  messageId: z.string(),
  from: addressSchema,
  to: addressSchema,
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  date: z.number(),
})
/** A mail in the local mailbox. `id` names it there. */
export type StoredMail = z.infer<typeof storedSchema> & { id: string }

const folder = platformKey('mailbox/')
const toKey = (id: string) => `${folder}${id}.json`
/** R2 lists by key: time is counted backwards, so that the newest comes first. */
const LAST_TIME = 9_999_999_999_999

/** Keeps mail in the bucket instead of sending it: for local runs, where `/api/dev/mail` shows it. Sent twice is stored once. */
export const createLocalSender = (bucket: R2Bucket): MailSender => ({
  async send(mail) {
    const backwards = String(LAST_TIME - mail.date).padStart(13, '0')
    const name = mail.messageId.replace(/^<|@.*$/g, '')
    await bucket.put(toKey(`${backwards}-${name}`), JSON.stringify(mail), {
      httpMetadata: { contentType: 'application/json' },
    })
  },
})

/** The mails of the local mailbox, the newest first. */
export async function listLocalMails(bucket: R2Bucket, limit: number): Promise<StoredMail[]> {
  const { objects } = await bucket.list({ prefix: folder, limit })
  const mails: StoredMail[] = []
  for (const { key } of objects) {
    const mail = await readLocalMail(bucket, key.slice(folder.length, -'.json'.length))
    if (mail) mails.push(mail)
  }
  return mails
}

/** One mail of the local mailbox, or null. */
export async function readLocalMail(bucket: R2Bucket, id: string): Promise<StoredMail | null> {
  const stored = await bucket.get(toKey(id))
  return stored && { id, ...storedSchema.parse(await stored.json()) }
}
