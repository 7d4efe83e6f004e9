import { connect } from 'cloudflare:sockets'
import { inject } from 'vitest'

type Server =
  | 'plain'
  | 'plainWithSignIn'
  | 'starttls'
  | 'tls'
  | 'untrusted'
  | 'silent'
  | 'hangsUp'
  | 'endless'
  | 'mailbox'

declare module 'vitest' {
  interface ProvidedContext {
    smtpPorts: Record<Server, number>
  }
}

type Address = { name: string; address: string }
export type ReceivedMail = {
  server: Server
  envelope: { from: string; to: string[] }
  user: string | null
  encrypted: boolean
  clientName: string
  from: Address[]
  to: Address[]
  subject: string
  text: string
  html: string
  messageId: string
  date: string
  headers: string[]
}

/** The port of a server that smtp-servers.mjs started. */
export const smtpPort = (server: Server): number => inject('smtpPorts')[server]

/** What a real SMTP server accepted for this address, the oldest first. */
export const receivedBy = (email: string): Promise<ReceivedMail[]> => ask(email) as Promise<ReceivedMail[]>

/** Usernames that any of the servers was shown. */
export const signInAttempts = (): Promise<string[]> => ask('?') as Promise<string[]>

async function ask(line: string): Promise<unknown> {
  const socket = connect({ hostname: 'localhost', port: smtpPort('mailbox') })
  const writer = socket.writable.getWriter()
  await writer.write(new TextEncoder().encode(`${line}\n`))
  return JSON.parse(await new Response(socket.readable).text())
}
