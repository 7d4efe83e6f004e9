import { oneOf, type Parameters, recordsOf, textOf, wholeNumberOf } from '../parameters'
import { invalidComponent, missingField, tooLong } from './problem'

const OTP_TYPES = ['COPY_CODE', 'ONE_TAP', 'ZERO_TAP'] as const
const MINUTES = { least: 1, most: 90 }
const MOST = { text: 25, apps: 5 }

type Texts = { body: string; advice: string; footer: (minutes: number) => string; copy: string; autofill: string }
/** Meta's own words; languages that aren't here speak English. */
const TEXTS: Record<string, Texts> = {
  en: {
    body: '*{{1}}* is your verification code.',
    advice: ' For your security, do not share this code.',
    footer: (minutes) => `This code expires in ${minutes} minutes.`,
    copy: 'Copy code',
    autofill: 'Autofill',
  },
  es: {
    body: 'Tu código de verificación es *{{1}}*.',
    advice: ' Por tu seguridad, no lo compartas.',
    footer: (minutes) => `Este código caduca en ${minutes} minutos.`,
    copy: 'Copiar código',
    autofill: 'Autocompletar',
  },
  pt: {
    body: '*{{1}}* é o seu código de verificação.',
    advice: ' Para sua segurança, não o compartilhe.',
    footer: (minutes) => `Este código expira em ${minutes} minutos.`,
    copy: 'Copiar código',
    autofill: 'Preencher',
  },
  fr: {
    body: 'Votre code de vérification est *{{1}}*.',
    advice: ' Pour votre sécurité, ne le partagez pas.',
    footer: (minutes) => `Ce code expire dans ${minutes} minutes.`,
    copy: 'Copier le code',
    autofill: 'Remplissage automatique',
  },
}
export const wordsIn = (language: string): Texts => {
  const known = TEXTS[language.slice(0, 2)] ?? TEXTS.en
  if (!known) throw new Error('no English')
  return known
}

export const bodyText = (language: string, hasAdvice: boolean): string => {
  const { body, advice } = wordsIn(language)
  return hasAdvice ? body + advice : body
}

/** One-time passwords: no words of one's own, one OTP button. @returns the components as Meta then has them */
export function checkAuthentication(parts: Parameters[], language: string): Parameters[] {
  const words = wordsIn(language)
  const typeOf = ({ type }: Parameters) => String(type).toUpperCase()
  const foreign = parts.find((part) => !['BODY', 'FOOTER', 'BUTTONS'].includes(typeOf(part)))
  if (foreign) throw invalidComponent(`An authentication template has no component of type ${typeOf(foreign)}.`)
  const body = parts.find((part) => typeOf(part) === 'BODY') ?? {}
  if (textOf(body.text)) {
    throw invalidComponent("The body of an authentication template is Meta's own: leave out components['text'].")
  }
  const hasAdvice = body.add_security_recommendation === true
  const footer = parts.find((part) => typeOf(part) === 'FOOTER')
  const minutes = footer && checkMinutes(footer)
  const button = checkOtp(parts.find((part) => typeOf(part) === 'BUTTONS') ?? {})
  const url = `https://www.whatsapp.com/otp/code/?otp_type=${button.otp_type}&code=otp{{1}}`
  const text = textOf(button.text) ?? words.copy
  return [
    {
      type: 'BODY',
      text: bodyText(language, hasAdvice),
      add_security_recommendation: hasAdvice,
      example: { body_text: [['123456']] },
    },
    ...(footer ? [footerOf(words, minutes)] : []),
    { type: 'BUTTONS', buttons: [{ ...button, type: 'URL', text, url, example: [url.replace('{{1}}', '123456')] }] },
  ]
}

const footerOf = (words: Texts, minutes: number | undefined): Parameters =>
  minutes === undefined
    ? { type: 'FOOTER' }
    : { type: 'FOOTER', text: words.footer(minutes), code_expiration_minutes: minutes }

function checkMinutes(footer: Parameters): number | undefined {
  if (textOf(footer.text)) throw invalidComponent("The footer of an authentication template is Meta's own.")
  if (footer.code_expiration_minutes === undefined) return undefined
  const minutes = wholeNumberOf(footer.code_expiration_minutes)
  if (minutes === undefined || minutes < MINUTES.least || minutes > MINUTES.most) {
    throw invalidComponent(`code_expiration_minutes must be between ${MINUTES.least} and ${MINUTES.most}.`)
  }
  return minutes
}

function checkOtp(part: Parameters): Parameters {
  const buttons = recordsOf(part.buttons)
  const [button] = buttons
  if (!button) throw missingField('BUTTONS', 'buttons')
  if (buttons.length > 1 || String(button.type).toUpperCase() !== 'OTP') {
    throw invalidComponent('An authentication template has one button, of type OTP.')
  }
  const otpType = oneOf("buttons[0]['otp_type']", button.otp_type, OTP_TYPES)
  for (const name of ['text', 'autofill_text']) {
    if ([...(textOf(button[name]) ?? '')].length > MOST.text) throw tooLong(`buttons[0]['${name}']`, MOST.text)
  }
  if (otpType !== 'COPY_CODE') checkApps(button)
  if (otpType === 'ZERO_TAP' && button.zero_tap_terms_accepted !== true) {
    throw invalidComponent('A ZERO_TAP button needs zero_tap_terms_accepted: true.')
  }
  return { ...button, otp_type: otpType }
}

function checkApps(button: Parameters): void {
  const apps = button.supported_apps === undefined ? [button] : recordsOf(button.supported_apps)
  if (apps.length === 0 || apps.length > MOST.apps) {
    throw invalidComponent(`supported_apps must have 1 to ${MOST.apps} elements.`)
  }
  for (const app of apps) {
    if (!/^[a-zA-Z]\w*(\.[a-zA-Z]\w*)+$/.test(textOf(app.package_name) ?? '')) {
      throw invalidComponent('package_name must be the name of an Android package: at least two parts.')
    }
    if (!/^[A-Za-z0-9+/=]{11}$/.test(textOf(app.signature_hash) ?? '')) {
      throw invalidComponent('signature_hash must be exactly 11 letters, digits, +, / or =.')
    }
  }
}
