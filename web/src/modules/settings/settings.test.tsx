import '../../strings/register-settings'
import { cleanup, fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { type Component, Suspense } from 'solid-js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { me, refusal, renderSignedIn, stubApi } from '../auth/test-kit'
import ApiKeysPage from './api-keys.page'
import AuditLogPage from './audit-log.page'
import SecurityPage from './security.page'
import WorkspacePage from './workspace.page'

const key = {
  id: 'key_01h00000000000000000000000',
  name: 'Shop orders',
  role: 'agent',
  prefix: 'wharf_8f3a',
  createdByName: 'Ifeoma Okafor',
  createdAt: '2026-11-02T10:00:00.000Z',
  lastUsedAt: null,
}
const session = {
  id: 'ses_1',
  current: true,
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
  ipAddress: '203.0.113.7',
  createdAt: '2026-11-02T10:00:00.000Z',
  lastUsedAt: '2026-11-02T10:00:00.000Z',
  expiresAt: '2026-12-02T10:00:00.000Z',
}
const phone = { ...session, id: 'ses_2', current: false, userAgent: 'Mozilla/5.0 (iPhone) Version/18.5 Safari/604.1' }
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const find = (name: string | RegExp) => screen.findByRole('button', { name })

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('a list on its way', () => {
  it.each<[string, Component]>([
    ['API keys', ApiKeysPage],
    ['the audit log', AuditLogPage],
    ['sessions', SecurityPage],
  ])('shows its own skeleton and leaves the page standing: %s', (_, page) => {
    vi.stubGlobal('fetch', () => new Promise(() => undefined))
    renderSignedIn(
      () => <Suspense fallback="The whole page is gone">{page({})}</Suspense>,
      ['api-keys:read', 'audit-log:read'],
    )
    screen.getByText('Loading')
    expect(screen.queryByText('The whole page is gone')).toBeNull()
  })
})

describe('API keys', () => {
  const all = ['api-keys:read', 'api-keys:create', 'api-keys:revoke']

  it('say who can, to those who may not see them, without asking the server', () => {
    const calls = stubApi({})
    renderSignedIn(ApiKeysPage, [], { ...me, role: 'agent' })
    screen.getByText('API keys are for admins')
    screen.getByText(/Your role is Agent/)
    expect(calls).toEqual([])
  })

  it('are shown once after creating, and only "I saved it" closes that', async () => {
    let items: unknown[] = []
    const calls = stubApi({
      'GET /api/api-keys': () => ({ body: { items, nextCursor: null } }),
      'POST /api/api-keys': () => {
        items = [key]
        return { status: 201, body: { ...key, key: 'wharf_8f3a_secret' } }
      },
    })
    renderSignedIn(ApiKeysPage, all)
    await screen.findByText('No API keys yet')
    press('Create a key')
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.input(dialog.getByLabelText('Name'), { target: { value: 'Shop orders' } })
    fireEvent.click(dialog.getByRole('button', { name: 'Create key' }))
    await screen.findByText('wharf_8f3a_secret')
    expect(calls.find((call) => call.route === 'POST /api/api-keys')?.body).toEqual({
      name: 'Shop orders',
      role: 'agent',
    })
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' })
    screen.getByText('wharf_8f3a_secret')
    press('I saved it')
    await waitFor(() => expect(screen.queryByText('wharf_8f3a_secret')).toBeNull())
    await screen.findByText('Shop orders')
  })

  it('are revoked by name, after a question', async () => {
    let items: unknown[] = [key]
    stubApi({
      'GET /api/api-keys': () => ({ body: { items, nextCursor: null } }),
      [`DELETE /api/api-keys/${key.id}`]: () => {
        items = []
        return { status: 204 }
      },
    })
    renderSignedIn(ApiKeysPage, all)
    fireEvent.click(await find('Revoke Shop orders'))
    await screen.findByText('Revoke “Shop orders”?')
    press('Revoke key')
    await screen.findByText('No API keys yet')
  })
})

describe('the audit log', () => {
  const entry = (id: string) => ({
    id,
    action: 'api_key.created',
    actor: { type: 'user', id: 'usr_1', name: 'Noor Haddad' },
    target: { type: 'api-key', id: key.id, label: 'Shop orders' },
    at: '2026-11-02T10:00:00.000Z',
  })

  it('comes in pages', async () => {
    stubApi({
      'GET /api/audit-log': () => ({ body: { items: [entry('1'), entry('2')], nextCursor: 'next' } }),
      'GET /api/audit-log?cursor=next': () => ({ body: { items: [entry('3')], nextCursor: null } }),
    })
    renderSignedIn(AuditLogPage, ['audit-log:read'])
    await screen.findByText('2 entries shown')
    press('Load more')
    await screen.findByText('3 entries shown')
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull()
  })

  it('keeps what is shown when the next page fails', async () => {
    stubApi({
      'GET /api/audit-log': () => ({ body: { items: [entry('1')], nextCursor: 'next' } }),
      'GET /api/audit-log?cursor=next': () => refusal(500, 'internal'),
    })
    renderSignedIn(AuditLogPage, ['audit-log:read'])
    fireEvent.click(await find('Load more'))
    await screen.findByText(/The older entries didn’t load/)
    screen.getByText('1 entry shown')
    await find('Try again')
  })

  it('offers to try again when nothing came', async () => {
    let broken = true
    stubApi({
      'GET /api/audit-log': () =>
        broken ? refusal(403, 'x.broken') : { body: { items: [entry('1')], nextCursor: null } },
    })
    renderSignedIn(AuditLogPage, ['audit-log:read'])
    await screen.findByText('The audit log didn’t load')
    broken = false
    press('Try again')
    await screen.findByText('1 entry shown')
  })
})

describe('sign-in and sessions', () => {
  it('ends another session, never the one in use', async () => {
    let items = [phone, session]
    const calls = stubApi({
      'GET /api/auth/sessions': () => ({ body: { items } }),
      'DELETE /api/auth/sessions/ses_2': () => {
        items = [session]
        return { status: 204 }
      },
    })
    renderSignedIn(SecurityPage)
    await screen.findByText('Chrome on Linux')
    press('Sign out everywhere else')
    await screen.findByText(/1 other session ends now/)
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Sign out everywhere else' }))
    await waitFor(() => expect(screen.queryByText('Safari on iPhone')).toBeNull())
    expect(calls.filter((call) => call.route.startsWith('DELETE'))).toHaveLength(1)
  })

  it('switches two-step sign-in on: password, code, recovery codes', async () => {
    const calls = stubApi({
      'GET /api/auth/sessions': () => ({ body: { items: [session] } }),
      'POST /api/auth/totp/setup': () => ({ body: { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Wharf' } }),
      'POST /api/auth/totp/enable': () => ({ body: { recoveryCodes: ['abcde-12345', 'fghij-67890'] } }),
    })
    renderSignedIn(SecurityPage)
    press('Switch on')
    fireEvent.input(await screen.findByLabelText('Your password'), { target: { value: 'a short sentence' } })
    press('Continue')
    await screen.findByText('JBSW Y3DP EHPK 3PXP')
    await screen.findByRole('img', { name: /QR code/ })
    fireEvent.input(screen.getByLabelText('Code from the app'), { target: { value: '123456' } })
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Switch on' }))
    await screen.findByText('fghij-67890')
    expect(calls.map((call) => call.route)).toContain('POST /api/auth/totp/enable')
    press('I saved them')
    await waitFor(() => expect(screen.queryByText('fghij-67890')).toBeNull())
  })

  it('puts a wrong password beside its field', async () => {
    stubApi({
      'GET /api/auth/sessions': () => ({ body: { items: [session] } }),
      'POST /api/auth/change-password': () => refusal(403, 'auth.wrong_password'),
    })
    renderSignedIn(SecurityPage)
    fireEvent.input(screen.getByLabelText('Current password'), { target: { value: 'not this one' } })
    fireEvent.input(screen.getByLabelText('New password'), { target: { value: 'a new short sentence' } })
    press('Change password')
    await screen.findByText('That isn’t your current password.')
    expect(document.activeElement).toBe(screen.getByLabelText('Current password'))
  })
})

describe('the workspace', () => {
  it('can be read by everybody and changed by those who may', () => {
    renderSignedIn(WorkspacePage, [], { ...me, role: 'agent' })
    screen.getByText('Only admins can change these. Your role is Agent.')
    expect(screen.getByLabelText('Name')).toHaveProperty('readOnly', true)
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull()
  })

  it('saves its name', async () => {
    const calls = stubApi({
      'PATCH /api/organizations/current': () => ({ body: { ...me.organization, name: 'Kiln' } }),
    })
    renderSignedIn(WorkspacePage, ['organization:update'])
    fireEvent.input(screen.getByLabelText('Name'), { target: { value: 'Kiln' } })
    press('Save')
    await waitFor(() => expect(calls).toHaveLength(1))
    expect(calls[0]?.body).toEqual({ name: 'Kiln', timeZone: 'Europe/Lisbon' })
  })
})
