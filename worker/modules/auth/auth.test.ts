import { describe, expect, it } from 'vitest'
import { freshAddress, mailedToken, send } from '../../test/harness'

const registration = (email: string) => ({
  organizationName: 'Kiln & Loom',
  name: 'Ifeoma Okafor',
  email,
  password: 'correct horse battery',
  plan: 'team',
  acceptTerms: true,
})

describe('registering', () => {
  it('creates the organization, its admin and their session', async () => {
    const answer = await send('POST', '/api/auth/register', { body: registration('ifeoma@example.test') })
    expect(answer.status).toBe(201)
    const me = await send('GET', '/api/auth/me', { token: answer.body.accessToken })
    expect(me.body).toMatchObject({ user: { email: 'ifeoma@example.test', emailVerified: false }, role: 'admin', organization: { name: 'Kiln & Loom' } })
  })
})
