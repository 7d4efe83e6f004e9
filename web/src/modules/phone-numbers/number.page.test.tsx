import '../../strings/register-settings'
import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library'
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query'
import type { ConnectionCheck } from '@worker/modules/phone-numbers/doctor.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clearToasts } from '../../ui/toast'
import { CurrentMemberContext } from '../auth/current-member'
import { me, refusal, stubApi } from '../auth/test-kit'
import NumberPage from './number.page'
import NumbersPage from './numbers.page'
import { aCheck, aNumber, aReport } from './test-numbers'

const path = `/api/phone-numbers/${aNumber.id}`
const profile = {
  about: 'Handmade',
  address: null,
  description: null,
  email: null,
  vertical: 'RETAIL',
  websites: [],
  pictureUrl: null,
}
const admin = ['phone-numbers:read', 'phone-numbers:update']

const answers = (checks: ConnectionCheck[] = [aCheck({})], number: PhoneNumber = aNumber) => ({
  [`GET ${path}`]: () => ({ body: number }),
  [`POST ${path}/verify`]: () => ({ body: aReport(checks) }),
  [`GET ${path}/profile`]: () => ({ body: profile }),
  'GET /api/phone-numbers?limit=100': () => ({ body: { items: [number], nextCursor: null } }),
})

function draw(permissions: readonly string[] = admin, address = `/settings/numbers/${aNumber.id}`) {
  const history = createMemoryHistory()
  history.set({ value: address })
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const role = permissions.includes('phone-numbers:update') ? ('admin' as const) : ('agent' as const)
  const member = {
    me: () => ({ ...me, role }),
    organizationId: () => me.organization.id,
    can: (permission: string) => permissions.includes(permission),
  }
  render(() => (
    <MemoryRouter
      history={history}
      root={(props) => (
        <QueryClientProvider client={cache}>
          <CurrentMemberContext.Provider value={member}>{props.children}</CurrentMemberContext.Provider>
        </QueryClientProvider>
      )}
    >
      <Route path="/settings/numbers" component={NumbersPage} />
      <Route path="/settings/numbers/connect" component={() => 'the wizard'} />
      <Route path="/settings/numbers/:id" component={NumberPage} />
    </MemoryRouter>
  ))
  return history
}
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }))

beforeEach(() => localStorage.clear())
afterEach(() => {
  cleanup()
  clearToasts()
  vi.unstubAllGlobals()
})

describe('the connection doctor', () => {
  const broken = aCheck({
    status: 'failed',
    message: 'Our app is not subscribed to this account.',
    fix: { kind: 'automatic', label: 'Subscribe again', instructions: 'We ask Meta.', needsPin: false },
  })

  it('shows what is wrong first, repairs it, and shows what is found afterwards', async () => {
    const calls = stubApi({
      ...answers([aCheck({ id: 'token', title: 'Access token', message: 'Meta accepts it.' }), broken]),
      [`POST ${path}/fix`]: () => ({ body: aReport([aCheck({ id: 'token' }), aCheck({})]) }),
    })
    draw()
    await screen.findByText(/1 thing needs attention/)
    screen.getByText('1 check is fine')
    await press('Subscribe again')
    await screen.findByText(/Everything works/)
    expect(calls.find(({ route }) => route === `POST ${path}/fix`)?.body).toEqual({ check: 'subscription' })
  })

  it('says below the check why a repair did not work', async () => {
    stubApi({ ...answers([broken]), [`POST ${path}/fix`]: () => refusal(422, 'phone_numbers.meta_refused') })
    draw()
    await press('Subscribe again')
    await screen.findByText('The server said phone_numbers.meta_refused.')
    screen.getByText('Our app is not subscribed to this account.')
  })

  it('asks for six digits where only the owner knows the PIN', async () => {
    const registration = aCheck({
      id: 'registration',
      title: 'Registration',
      status: 'failed',
      fix: { kind: 'automatic', label: 'Register it', instructions: 'Give the PIN.', needsPin: true },
    })
    const calls = stubApi({ ...answers([registration]), [`POST ${path}/fix`]: () => ({ body: aReport([]) }) })
    draw()
    await press('Register it')
    await screen.findByText('The PIN has exactly six digits.')
    fireEvent.input(screen.getByLabelText('Six-digit PIN'), { target: { value: '204818' } })
    await press('Register it')
    await waitFor(() =>
      expect(calls.find(({ route }) => route === `POST ${path}/fix`)?.body).toEqual({
        check: 'registration',
        pin: '204818',
      }),
    )
  })

  it('gives words instead of a button where only a person can help', async () => {
    const fix = {
      kind: 'manual' as const,
      label: 'Appeal',
      instructions: 'Open Business Support Home.',
      needsPin: false,
    }
    stubApi(answers([aCheck({ id: 'business_account', status: 'failed', fix })]))
    draw()
    await screen.findByText('Open Business Support Home.', { exact: false })
    expect(screen.queryByRole('button', { name: 'Appeal' })).toBeNull()
  })
})

describe('a number’s settings', () => {
  it('send a new token only when there is one, and forget it afterwards', async () => {
    const calls = stubApi({ ...answers(), [`PATCH ${path}`]: () => ({ body: { ...aNumber, name: 'Shop' } }) })
    draw()
    fireEvent.input(await screen.findByLabelText('Name'), { target: { value: 'Shop' } })
    await press('Save')
    await waitFor(() => expect(calls.find(({ route }) => route === `PATCH ${path}`)?.body).toEqual({ name: 'Shop' }))
    const token = 'EAAGm0PX4ZCpsBA0123456789abcdefghij'
    const field = screen.getByLabelText('New access token', { selector: 'input' })
    fireEvent.input(field, { target: { value: token } })
    await press('Save')
    await waitFor(() =>
      expect(calls.filter(({ route }) => route === `PATCH ${path}`).at(-1)?.body).toEqual({ accessToken: token }),
    )
    await waitFor(() => expect(field).toHaveProperty('value', ''))
    expect(JSON.stringify({ ...localStorage })).not.toContain(token)
  })

  it('put Meta’s refusal of a token below it, and say that the old one stays', async () => {
    stubApi({
      ...answers(),
      [`PATCH ${path}`]: () =>
        refusal(400, 'phone_numbers.credentials_rejected', [
          { path: 'accessToken', message: 'It lacks permissions.', action: 'Tick both.' },
        ]),
    })
    draw()
    const field = await screen.findByLabelText('New access token', { selector: 'input' })
    fireEvent.input(field, { target: { value: 'EAAGm0PX4ZCpsBA0123456789abcdefghij' } })
    await press('Save')
    await screen.findByText('It lacks permissions. Tick both. The old credentials stay in use.')
    expect(field).toHaveProperty('value', 'EAAGm0PX4ZCpsBA0123456789abcdefghij')
  })

  it('change only what was changed of the profile', async () => {
    const calls = stubApi({ ...answers(), [`PUT ${path}/profile`]: () => ({ body: { ...profile, about: 'By hand' } }) })
    draw()
    fireEvent.input(await screen.findByLabelText('About'), { target: { value: 'By hand' } })
    await press('Save profile')
    await waitFor(() =>
      expect(calls.find(({ route }) => route === `PUT ${path}/profile`)?.body).toEqual({ about: 'By hand' }),
    )
  })

  it('tell WhatsApp’s rule before it is broken', async () => {
    const calls = stubApi(answers())
    draw()
    fireEvent.input(await screen.findByLabelText('About'), { target: { value: '' } })
    await press('Save profile')
    await screen.findByText(/doesn’t take an empty line/)
    expect(calls.some(({ route }) => route.startsWith('PUT'))).toBe(false)
  })
})

describe('disconnecting', () => {
  it('names the number and how many conversations it concerns, and keeps the focus on the safe choice', async () => {
    const calls = stubApi({
      ...answers(),
      [`GET /api/conversations?phoneNumberId=${aNumber.id}&view=all&limit=100`]: () => ({
        body: { items: [{}, {}], nextCursor: null },
      }),
      [`DELETE ${path}`]: () => ({ status: 204 }),
    })
    const history = draw()
    await press('Disconnect')
    const dialog = within(await screen.findByRole('dialog'))
    dialog.getByText('Disconnect +31 20 555 0117?')
    await dialog.findByText(/2 open conversations/)
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Keep it connected'))
    fireEvent.click(dialog.getByRole('button', { name: 'Disconnect number' }))
    await waitFor(() => expect(history.get()).toBe('/settings/numbers'))
    expect(calls.some(({ route }) => route === `DELETE ${path}`)).toBe(true)
  })

  it('can be undone with what is known: only the token has to come again', async () => {
    const gone = { ...aNumber, status: 'disconnected' as const, disconnectedAt: '2026-11-21T11:00:00.000Z' }
    stubApi(answers([], gone))
    draw(admin, '/settings/numbers')
    await screen.findByText('No number connected yet')
    await press('Connect again: Orders')
    await screen.findByText('the wizard')
    const kept = JSON.stringify({ ...localStorage })
    expect(kept).toContain(aNumber.wabaId)
    expect(kept).toContain('credentials')
  })
})

describe('somebody who may only look', () => {
  it('sees the number and who can change it, and starts nothing', async () => {
    const calls = stubApi(answers([], { ...aNumber, status: 'paused', pausedReason: 'The token expired.' }))
    draw(['phone-numbers:read'])
    await screen.findByText('Only admins can change numbers. Your role is Agent.')
    screen.getByText(/The token expired/)
    expect(await screen.findByLabelText('About')).toHaveProperty('readOnly', true)
    for (const name of ['Disconnect', 'Save', 'Save profile', 'Check again'])
      expect(screen.queryByRole('button', { name })).toBeNull()
    expect(calls.some(({ route }) => route.startsWith('POST'))).toBe(false)
  })
})

describe('the list', () => {
  it('says why a number is paused, and where the way out is', async () => {
    stubApi(answers([], { ...aNumber, status: 'paused', pausedReason: 'The token expired.' }))
    draw(admin, '/settings/numbers')
    await screen.findByText(/The token expired/)
    expect(screen.getByRole('link', { name: 'See what to do' }).getAttribute('href')).toBe(
      `/settings/numbers/${aNumber.id}`,
    )
  })

  it('shows nothing that a name could execute', async () => {
    const name = '<img src=x onerror=alert(1)>'
    stubApi(answers([], { ...aNumber, name, verifiedName: name, pausedReason: name, status: 'paused' }))
    draw(admin, '/settings/numbers')
    await screen.findByRole('link', { name })
    expect(document.querySelector('img')).toBeNull()
  })
})
