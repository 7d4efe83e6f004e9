import { type Email, LogLevel, WorkerMailer, type WorkerMailerOptions } from 'worker-mailer'

/**
 * The steps of worker-mailer that are overridden or called here. They are private to its types, so its version is
 * pinned, and smtp-sender.test.ts fails when one of them changes.
 */
type Steps = {
  reader: ReadableStreamDefaultReader<Uint8Array>
  socket: Socket
  emailSending: Email | null
  initializeSmtpSession(): Promise<void>
  read(): Promise<string>
  writeLine(line: string): Promise<void>
  tls(): Promise<void>
  auth(): Promise<void>
  mail(): Promise<void>
  rcpt(): Promise<void>
  data(): Promise<void>
  body(): Promise<void>
  close(): Promise<void>
}
// Its constructor is private and opens the socket before anything can be decided: a subclass is the only way in.
const Library = WorkerMailer as unknown as new (options: WorkerMailerOptions) => Steps

export type SmtpSettings = {
  host: string
  port: number
  /** `starttls` and `tls` refuse to go on unencrypted. */
  security: 'starttls' | 'tls' | 'none'
  credentials: { username: string; password: string } | undefined
  /** How this side calls itself: a domain. */
  clientName: string
  /** For the connection and for each answer. Milliseconds. */
  timeout: number
}

const MAX_REPLY_CHARACTERS = 64 * 1024

/** One connection for one mail: worker-mailer, without the four ways in which it is too trusting. */
export class SmtpSession extends Library {
  readonly #settings: SmtpSettings
  #encrypted: boolean

  constructor(settings: SmtpSettings) {
    super({
      host: settings.host,
      port: settings.port,
      secure: settings.security === 'tls',
      startTls: settings.security === 'starttls',
      // One base64 for both: it encodes Latin-1, SMTP wants UTF-8.
      ...(settings.credentials && {
        credentials: {
          username: toUtf8(settings.credentials.username),
          password: toUtf8(settings.credentials.password),
        },
      }),
      authType: ['plain', 'login'],
      socketTimeoutMs: settings.timeout,
      // It would print addresses.
      logLevel: LogLevel.NONE,
    })
    this.#settings = settings
    this.#encrypted = settings.security === 'tls'
  }

  /** Resolves when the server has taken the mail. */
  async transfer(email: Email): Promise<void> {
    await this.initializeSmtpSession()
    this.emailSending = email
    await this.mail()
    await this.rcpt()
    await this.data()
    await this.body()
    this.emailSending = null
  }

  /** Says goodbye. Never throws: the mail is sent. */
  async quit(): Promise<void> {
    await this.close()
  }

  abort(): void {
    this.socket.close().catch(() => {})
  }

  override async tls(): Promise<void> {
    await super.tls()
    this.#encrypted = true
  }

  // It would go on in the clear when STARTTLS is not offered: whoever removes the offer would read the password.
  // And it would refuse to send without a password to a server that offers sign-in.
  override async auth(): Promise<void> {
    if (this.#settings.security === 'starttls' && !this.#encrypted)
      throw new Error(
        'The mail server does not offer STARTTLS. Set SMTP_SECURITY to tls (usually port 465), or to none in a network you trust.',
      )
    if (this.#settings.credentials) await super.auth()
  }

  // It introduces itself as 127.0.0.1, which careful servers refuse.
  override writeLine(line: string): Promise<void> {
    return super.writeLine(line.replace(/^(EHLO|HELO) .*/, `$1 ${this.#settings.clientName}`))
  }

  // It would spin for ever, and stop every timer with it, when the server hangs up.
  override async read(): Promise<string> {
    const decoder = new TextDecoder()
    let reply = ''
    for (;;) {
      const { value, done } = await this.reader.read()
      if (done) throw new Error('The mail server closed the connection.')
      reply += decoder.decode(value, { stream: true })
      if (reply.length > MAX_REPLY_CHARACTERS) throw new Error('The mail server answers without end.')
      // `250-` continues, `250 ` ends.
      if (reply.endsWith('\n') && !/^\d+-/.test(reply.trimEnd().split('\n').at(-1) ?? '')) return reply
    }
  }
}

const toUtf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
