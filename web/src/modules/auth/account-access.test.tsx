import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { session } from '../../shared/session'
import ForgotPasswordPage from './forgot-password.page'
import ResetPasswordPage from './reset-password.page'
import SignupPage from './signup.page'
import { refusal, renderAt, stubApi, token } from './test-kit'
import VerifyEmailPage from './verify-email.page'

const mailed = 'k'.repeat(43)
const fill = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

beforeEach(() => vi.spyOn(session, 'accept').mockImplementation(() => undefined))
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('sign-up', () => {
  const fillAll = () => {
    fill('Your name', 'نور حداد')
    fill('Work email', 'Noor@Example.com')
    fill('Workspace name', 'Kiln & Loom')
    fill('Password', 'a short sentence')
  }

  it('sends the plan, the terms and the device’s time zone along', async () => {
    const calls = stubApi({ 'POST /api/auth/register': () => ({ status: 201, body: token }) })
    renderAt('/signup', SignupPage)
    fillAll()
    press('Create workspace')
    await waitFor(() => expect(session.accept).toHaveBeenCalledOnce())
    expect(calls[0]?.body).toEqual({
      name: 'نور حداد',
      email: 'noor@example.com',
      organizationName: 'Kiln & Loom',
      password: 'a short sentence',
      plan: 'team',
      acceptTerms: true,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    })
  })

  it('offers to log in when the address has an account', async () => {
    stubApi({ 'POST /api/auth/register': () => refusal(409, 'auth.email_taken') })
    renderAt('/signup?next=/inbox', SignupPage)
    fillAll()
    press('Create workspace')
    await screen.findByText('This address has an account already.')
    expect(screen.getByRole('link', { name: 'Log in instead' }).getAttribute('href')).toBe('/login?next=/inbox')
    fill('Work email', 'noor2@example.com')
    expect(screen.queryByRole('link', { name: 'Log in instead' })).toBeNull()
  })

  it('names what is missing and goes to the first of it', async () => {
    const calls = stubApi({})
    renderAt('/signup', SignupPage)
    press('Create workspace')
    await screen.findByText('Enter a name.')
    expect(document.activeElement).toBe(screen.getByLabelText('Your name'))
    expect(calls).toEqual([])
  })
})

describe('a forgotten password', () => {
  it('gets the same answer for every address', async () => {
    stubApi({ 'POST /api/auth/forgot-password': () => ({ status: 202, body: {} }) })
    renderAt('/forgot-password', ForgotPasswordPage)
    fill('Email', 'nobody@example.com')
    press('Send the link')
    const heading = await screen.findByRole('heading', { name: 'Check your mail' })
    screen.getByText(/If nobody@example.com has an account/)
    expect(document.activeElement).toBe(heading)
  })

  it('is replaced with the mailed token, which leaves the address at once', async () => {
    const calls = stubApi({ 'POST /api/auth/reset-password': () => ({ status: 204 }) })
    const page = renderAt(`/reset-password?token=${mailed}`, ResetPasswordPage)
    await waitFor(() => expect(page.address()).not.toContain('token'))
    fill('New password', 'another short sentence')
    press('Save the new password')
    await waitFor(() => expect(page.address()).toBe('/login?reason=password-changed'))
    expect(calls[0]?.body).toEqual({ token: mailed, password: 'another short sentence' })
  })

  it.each([
    ['used or too old', mailed],
    ['cut short', 'abc'],
  ])('offers a new link when this one is %s', async (_, sent) => {
    stubApi({ 'POST /api/auth/reset-password': () => refusal(400, 'auth.invalid_token') })
    renderAt(`/reset-password?token=${sent}`, ResetPasswordPage)
    fill('New password', 'another short sentence')
    press('Save the new password')
    await screen.findByRole('heading', { name: 'This link no longer works' })
    expect(screen.getByRole('link', { name: 'Send a new link' }).getAttribute('href')).toBe('/forgot-password')
  })
})

describe('confirming an address', () => {
  const signIn = () => vi.spyOn(session, 'status').mockReturnValue('signed-in')
  const verified = { 'POST /api/auth/verify-email': () => ({ status: 204 }) }
  afterEach(() => sessionStorage.clear())

  it('happens by itself for whoever is signed in', async () => {
    signIn()
    const calls = stubApi(verified)
    const page = renderAt(`/verify-email?token=${mailed}`, VerifyEmailPage)
    await screen.findByRole('heading', { name: 'Your address is confirmed' })
    expect(calls.map(({ body }) => body)).toEqual([{ token: mailed }])
    expect(page.address()).not.toContain('token')
  })

  it('asks whoever is signed out to log in first, and says what to do about somebody else’s sign-up', async () => {
    const calls = stubApi({})
    const page = renderAt(`/verify-email?token=${mailed}`, VerifyEmailPage)
    await screen.findByRole('heading', { name: 'Log in to confirm your address' })
    await waitFor(() => expect(page.address()).not.toContain('token'))
    expect(screen.getByRole('link', { name: 'Log in' }).getAttribute('href')).toBe('/login?next=/verify-email')
    expect(screen.getByRole('link', { name: 'Set a new password' }).getAttribute('href')).toBe('/forgot-password')
    expect(calls).toEqual([])
  })

  it('goes on after logging in, once', async () => {
    renderAt(`/verify-email?token=${mailed}`, VerifyEmailPage)
    await screen.findByRole('heading', { name: 'Log in to confirm your address' })
    cleanup()
    signIn()
    const calls = stubApi(verified)
    renderAt('/verify-email', VerifyEmailPage)
    await screen.findByRole('heading', { name: 'Your address is confirmed' })
    expect(calls[0]?.body).toEqual({ token: mailed })
    cleanup()
    renderAt('/verify-email', VerifyEmailPage)
    await screen.findByRole('heading', { name: 'This link no longer works' })
    expect(calls).toHaveLength(1)
  })

  it('goes on when the login happens in another tab', async () => {
    const [status, setStatus] = createSignal<ReturnType<typeof session.status>>('signed-out')
    vi.spyOn(session, 'status').mockImplementation(status)
    stubApi(verified)
    renderAt(`/verify-email?token=${mailed}`, VerifyEmailPage)
    await screen.findByRole('heading', { name: 'Log in to confirm your address' })
    setStatus('signed-in')
    await screen.findByRole('heading', { name: 'Your address is confirmed' })
  })

  it('needs a link', async () => {
    renderAt('/verify-email', VerifyEmailPage)
    await screen.findByRole('heading', { name: 'This link no longer works' })
    screen.getByRole('link', { name: 'Log in' })
    expect(screen.queryByRole('button', { name: 'Send a new link' })).toBeNull()
  })

  it('mails a new link when this one is used, too old or somebody else’s', async () => {
    signIn()
    sessionStorage.setItem('wharf.verify-email', mailed)
    stubApi({
      'POST /api/auth/verify-email': () => refusal(400, 'auth.invalid_token'),
      'POST /api/auth/resend-verification': () => ({ status: 202, body: {} }),
    })
    renderAt('/verify-email', VerifyEmailPage)
    fireEvent.click(await screen.findByRole('button', { name: 'Send a new link' }))
    await screen.findByRole('heading', { name: 'Check your mail' })
    expect(sessionStorage).toHaveLength(0)
  })

  it('can be tried again when the network was gone', async () => {
    signIn()
    let gone = true
    stubApi({
      'POST /api/auth/verify-email': () => {
        if (gone) throw new TypeError('Failed to fetch')
        return { status: 204 }
      },
    })
    renderAt(`/verify-email?token=${mailed}`, VerifyEmailPage)
    const again = await screen.findByRole('button', { name: 'Try again' })
    gone = false
    fireEvent.click(again)
    await screen.findByRole('heading', { name: 'Your address is confirmed' })
  })
})
