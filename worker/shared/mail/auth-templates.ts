import { renderMail } from './mail-layout'
import type { Mail } from './mail-sender'
import { toOneLine } from './one-line'

type Written = Omit<Mail, 'to'>
type ForPerson = {
  /** Origin of the address that people open. */
  publicUrl: string
  /** As the person typed it. */
  name: string
}

const VERIFY_LIFETIME = '3 days'
const RESET_LIFETIME = '1 hour'

/** To someone who has just signed up: welcome, and the link that verifies the address. */
export const welcomeMail = ({
  publicUrl,
  name,
  organizationName,
  token,
}: ForPerson & { organizationName: string; token: string }): Written => {
  const organization = shown(organizationName) ?? 'Your organization'
  return {
    subject: 'Welcome to Wharf',
    ...renderMail({
      preheader: 'Confirm your address and you are set.',
      heading: 'Welcome to Wharf',
      paragraphs: [
        greeting(name),
        `${organization} is ready. One thing is left: confirm that this address is yours, so that we can reach you and you can always get back in.`,
        `The link works for ${VERIFY_LIFETIME}. If you didn't sign up, do nothing.`,
      ],
      action: { label: 'Confirm address', url: verifyUrl(publicUrl, token) },
      footer: `Sent because this address was used to sign up at ${publicUrl}.`,
    }),
  }
}

/** Another link that verifies an address. */
export const verifyEmailMail = ({ publicUrl, name, token }: ForPerson & { token: string }): Written => ({
  subject: 'Confirm your address',
  ...renderMail({
    preheader: `The link works for ${VERIFY_LIFETIME}.`,
    heading: 'Confirm your address',
    paragraphs: [
      greeting(name),
      'Confirm that this address is yours, so that we can reach you and you can always get back in.',
      `The link works for ${VERIFY_LIFETIME}. If you didn't ask for it, do nothing.`,
    ],
    action: { label: 'Confirm address', url: verifyUrl(publicUrl, token) },
    footer: accountFooter(publicUrl),
  }),
})

/** The link that sets a new password. */
export const passwordResetMail = ({ publicUrl, name, token }: ForPerson & { token: string }): Written => ({
  subject: 'Choose a new password',
  ...renderMail({
    preheader: `The link works once, for ${RESET_LIFETIME}.`,
    heading: 'Choose a new password',
    paragraphs: [
      greeting(name),
      'Someone, hopefully you, asked for a new password for this address.',
      `The link works once, for ${RESET_LIFETIME}. If it wasn't you, do nothing: your password stays as it is.`,
    ],
    action: { label: 'Choose a password', url: `${publicUrl}/reset-password?token=${encodeURIComponent(token)}` },
    footer: accountFooter(publicUrl),
  }),
})

/** Tells the owner of an account that its password is another one now. */
export const passwordChangedMail = ({ publicUrl, name }: ForPerson): Written => ({
  subject: 'Your password was changed',
  ...renderMail({
    preheader: 'If it was you, there is nothing to do.',
    heading: 'Your password was changed',
    paragraphs: [
      greeting(name),
      'The password of your account has just been changed.',
      "If it was you, there is nothing to do. If it wasn't, choose a new password now.",
    ],
    action: { label: 'It was not me', url: `${publicUrl}/forgot-password` },
    footer: accountFooter(publicUrl),
  }),
})

/** Tells the owner of an account that its second sign-in step was switched on or off. */
export const totpChangedMail = ({ publicUrl, name, enabled }: ForPerson & { enabled: boolean }): Written => {
  const heading = enabled ? 'Two-step sign-in is on' : 'Two-step sign-in is off'
  return {
    subject: heading,
    ...renderMail({
      preheader: 'If it was you, there is nothing to do.',
      heading,
      paragraphs: [
        greeting(name),
        enabled
          ? 'From now on, signing in asks for a code from your authenticator app. Keep your recovery codes somewhere safe.'
          : 'From now on, signing in asks for your password only.',
        "If it was you, there is nothing to do. If it wasn't, choose a new password now.",
      ],
      action: { label: 'It was not me', url: `${publicUrl}/forgot-password` },
      footer: accountFooter(publicUrl),
    }),
  }
}

const verifyUrl = (publicUrl: string, token: string) => `${publicUrl}/verify-email?token=${encodeURIComponent(token)}`
const accountFooter = (publicUrl: string) => `Sent because this address has an account at ${publicUrl}.`

const greeting = (name: string): string => {
  const person = shown(name)
  return person === undefined ? 'Hello,' : `Hello ${person},`
}

const MAX_NAME_CHARACTERS = 80
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
/** `example.com`, `https:`, `@someone`: mail programs make links of these. */
const looksLikeLink = /[/\\@]|[\p{L}\p{N}]\.[\p{L}\p{N}]/u

/**
 * A name as it may stand in our sentences, or undefined when it may not: anyone can sign up with anyone's address, and a
 * name must not carry an advertisement or a false instruction there, nor turn the text around it.
 */
function shown(name: string): string | undefined {
  const plain = toOneLine(name.replace(bidiControls, ''))
  if (plain === '' || plain.length > MAX_NAME_CHARACTERS || looksLikeLink.test(plain)) return undefined
  // First strong isolate … pop: a right-to-left name leaves the order of our words alone.
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain
}
