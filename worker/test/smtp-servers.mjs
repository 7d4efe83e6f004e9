// Real SMTP servers for the Worker's tests, on free loopback ports. Runs in Node, once for the whole project.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

const fixture = (name) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const certificate = (name) => ({ key: fixture(`${name}.key.pem`), cert: fixture(`${name}.pem`) })

/** What the servers got, for the tests to read back. */
const received = []
/** Usernames that somebody tried to sign in with. */
const signInAttempts = []

const refusals = {
  unknown: [550, '5.1.1 <unknown@example.com> No such person here'],
  relay: [554, '5.7.1 Relay access denied'],
  busy: [451, '4.3.0 Try again later, not as in 550 5.1.1 forever'],
}

function smtpServer(name, options) {
  return new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: [],
    ...certificate('localhost'),
    ...options,
    onAuth({ username, password }, _session, done) {
      signInAttempts.push(username)
      if (username === 'wharf' && password === 'pässword') done(null, { user: username })
      else done(new Error('Invalid username or password'))
    },
    onRcptTo({ address }, _session, done) {
      const refusal = refusals[address.split('@')[0]]
      if (!refusal) return done()
      done(Object.assign(new Error(refusal[1]), { responseCode: refusal[0] }))
    },
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        received.push({
          server: name,
          envelope: {
            from: session.envelope.mailFrom.address,
            to: session.envelope.rcptTo.map(({ address }) => address),
          },
          user: session.user ?? null,
          encrypted: session.secure,
          clientName: session.hostNameAppearsAs,
          from: mail.from?.value,
          to: mail.to?.value,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: mail.messageId,
          date: mail.date,
          headers: mail.headerLines.map(({ key }) => key),
        })
        done()
      }, done)
    },
  })
}

// Every way a server can be, and the ways it can be broken.
const servers = {
  plain: smtpServer('plain', { disabledCommands: ['STARTTLS', 'AUTH'] }),
  plainWithSignIn: smtpServer('plainWithSignIn', { disabledCommands: ['STARTTLS'] }),
  starttls: smtpServer('starttls', { authOptional: false, allowInsecureAuth: false }),
  tls: smtpServer('tls', { secure: true, authOptional: false }),
  /** With a certificate that nobody vouches for. */
  untrusted: smtpServer('untrusted', { secure: true, ...certificate('untrusted') }),
  silent: createServer((socket) => socket.on('error', () => {})),
  hangsUp: createServer((socket) => socket.on('error', () => {}).end()),
  /** Greets, then drips one line of an answer that has no end. */
  endless: createServer((socket) => {
    const drip = setInterval(() => socket.write('250-and more\r\n'), 20)
    socket.on('error', () => {}).on('close', () => clearInterval(drip))
    socket.write('220 localhost ESMTP\r\n')
  }),
  /** For the tests: a line with a recipient in, what they got out, as JSON. `?` gives the sign-in attempts. */
  mailbox: createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (line) => {
      const recipient = line.toString().trim()
      socket.end(
        JSON.stringify(
          recipient === '?' ? signInAttempts : received.filter(({ envelope }) => envelope.to.includes(recipient)),
        ),
      )
    })
  }),
}

/** @param {{ provide(name: 'smtpPorts', ports: Record<string, number>): void }} project */
export default async function startSmtpServers(project) {
  const ports = {}
  const sockets = new Set()
  for (const [name, server] of Object.entries(servers)) {
    const listener = server instanceof SMTPServer ? server.server : server
    listener.on('connection', (socket) => sockets.add(socket.on('close', () => sockets.delete(socket))))
    // A broken handshake is the client's to report.
    server.on('error', () => {})
    server.listen(0, '127.0.0.1')
    await once(listener, 'listening')
    ports[name] = listener.address().port
  }
  project.provide('smtpPorts', ports)
  return () => {
    for (const server of Object.values(servers)) server.close()
    for (const socket of sockets) socket.destroy()
  }
}
