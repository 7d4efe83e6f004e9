import { createExecutionContext, createMessageBatch, getQueueResult, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { testClock } from '../../test/clock'
import { receivedBy, smtpPort } from '../../test/smtp'
import { DAY, HOUR, MINUTE, SECOND } from '../clock'
import { type Config, loadConfig } from '../config'
import { createSystemContext, type SystemContext } from '../context'
import { mails } from '../db/directory.tables'
import { createLogger } from '../logger'
import { createCloudflareSender } from './cloudflare-sender'
import { listLocalMails } from './local-sender'
import { announceMail, deliverMail, type Mail, mailQueue, sweepMails, toMailRow } from './mail'
import { type MailSender, type OutgoingMail, RecipientRefusedError } from './mail-sender'

const directory = drizzle(env.DIRECTORY)
const mail: Mail = {
  to: { name: 'Ada', email: 'ada@example.com' },
  subject: 'A secret link',
  text: 'https://wharf.test/reset-password?token=very-secret',
  html: '<p>very-secret</p>',
}

let logged: Record<string, unknown>[] = []
let queued: { payload: { type: string; mailId: string } }[] = []
/** A queue that only remembers: the real one would deliver behind the tests' back. */
const queue = (failure?: Error) => ({
  sendBatch: async (messages: Iterable<{ body: (typeof queued)[number] }>) => {
    if (failure) throw failure
    queued.push(...[...messages].map(({ body }) => body))
  },
})
const systemWith = (config: Config = loadConfig(env), bindings: object = { MAIL: queue() }): SystemContext =>
  createSystemContext(
    { ...env, ...bindings } as Env,
    config,
    { clock: testClock, log: createLogger({}, (line) => logged.push(JSON.parse(line))), fetch },
    { requestId: 'req_test', waitUntil: () => {} },
  )

async function insertMail(system: SystemContext, more: Partial<Mail> = {}): Promise<string> {
  const row = await toMailRow(system, { ...mail, ...more })
  await directory.insert(mails).values(row)
  return row.id
}
const rowsLeft = async () => (await directory.select().from(mails)).map(({ id }) => id)

/** Remembers what it was given, and does `then` afterwards. */
function recorder(then: () => void | Promise<void> = () => {}): MailSender & { sent: OutgoingMail[] } {
  const sent: OutgoingMail[] = []
  return {
    sent,
    send: async (outgoing) => {
      sent.push(outgoing)
      await then()
    },
  }
}

const system = systemWith()
beforeEach(async () => {
  await directory.delete(mails)
  logged = []
  queued = []
})

describe('a mail that waits', () => {
  it('is sealed in its row, and opens only there', async () => {
    const id = await insertMail(system)
    const stored = JSON.stringify(await directory.select().from(mails))
    for (const plain of ['ada@example.com', 'A secret link', 'very-secret']) expect(stored).not.toContain(plain)

    const other = await insertMail(system, { subject: 'Another' })
    const [row] = await directory.select().from(mails).limit(1)
    await directory.update(mails).set({ sealed: row?.sealed ?? '' })
    const sender = recorder()
    await deliverMail(system, id, sender)
    await expect(deliverMail(system, other, sender)).rejects.toThrow('Sealed for another rowId')
    expect(sender.sent).toHaveLength(1)
  })

  it('is sent once, with an id and a date of its own, and its row goes', async () => {
    const id = await insertMail(system)
    const sender = recorder()
    await deliverMail(system, id, sender)
    await deliverMail(system, id, sender)
    expect(sender.sent).toEqual([
      {
        ...mail,
        from: { name: 'Wharf', email: 'noreply@wharf.test' },
        messageId: `<${id}@wharf.test>`,
        date: expect.any(Number),
      },
    ])
    expect(await rowsLeft()).toEqual([])
  })

  it('is left alone while another attempt holds it', async () => {
    const id = await insertMail(system)
    const second = recorder()
    const first = recorder(() => deliverMail(system, id, second))
    await deliverMail(system, id, first)
    expect(first.sent).toHaveLength(1)
    expect(second.sent).toHaveLength(0)
  })

  it('is sent again under the same Message-ID when a crash came between sending and noting it', async () => {
    const id = await insertMail(system)
    const crashed = { ...system, directory: drizzle(env.DIRECTORY) }
    const first = recorder(() => {
      crashed.directory.delete = () => {
        throw new Error('the isolate is gone')
      }
    })
    await expect(deliverMail(crashed, id, first)).rejects.toThrow('the isolate is gone')

    const second = recorder()
    await deliverMail(system, id, second)
    expect(second.sent, 'the claim still stands').toHaveLength(0)
    testClock.advanceBy(61 * SECOND)
    await deliverMail(system, id, second)
    expect(second.sent[0]).toEqual(first.sent[0])
    expect(await rowsLeft()).toEqual([])
  })

  it('stays with the newer attempt when the older one comes back late', async () => {
    const id = await insertMail(system)
    const second = recorder(() => {
      throw new Error('the newer attempt fails')
    })
    const late = recorder(async () => {
      testClock.advanceBy(61 * SECOND)
      await deliverMail(system, id, second).catch(() => {})
    })
    await deliverMail(system, id, late)
    expect(await rowsLeft()).toEqual([id])
  })

  it('has no line break in names and subject, and nowhere else to go than its recipient', async () => {
    const sender = recorder()
    await deliverMail(
      system,
      await insertMail(system, { to: { name: 'A\r\nBcc: x', email: mail.to.email }, subject: 'B\u2028C\n' }),
      sender,
    )
    expect(sender.sent[0]).toMatchObject({ to: { name: 'A Bcc: x' }, subject: 'B C' })
    const id = await insertMail(system, { to: { name: 'A', email: 'a@example.com\r\nX: y' } })
    await expect(deliverMail(system, id, sender)).rejects.toThrow(/not one that mail can be sent to/)
    expect(sender.sent).toHaveLength(1)
  })
})

describe('a mail that cannot be sent', () => {
  it('is free for the next attempt at once', async () => {
    const id = await insertMail(system)
    const broken = recorder(() => {
      throw new Error('no connection')
    })
    await expect(deliverMail(system, id, broken)).rejects.toThrow('no connection')
    const sender = recorder()
    await deliverMail(system, id, sender)
    expect(sender.sent).toHaveLength(1)
  })

  it('goes to the dead letters without its text when the recipient is refused', async () => {
    const id = await insertMail(system)
    const letters: unknown[] = []
    const refused = recorder(() => {
      throw new RecipientRefusedError('The mail server refuses the recipient: 550')
    })
    const batch = createMessageBatch('wharf-mail', [
      {
        id: 'one',
        timestamp: new Date(),
        attempts: 1,
        body: { queue: 'mail', payload: { type: 'deliver', mailId: id } },
      },
    ])
    const consume = mailQueue.consume((context, payload) =>
      payload.type === 'deliver' ? deliverMail(context, payload.mailId, refused) : Promise.resolve(),
    )
    const context = createExecutionContext()
    await consume(
      batch,
      systemWith(loadConfig(env), { DEAD_LETTERS: { send: async (letter: unknown) => letters.push(letter) } }),
    )
    const result = await getQueueResult(batch, context)
    await waitOnExecutionContext(context)
    expect(result.explicitAcks).toEqual(['one'])
    expect(letters).toEqual([
      {
        queue: 'mail',
        message: { queue: 'mail', payload: { type: 'deliver', mailId: id } },
        reason: `mail ${id}: The mail server refuses the recipient: 550`,
      },
    ])
    expect(await rowsLeft()).toEqual([])
    expect(JSON.stringify(logged)).not.toMatch(/ada@|very-secret/)
  })

  it('is announced at once, and waits for the sweep when the queue is down', async () => {
    await announceMail(system, ['mail_1', 'mail_2'])
    expect(queued.map(({ payload }) => payload)).toEqual([
      { type: 'deliver', mailId: 'mail_1' },
      { type: 'deliver', mailId: 'mail_2' },
    ])
    await announceMail(systemWith(loadConfig(env), { MAIL: queue(new Error('queue down')) }), ['mail_3'])
    expect(logged).toMatchObject([{ level: 'warn', message: 'mail waits for the sweep', mailIds: ['mail_3'] }])
  })
})

describe('the sweep', () => {
  const sweptIds = async () => {
    queued = []
    await sweepMails(system)
    return queued.map(({ payload }) => payload.mailId)
  }

  it('leaves the queue a minute, then tells it again, ever more seldom', async () => {
    let now = Date.UTC(2026, 0, 1)
    const exact = { ...system, clock: { now: () => now } }
    await insertMail(exact)
    const told: number[] = []
    for (let minute = 0; minute <= 70; minute++) {
      if ((await sweepMails(exact)) > 0) told.push(minute)
      now += MINUTE
    }
    expect(told).toEqual([1, 2, 4, 8, 16, 32, 64])
  })

  it('finds a mail whose sender crashed, once its claim has run out, and not before', async () => {
    const id = await insertMail(system)
    const interrupted: string[][] = []
    const hanging = recorder(async () => {
      testClock.advanceBy(59 * SECOND)
      interrupted.push(await sweptIds())
      testClock.advanceBy(62 * SECOND)
      interrupted.push(await sweptIds())
    })
    await deliverMail(system, id, hanging)
    expect(interrupted).toEqual([[], [id]])
  })

  it('does not take a mail from the attempt that began meanwhile', async () => {
    const id = await insertMail(system)
    testClock.advanceBy(2 * MINUTE)
    const second = recorder()
    let finish = () => {}
    const slow = recorder(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve
        }),
    )
    let delivery: Promise<void> | undefined
    // The consumer is faster than the sweep's own note.
    const eager = {
      sendBatch: async () => {
        delivery = deliverMail(system, id, slow)
        await vi.waitFor(() => expect(slow.sent).toHaveLength(1), { interval: 1 })
      },
    }
    await sweepMails(systemWith(loadConfig(env), { MAIL: eager }))
    await deliverMail(system, id, second)
    finish()
    await delivery
    expect(second.sent).toHaveLength(0)
    expect(await rowsLeft()).toEqual([])
  })

  it('gives up after three days, says so once, and keeps the row for an operator', async () => {
    const id = await insertMail(system)
    testClock.advanceBy(3 * DAY + HOUR)
    expect(await sweptIds()).toEqual([])
    expect(await sweptIds()).toEqual([])
    expect(logged).toMatchObject([{ level: 'error', message: 'mail given up after three days', mailIds: [id] }])
    const sender = recorder()
    await deliverMail(system, id, sender)
    expect(sender.sent).toHaveLength(1)
  })

  it('tells again what it could not tell', async () => {
    const id = await insertMail(system)
    testClock.advanceBy(2 * MINUTE)
    await expect(sweepMails(systemWith(loadConfig(env), { MAIL: queue(new Error('queue down')) }))).rejects.toThrow(
      'queue down',
    )
    expect(await sweptIds()).toEqual([id])
  })
})

describe('the senders', () => {
  it('keep mail in the local mailbox, the newest first, and twice the same once', async () => {
    const first = await insertMail(system, { subject: 'First' })
    testClock.advanceBy(SECOND)
    const second = await insertMail(system, { subject: 'Second' })
    const [row] = await directory.select().from(mails)
    await deliverMail(system, first)
    await deliverMail(system, second)
    if (row) await directory.insert(mails).values(row)
    await deliverMail(system, first)
    const listed = await listLocalMails(env.BUCKET, 10)
    expect(listed.map(({ subject, to, text }) => ({ subject, to, text }))).toEqual([
      { subject: 'Second', to: mail.to, text: mail.text },
      { subject: 'First', to: mail.to, text: mail.text },
    ])
  })

  it('send over SMTP when the configuration says so', async () => {
    const config = loadConfig(env)
    const smtp = {
      host: 'localhost',
      port: smtpPort('plain'),
      security: 'none',
      username: undefined,
      password: undefined,
    } as const
    const overSmtp = systemWith({ ...config, mail: { ...config.mail, sender: 'smtp', smtp } })
    const id = await insertMail(overSmtp, { to: { name: 'Ada', email: 'configured@example.com' } })
    await deliverMail(overSmtp, id)
    expect(await receivedBy('configured@example.com')).toMatchObject([
      { messageId: `<${id}@wharf.test>`, subject: mail.subject },
    ])
  })

  describe('through Cloudflare', () => {
    const outgoing: OutgoingMail = {
      ...mail,
      from: { name: '', email: 'noreply@wharf.test' },
      messageId: '<mail_1@wharf.test>',
      date: 0,
    }
    const failing = (code: string) =>
      createCloudflareSender({
        EMAIL: {
          send: async () => {
            throw Object.assign(new Error(`cannot send to ada@example.com`), { code })
          },
        },
      })

    it('hand the mail to the binding', async () => {
      const handed: unknown[] = []
      const sender = createCloudflareSender({
        EMAIL: {
          send: async (message: unknown) => {
            handed.push(message)
            return { messageId: 'theirs' }
          },
        },
      })
      await sender.send(outgoing)
      expect(handed).toEqual([
        { ...mail, from: 'noreply@wharf.test', headers: { 'X-Entity-Ref-ID': '<mail_1@wharf.test>' } },
      ])
    })

    it('are taken by the binding itself', async () => {
      await expect(createCloudflareSender(env).send(outgoing)).resolves.toBeUndefined()
    })

    it('tell a refused recipient from what may pass', async () => {
      await expect(failing('E_RECIPIENT_SUPPRESSED').send(outgoing)).rejects.toThrow(RecipientRefusedError)
      await expect(failing('E_RATE_LIMIT_EXCEEDED').send(outgoing)).rejects.toThrow(
        'Cloudflare: E_RATE_LIMIT_EXCEEDED cannot send to [recipient]',
      )
    })

    it('say what is missing when nothing is bound', async () => {
      await expect(createCloudflareSender({} as Env).send(outgoing)).rejects.toThrow('EMAIL is not bound')
    })
  })
})
