import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { session } from '../../shared/session'
import LoginPage from './login.page'
import { refusal, renderAt, stubApi, token } from './test-kit'

const challenge = { status: 'totp_required', challengeToken: 'challenge-1', expiresAt: token.expiresAt }

async function logIn(email = 'ifeoma@example.com', password = 'a short sentence') {
  fireEvent.input(screen.getByLabelText('Email'), { target: { value: email } })
  fireEvent.input(screen.getByLabelText('Password'), { target: { value: password } })
  fireEvent.click(screen.getByRole('button', { name: 'Log in' }))
}

describe('the sign-in page', () => {
  beforeEach(() => vi.spyOn(session, 'accept').mockImplementation(() => undefined))
  afterEach(() => {
    cleanup()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('signs in with email and password', async () => {
    const calls = stubApi({ 'POST /api/auth/login': () => ({ body: { status: 'signed_in', ...token } }) })
    renderAt('/login', LoginPage)
    await logIn(' Ifeoma@Example.com ')
    await waitFor(() => expect(session.accept).toHaveBeenCalledOnce())
    expect(calls).toEqual([
      { route: 'POST /api/auth/login', body: { email: 'ifeoma@example.com', password: 'a short sentence' } },
    ])
  })

  it.each([
    [3, 'Email and password don’t match. 3 tries left before a wait.'],
    [1, 'Email and password don’t match. 1 try left before a wait.'],
    [0, /That was the last try for now/],
  ])('says how many tries are left: %i', async (attemptsLeft, sentence) => {
    stubApi({ 'POST /api/auth/login': () => refusal(401, 'auth.invalid_credentials', { attemptsLeft }) })
    renderAt('/login', LoginPage)
    await logIn()
    await screen.findByText(sentence)
    expect(document.activeElement).toBe(screen.getByLabelText('Password'))
    expect(screen.getByLabelText('Password')).toHaveProperty('value', 'a short sentence')
  })

  it('counts down after too many tries and holds the button back', async () => {
    stubApi({ 'POST /api/auth/login': () => refusal(429, 'rate_limit.exceeded', { retryAfterSeconds: 252 }) })
    renderAt('/login', LoginPage)
    await logIn()
    await screen.findByText(/4m 12s/)
    expect(screen.getByRole('button', { name: 'Log in' })).toHaveProperty('disabled', true)
  })

  it('asks for the code in place, and starts over with an empty box when it is wrong', async () => {
    const calls = stubApi({
      'POST /api/auth/login': () => ({ body: challenge }),
      'POST /api/auth/login/totp': (body) =>
        JSON.stringify(body).includes('123456') ? { body: token } : refusal(400, 'auth.invalid_code'),
    })
    renderAt('/login', LoginPage)
    await logIn()
    const code = await screen.findByLabelText<HTMLInputElement>('Code')
    fireEvent.input(code, { target: { value: '000 000' } })
    await screen.findByText(/That code isn’t right/)
    expect(code.value).toBe('')
    fireEvent.input(code, { target: { value: '123456' } })
    await waitFor(() => expect(session.accept).toHaveBeenCalledOnce())
    expect(calls.at(-1)?.body).toEqual({ challengeToken: 'challenge-1', code: '123456' })
  })

  it('takes a recovery code instead, as it was printed', async () => {
    const calls = stubApi({
      'POST /api/auth/login': () => ({ body: challenge }),
      'POST /api/auth/login/totp': () => ({ body: token }),
    })
    renderAt('/login', LoginPage)
    await logIn()
    fireEvent.click(await screen.findByRole('button', { name: 'Use a recovery code instead' }))
    fireEvent.input(await screen.findByLabelText('Recovery code'), { target: { value: 'ABCDE-12345 ' } })
    fireEvent.click(screen.getByRole('button', { name: 'Log in' }))
    await waitFor(() => expect(session.accept).toHaveBeenCalledOnce())
    expect(calls.at(-1)?.body).toEqual({ challengeToken: 'challenge-1', recoveryCode: 'abcde12345' })
  })

  it('goes back to the password, with the address still there, when the challenge has run out', async () => {
    stubApi({
      'POST /api/auth/login': () => ({ body: challenge }),
      'POST /api/auth/login/totp': () => refusal(401, 'auth.challenge_expired'),
    })
    renderAt('/login', LoginPage)
    await logIn()
    fireEvent.input(await screen.findByLabelText('Code'), { target: { value: '123456' } })
    await screen.findByText(/That took a little too long/)
    expect(screen.getByLabelText('Email')).toHaveProperty('value', 'ifeoma@example.com')
    expect(screen.getByLabelText('Password')).toHaveProperty('value', '')
  })

  it('says why one is here again', () => {
    renderAt('/login?reason=ended', LoginPage)
    screen.getByText(/Your session has ended/)
  })

  it('says what the one who has just signed out left on this device', () => {
    renderAt('/login?waiting=2', LoginPage)
    screen.getByText('2 messages aren’t sent yet. This device keeps them and sends them when you log in here again.')
  })
})
