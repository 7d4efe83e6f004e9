import { describe, expect, it } from 'vitest'
import { passwordChangedMail, passwordResetMail, totpChangedMail, verifyEmailMail, welcomeMail } from './auth-templates'
import { renderMail } from './mail-layout'

const publicUrl = 'https://wharf.test'
const token = 'abc-_123'
const write = (name: string, organizationName = 'Acme') => [
  welcomeMail({ publicUrl, name, organizationName, token }),
  verifyEmailMail({ publicUrl, name, token }),
  passwordResetMail({ publicUrl, name, token }),
  passwordChangedMail({ publicUrl, name }),
  totpChangedMail({ publicUrl, name, enabled: true }),
  totpChangedMail({ publicUrl, name, enabled: false }),
]
/** What a person reads in the HTML: no tags, no styles, entities as characters. */
const readable = (html: string) =>
  html
    .replace(/<style>.*?<\/style>|<title>.*?<\/title>|<[^>]*>/gs, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')

describe('the mails of sign-in', () => {
  it('carry their link in both parts', () => {
    const [welcome, verify, reset] = write('Ada')
    for (const mail of [welcome, verify]) {
      expect(mail?.text).toContain(`\n${publicUrl}/verify-email?token=${token}\n`)
      expect(mail?.html).toContain(`href="${publicUrl}/verify-email?token=${token}"`)
      expect(mail?.text).toContain('3 days')
    }
    expect(reset?.text).toContain(`\n${publicUrl}/reset-password?token=${token}\n`)
    expect(reset?.html).toContain(`href="${publicUrl}/reset-password?token=${token}"`)
    expect(reset?.text).toContain('1 hour')
    expect(reset?.text).toContain("If it wasn't you, do nothing")
  })

  it('say in text all that they say in HTML', () => {
    for (const mail of write('Ada')) {
      const html = readable(mail.html)
      for (const line of mail.text.split('\n').map((one) => one.trim().replace(/:$/, '')))
        if (line !== '' && line !== '--') expect(html).toContain(line)
    }
  })

  it('load nothing from anywhere', () => {
    for (const mail of write('Ada')) expect(mail.html).not.toMatch(/<(img|script|link|iframe)|url\(|@import/i)
  })

  it('say which of the two happened to the second step', () => {
    expect(totpChangedMail({ publicUrl, name: 'Ada', enabled: true }).subject).toBe('Two-step sign-in is on')
    expect(totpChangedMail({ publicUrl, name: 'Ada', enabled: false }).subject).toBe('Two-step sign-in is off')
  })
})

describe('a hostile name', () => {
  it('is shown and not obeyed', () => {
    for (const mail of write('<script>alert(1)<\u2044script>', '"><img src=x onerror=alert(1)>')) {
      expect(mail.html).not.toMatch(/<script|<img/)
      expect(mail.subject).not.toMatch(/[<>]/)
    }
    expect(write('<b>Ada</b>')[0]?.text).toContain('Hello,\n')
    expect(write('Ada <3 "Bob" & \'Eve\'')[0]?.html).toContain('Hello Ada &lt;3 &quot;Bob&quot; &amp; &#39;Eve&#39;,')
  })

  it('cannot add a line or a header', () => {
    for (const mail of write('Ada\r\nBcc: x\n\nYour account is closed', 'Acme\r\n\r\nPay now')) {
      expect(mail.subject).not.toMatch(/[\r\n]/)
      expect(mail.text).not.toMatch(/^(Bcc|Your account is closed|Pay now)/m)
    }
  })

  it('cannot carry a link to a stranger whose address was used to sign up', () => {
    for (const name of ['visit evil.example', 'https:evil/x', '//evil', 'win@prize', 'evil．example'.normalize('NFKC')])
      for (const mail of write(name, name)) {
        expect(mail.text).not.toContain(name)
        expect(mail.html).not.toContain(name)
      }
    expect(welcomeMail({ publicUrl, name: 'x'.repeat(81), organizationName: 'Acme', token }).text).toContain('Hello,\n')
  })

  it('leaves the direction of our words alone', () => {
    for (const mail of write('\u202eadA\u2069', '\u2067Acme'))
      expect(mail.text + mail.html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    expect(write('عمر')[0]?.text).toContain('Hello \u2068عمر\u2069,')
    expect(write('世界')[0]?.text).toContain('Hello 世界,')
  })
})

describe('the layout', () => {
  it('escapes every value', () => {
    const hostile = `"'><i>&\n`
    const { html } = renderMail({
      preheader: hostile,
      heading: hostile,
      paragraphs: [hostile, hostile],
      action: { label: hostile, url: `https://wharf.test/?a=1&b=${hostile}` },
      footer: hostile,
    })
    expect(html).not.toContain('<i>')
    expect(html.match(/&quot;&#39;&gt;&lt;i&gt;&amp;/g)).toHaveLength(10)
  })

  it('needs no action', () => {
    const { text, html } = renderMail({ preheader: 'P', heading: 'H', paragraphs: ['One.', 'Two.'], footer: 'F' })
    expect(text).toBe('H\n\nOne.\n\nTwo.\n\n-- \nWharf\nF\n')
    expect(html).not.toContain('<a ')
  })
})
