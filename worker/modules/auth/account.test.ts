import { TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createApiKey, createMember, PASSWORD } from '../../test/factories'
import { mailedToken, mailsTo, send, until } from '../../test/harness'

const NEW_PASSWORD = 'another fine sentence'
const login = (email: string, password = PASSWORD) => send('POST', '/api/auth/login', { body: { email, password } })

describe('a forgotten password', () => {
  it('is set anew with a mailed link, once, and signs every device out', async () => {
    const { user, token } = await createMember()
    expect((await send('POST', '/api/auth/forgot-password', { body: { email: user.email } })).status).toBe(202)
    const link = await mailedToken(user.email, 'reset-password')
    expect(
      (await send('POST', '/api/auth/reset-password', { body: { token: link, password: NEW_PASSWORD } })).status,
    ).toBe(204)
    expect((await send('GET', '/api/auth/me', { token })).status).toBe(401)
    expect((await login(user.email)).status).toBe(401)
    const signedIn = await login(user.email, NEW_PASSWORD)
    // The link arrived, so the address is theirs.
    expect((await send('GET', '/api/auth/me', { token: signedIn.body.accessToken })).body.user.emailVerified).toBe(true)
    const again = await send('POST', '/api/auth/reset-password', { body: { token: link, password: PASSWORD } })
    expect(again.body.error.code).toBe('auth.invalid_token')
  })

  it('answers the same, after the same work, for an address without an account, and mails nobody', async () => {
    const { user } = await createMember()
    const known = await send('POST', '/api/auth/forgot-password', { body: { email: user.email } })
    const unknown = await send('POST', '/api/auth/forgot-password', { body: { email: 'nobody-here@example.test' } })
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
    expect(unknown.operations).toEqual(known.operations)
    await mailedToken(user.email, 'reset-password')
    expect(await mailsTo('nobody-here@example.test')).toEqual([])
  })

  it('does not accept a link after an hour, one for something else, or one of two after the other', async () => {
    const { user, token } = await createMember()
    await send('POST', '/api/auth/forgot-password', { body: { email: user.email } })
    const link = await mailedToken(user.email, 'reset-password')
    expect((await send('POST', '/api/auth/verify-email', { token, body: { token: link } })).status).toBe(400)
    const body = { token: link, password: NEW_PASSWORD }
    const both = await Promise.all([
      send('POST', '/api/auth/reset-password', { body }),
      send('POST', '/api/auth/reset-password', { body }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([204, 400])
    await send('POST', '/api/auth/forgot-password', { body: { email: user.email } })
    const late = await until(async () => {
      const found = await mailedToken(user.email, 'reset-password')
      if (found === link) throw new Error('not yet')
      return found
    })
    testClock.advanceBy(3_600_001)
    expect((await send('POST', '/api/auth/reset-password', { body: { token: late, password: PASSWORD } })).status).toBe(
      400,
    )
  })

  it('can be asked for three times in a quarter of an hour', async () => {
    const { user } = await createMember()
    const ask = async () => (await send('POST', '/api/auth/forgot-password', { body: { email: user.email } })).status
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([202, 202, 202, 429])
  })
})

describe('changing the password', () => {
  it('keeps this device, signs the others out, and tells the person', async () => {
    const { user, token } = await createMember()
    const phone = await login(user.email)
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }
    expect((await send('POST', '/api/auth/change-password', { token, body })).status).toBe(204)
    expect((await send('GET', '/api/auth/me', { token })).status).toBe(200)
    expect((await send('GET', '/api/auth/me', { token: phone.body.accessToken })).status).toBe(401)
    expect((await login(user.email, NEW_PASSWORD)).status).toBe(200)
    await until(async () => expect(await mailsTo(user.email)).toHaveLength(1))
  })

  it('asks for the current one, five times', async () => {
    const { token } = await createMember()
    const body = { currentPassword: 'wrong', newPassword: NEW_PASSWORD }
    const attempt = () => send('POST', '/api/auth/change-password', { token, body })
    for (let tries = 0; tries < 5; tries++) expect((await attempt()).body.error.code).toBe('auth.wrong_password')
    expect((await attempt()).status).toBe(429)
  })
})

describe('two-step sign-in', () => {
  const codeOf = (secret: string) => new TOTP({ secret }).generate({ timestamp: testClock.now() })
  async function withTotp() {
    const member = await createMember()
    const setup = await send('POST', '/api/auth/totp/setup', { token: member.token, body: { password: PASSWORD } })
    const secret = setup.body.secret as string
    const enabled = await send('POST', '/api/auth/totp/enable', { token: member.token, body: { code: codeOf(secret) } })
    testClock.advanceBy(30_000)
    return { ...member, secret, recoveryCodes: enabled.body.recoveryCodes as string[] }
  }
  const challenge = async (email: string) => (await login(email)).body.challengeToken as string

  it('asks for a code of the app after the password', async () => {
    const { user, secret } = await withTotp()
    const first = await login(user.email)
    expect(first.body.status).toBe('totp_required')
    expect(first.cookie).toBeUndefined()
    const second = await send('POST', '/api/auth/login/totp', {
      body: { challengeToken: first.body.challengeToken, code: codeOf(secret) },
    })
    expect(second.cookie).toBeTruthy()
    const me = await send('GET', '/api/auth/me', { token: second.body.accessToken })
    expect(me.body.user).toMatchObject({ totpEnabled: true, recoveryCodesLeft: 10 })
  })

  it('is not on before a first code proved that the app has the secret', async () => {
    const { user, token } = await createMember()
    await send('POST', '/api/auth/totp/setup', { token, body: { password: PASSWORD } })
    expect((await send('POST', '/api/auth/totp/enable', { token, body: { code: '000000' } })).body.error.code).toBe(
      'auth.invalid_code',
    )
    expect((await login(user.email)).body.status).toBe('signed_in')
  })

  it('takes a code once, and lets no two sign-ins share it', async () => {
    const { user, secret } = await withTotp()
    const challengeToken = await challenge(user.email)
    const body = { challengeToken, code: codeOf(secret) }
    const both = await Promise.all([
      send('POST', '/api/auth/login/totp', { body }),
      send('POST', '/api/auth/login/totp', { body }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  it('takes each recovery code once, however it is typed', async () => {
    const { user, recoveryCodes } = await withTotp()
    const typed = ` ${recoveryCodes[0]?.toUpperCase().replace('-', ' ')} `
    const attempt = async () =>
      send('POST', '/api/auth/login/totp', {
        body: { challengeToken: await challenge(user.email), recoveryCode: typed },
      })
    expect((await attempt()).status).toBe(200)
    expect((await attempt()).body.error.code).toBe('auth.invalid_code')
  })

  it('lets five wrong codes through to the check, then makes the person wait', async () => {
    const { user } = await withTotp()
    const challengeToken = await challenge(user.email)
    const attempt = () => send('POST', '/api/auth/login/totp', { body: { challengeToken, code: '000000' } })
    for (let tries = 0; tries < 5; tries++) expect((await attempt()).status).toBe(400)
    expect((await attempt()).status).toBe(429)
  })

  it('does not accept a challenge after five minutes, a forged one, or an access token instead', async () => {
    const { user, secret, token } = await withTotp()
    const late = await challenge(user.email)
    testClock.advanceBy(5 * 60_000 + 1000)
    for (const challengeToken of [late, 'x.y.z', token]) {
      const answer = await send('POST', '/api/auth/login/totp', { body: { challengeToken, code: codeOf(secret) } })
      expect(answer.body.error.code).toBe('auth.challenge_expired')
    }
    expect((await send('GET', '/api/auth/me', { token: await challenge(user.email) })).status).toBe(401)
  })

  it('is switched off, and its codes renewed, with the password only', async () => {
    const { user, token, recoveryCodes } = await withTotp()
    expect((await send('POST', '/api/auth/totp/disable', { token, body: { password: 'wrong' } })).status).toBe(403)
    const renewed = await send('POST', '/api/auth/totp/recovery-codes', { token, body: { password: PASSWORD } })
    expect(renewed.body.recoveryCodes).toHaveLength(10)
    expect(renewed.body.recoveryCodes).not.toContain(recoveryCodes[0])
    const stale = { challengeToken: await challenge(user.email), recoveryCode: recoveryCodes[0] }
    expect((await send('POST', '/api/auth/login/totp', { body: stale })).status).toBe(400)
    expect((await send('POST', '/api/auth/totp/setup', { token, body: { password: PASSWORD } })).status).toBe(409)
    expect((await send('POST', '/api/auth/totp/disable', { token, body: { password: PASSWORD } })).status).toBe(204)
    expect((await login(user.email)).body.status).toBe('signed_in')
  })
})

describe('one’s own account', () => {
  it('is renamed', async () => {
    const { token } = await createMember()
    expect((await send('PATCH', '/api/auth/me', { token, body: { name: '  نور حداد ' } })).body.user.name).toBe(
      'نور حداد',
    )
  })

  it('is not an API key’s', async () => {
    const { organization, user } = await createMember()
    const { key } = await createApiKey(organization.id, user.id)
    for (const path of ['/api/auth/me', '/api/auth/sessions'])
      expect((await send('GET', path, { token: key })).body.error.code).toBe('auth.session_required')
  })

  it('gets another verification link, three times in a quarter of an hour, and none once verified', async () => {
    const { user, token } = await createMember()
    const ask = () => send('POST', '/api/auth/resend-verification', { token })
    expect((await ask()).status).toBe(202)
    const link = await mailedToken(user.email, 'verify-email')
    await send('POST', '/api/auth/verify-email', { token, body: { token: link } })
    await ask()
    await ask()
    expect((await ask()).status).toBe(429)
    expect(await mailsTo(user.email)).toHaveLength(1)
  })

  it('becomes the operator’s when the address in SUPERADMIN_EMAIL is verified, not before', async () => {
    const { user, token } = await createMember({ user: { email: 'operator@wharf.test' } })
    const me = async () => (await send('GET', '/api/auth/me', { token })).body
    expect((await me()).user.isSuperadmin).toBe(false)
    await send('POST', '/api/auth/resend-verification', { token })
    await send('POST', '/api/auth/verify-email', {
      token,
      body: { token: await mailedToken(user.email, 'verify-email') },
    })
    expect(await me()).toMatchObject({
      user: { isSuperadmin: true },
      permissions: expect.arrayContaining(['platform:read']),
    })
  })
})

describe('somebody who registered a stranger’s address', () => {
  const codeOf = (secret: string) => new TOTP({ secret }).generate({ timestamp: testClock.now() })

  it('does not get it verified by the stranger’s click, and so never becomes the operator', async () => {
    const mallory = await createMember({ user: { email: 'owner@example.test' } })
    await send('POST', '/api/auth/resend-verification', { token: mallory.token })
    const body = { token: await mailedToken('owner@example.test', 'verify-email') }
    expect((await send('POST', '/api/auth/verify-email', { body })).status).toBe(401)
    const stranger = await createMember()
    expect((await send('POST', '/api/auth/verify-email', { token: stranger.token, body })).body.error.code).toBe(
      'auth.invalid_token',
    )
    expect((await send('GET', '/api/auth/me', { token: mallory.token })).body.user.emailVerified).toBe(false)
  })

  it('loses the account, sessions and second step to whoever resets the password by mail', async () => {
    const mallory = await createMember({ user: { email: 'rightful@example.test' } })
    const setup = await send('POST', '/api/auth/totp/setup', { token: mallory.token, body: { password: PASSWORD } })
    await send('POST', '/api/auth/totp/enable', { token: mallory.token, body: { code: codeOf(setup.body.secret) } })
    await send('POST', '/api/auth/forgot-password', { body: { email: 'rightful@example.test' } })
    const token = await mailedToken('rightful@example.test', 'reset-password')
    await send('POST', '/api/auth/reset-password', { body: { token, password: NEW_PASSWORD } })
    expect((await send('GET', '/api/auth/me', { token: mallory.token })).status).toBe(401)
    expect((await login('rightful@example.test', NEW_PASSWORD)).body.status).toBe('signed_in')
  })

  it('a reset leaves the second step of a verified account on', async () => {
    const owner = await createMember({ user: { emailVerifiedAt: 1 } })
    const setup = await send('POST', '/api/auth/totp/setup', { token: owner.token, body: { password: PASSWORD } })
    await send('POST', '/api/auth/totp/enable', { token: owner.token, body: { code: codeOf(setup.body.secret) } })
    await send('POST', '/api/auth/forgot-password', { body: { email: owner.user.email } })
    const token = await mailedToken(owner.user.email, 'reset-password')
    await send('POST', '/api/auth/reset-password', { body: { token, password: NEW_PASSWORD } })
    expect((await login(owner.user.email, NEW_PASSWORD)).body.status).toBe('totp_required')
  })
})
