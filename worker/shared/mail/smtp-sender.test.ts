import { describe, expect, it } from 'vitest'
import { receivedBy, signInAttempts, smtpPort } from '../../test/smtp'
import type { Config } from '../config'
import { Secret } from '../secret'
import { type OutgoingMail, RecipientRefusedError } from './mail-sender'
import { createSmtpSender } from './smtp-sender'

type Smtp = Config['mail']['smtp']
const signedIn = { username: 'wharf', password: new Secret('pässword') }
const anonymous = { username: undefined, password: undefined }

const sender = (
  server: Parameters<typeof smtpPort>[0],
  settings: Pick<Smtp, 'security'> & Partial<Smtp>,
  timeouts?: { answer: number; mail: number },
) =>
  createSmtpSender(
    {
      sender: 'smtp',
      from: { name: 'Wharf', email: 'noreply@wharf.test' },
      smtp: { host: 'localhost', port: smtpPort(server), ...anonymous, ...settings },
    },
    timeouts,
  )

let count = 0
const someMail = (more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  from: { name: 'Wharf', email: 'noreply@wharf.test' },
  to: { name: 'Ada Lovelace', email: `ada.${++count}@example.com` },
  subject: 'Hello',
  text: 'Hello Ada',
  html: '<p>Hello Ada</p>',
  messageId: `<mail_${count}@wharf.test>`,
  date: Date.UTC(2026, 0, 2, 3, 4, 5),
  ...more,
})

describe('mail over SMTP', () => {
  it('arrives as it was written, at a server without encryption or sign-in', async () => {
    const mail = someMail()
    await sender('plain', { security: 'none' }).send(mail)
    expect(await receivedBy(mail.to.email)).toMatchObject([
      {
        server: 'plain',
        envelope: { from: 'noreply@wharf.test', to: [mail.to.email] },
        user: null,
        encrypted: false,
        clientName: 'wharf.test',
        from: [{ name: 'Wharf', address: 'noreply@wharf.test' }],
        to: [{ name: 'Ada Lovelace', address: mail.to.email }],
        subject: 'Hello',
        messageId: mail.messageId,
        date: '2026-01-02T03:04:05.000Z',
      },
    ])
  })

  it('is encrypted and signed in with STARTTLS', async () => {
    const mail = someMail()
    await sender('starttls', { security: 'starttls', ...signedIn }).send(mail)
    expect(await receivedBy(mail.to.email)).toMatchObject([{ server: 'starttls', user: 'wharf', encrypted: true }])
  })

  it('is encrypted and signed in with TLS from the first byte', async () => {
    const mail = someMail()
    await sender('tls', { security: 'tls', ...signedIn }).send(mail)
    expect(await receivedBy(mail.to.email)).toMatchObject([{ server: 'tls', user: 'wharf', encrypted: true }])
  })

  it('is sent without a password where none is set, although the server offers sign-in', async () => {
    const mail = someMail()
    await sender('plainWithSignIn', { security: 'none' }).send(mail)
    expect(await receivedBy(mail.to.email)).toMatchObject([{ user: null }])
  })

  it('keeps other scripts, quotes, long subjects, lone dots and long lines as they are', async () => {
    const mail = someMail({
      from: { name: 'Wharf “Hafen” ⚓', email: 'noreply@wharf.test' },
      to: { name: 'Зоя "Zo\\e" <b>, عمر =?x?=', email: 'zoya@example.com' },
      subject: `Grüße, 世界 👋🏽 ${'and a long tail '.repeat(12).trim()}`,
      text: `.\n..two\nüber ${'x'.repeat(2000)} =20\ntrailing \nlast`,
      html: `<p>.\n. ${'界'.repeat(500)}</p>`,
    })
    await sender('plain', { security: 'none' }).send(mail)
    const [got] = await receivedBy('zoya@example.com')
    expect(got).toMatchObject({
      from: [{ name: mail.from.name, address: 'noreply@wharf.test' }],
      to: [{ name: mail.to.name, address: 'zoya@example.com' }],
      subject: mail.subject,
    })
    expect(got?.text.trim()).toBe(mail.text)
    expect(got?.html.trim()).toBe(mail.html)
  })

  it('cannot be given another header or recipient by a name or a subject', async () => {
    const hostile = 'x\r\nBcc: victim@example.com\r\n\r\nbody'
    const mail = someMail({
      from: { name: `Wharf"\r\nX-Evil: 1`, email: 'noreply@wharf.test' },
      to: { name: `${hostile}" <victim@example.com>, "`, email: 'hostile@example.com' },
      subject: hostile,
    })
    await sender('plain', { security: 'none' }).send(mail)
    const [got] = await receivedBy('hostile@example.com')
    expect(got?.envelope.to).toEqual(['hostile@example.com'])
    expect(got?.to.map(({ address }) => address)).toEqual(['hostile@example.com'])
    expect(got?.headers.sort()).toEqual(
      ['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'].sort(),
    )
    expect(await receivedBy('victim@example.com')).toEqual([])
  })

  it.each([
    'a@b.c>\r\nRCPT TO:<victim@example.com',
    'a b@example.com',
    '<a@example.com>',
    'a@example.com\n',
    'ü@example.com',
    'nobody',
  ])('refuses the address %j before it connects', async (email) => {
    const sending = sender('silent', { security: 'none' }).send(someMail({ to: { name: '', email } }))
    await expect(sending).rejects.toThrow(RecipientRefusedError)
  })
})

describe('a mail server that says no', () => {
  it('refuses a recipient for good', async () => {
    const sending = sender('plain', { security: 'none' }).send(
      someMail({ to: { name: '', email: 'unknown@example.com' } }),
    )
    await expect(sending).rejects.toThrow(new RecipientRefusedError('The mail server refuses the recipient: 550 5.1.1'))
  })

  it.each(['relay', 'busy'])('refuses %s for reasons that can pass', async (name) => {
    const sending = sender('plain', { security: 'none' }).send(
      someMail({ to: { name: '', email: `${name}@example.com` } }),
    )
    await expect(sending).rejects.toThrow(/^SMTP: Invalid RCPT TO: <\[recipient\]> /)
    await expect(sending).rejects.not.toThrow(RecipientRefusedError)
  })

  it("refuses a wrong password, which is not the recipient's fault", async () => {
    const wrong = { username: 'wharf', password: new Secret('not the password') }
    const sending = sender('starttls', { security: 'starttls', ...wrong }).send(someMail())
    await expect(sending).rejects.toThrow(/^SMTP: Failed to plain authentication: 535/)
    await expect(sending).rejects.not.toThrow(/not the password/)
  })
})

describe('a mail server that cannot be trusted', () => {
  it('gets neither password nor mail when it does not offer the STARTTLS that is asked for', async () => {
    const mail = someMail()
    const secret = { username: 'never-in-the-clear', password: new Secret('secret') }
    const sending = sender('plainWithSignIn', { security: 'starttls', ...secret }).send(mail)
    await expect(sending).rejects.toThrow(/does not offer STARTTLS/)
    expect(await signInAttempts()).not.toContain('never-in-the-clear')
    expect(await receivedBy(mail.to.email)).toEqual([])
  })

  it('gets nothing when nobody vouches for its certificate', async () => {
    const mail = someMail()
    await expect(sender('untrusted', { security: 'tls', ...signedIn }).send(mail)).rejects.toThrow(/^SMTP: /)
    expect(await receivedBy(mail.to.email)).toEqual([])
  })

  it.each(['tls', 'starttls'] as const)(
    'gets nothing when its certificate is for another name: %s',
    async (security) => {
      const mail = someMail()
      const elsewhere = sender(security, { security, host: '127.0.0.1', ...signedIn })
      await expect(elsewhere.send(mail)).rejects.toThrow(/^SMTP: /)
      expect(await receivedBy(mail.to.email)).toEqual([])
    },
  )
})

describe('a mail server that is broken', () => {
  const impatient = { answer: 100, mail: 300 }

  it('is left when it says nothing', async () => {
    await expect(sender('silent', { security: 'none' }, impatient).send(someMail())).rejects.toThrow(
      'Timeout while waiting for smtp server response',
    )
  })

  it('is left when it never finishes an answer', async () => {
    await expect(sender('endless', { security: 'none' }, { answer: 1000, mail: 100 }).send(someMail())).rejects.toThrow(
      'The mail server took too long.',
    )
  })

  it('is left when it hangs up', async () => {
    await expect(sender('hangsUp', { security: 'none' }, impatient).send(someMail())).rejects.toThrow(
      'The mail server closed the connection.',
    )
  })

  it('is left when it is not there', async () => {
    const gone = createSmtpSender({
      sender: 'smtp',
      from: { name: '', email: 'noreply@wharf.test' },
      smtp: { host: 'localhost', port: 1, security: 'none', ...anonymous },
    })
    await expect(gone.send(someMail())).rejects.toThrow(/^SMTP: /)
  })
})
