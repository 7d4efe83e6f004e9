import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { render } from '@solidjs/testing-library'
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query'
import type { Me } from '@worker/modules/auth/auth.schemas'
import type { Component } from 'solid-js'
import { vi } from 'vitest'
import { CurrentMemberContext } from './current-member'

type Answer = { status?: number; body?: unknown }
export type Call = { route: string; body: unknown }

export const token = { accessToken: 'test-token', expiresAt: '2099-01-01T00:00:00.000Z' }

export const refusal = (status: number, code: string, details?: unknown): Answer => ({
  status,
  body: { error: { code, message: `The server said ${code}.`, requestId: 'req_test', details } },
})

/** Answers `fetch` by "POST /api/auth/login"; anything else fails the test. Gives the calls in order. */
export function stubApi(answers: Record<string, (body: unknown) => Answer>): Call[] {
  const calls: Call[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const path = String(input instanceof Request ? input.url : input).replace(window.location.origin, '')
    const route = `${init?.method ?? 'GET'} ${path}`
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    calls.push({ route, body })
    const answer = answers[route]
    if (!answer) throw new Error(`no answer for ${route}`)
    const { status = 200, body: sent } = answer(body)
    return new Response(sent === undefined ? null : JSON.stringify(sent), { status })
  })
  return calls
}

/** Draws a page of the signed-out frame at an address. */
export function renderAt(address: string, page: Component): { address: () => string } {
  const history = createMemoryHistory()
  history.set({ value: address })
  render(() => (
    <MemoryRouter history={history}>
      <Route path="*" component={page} />
    </MemoryRouter>
  ))
  return { address: () => history.get() }
}

export const me: Me = {
  user: {
    id: 'usr_1',
    name: 'Ifeoma Okafor',
    email: 'ifeoma@example.com',
    emailVerified: true,
    totpEnabled: false,
    recoveryCodesLeft: 0,
    isSuperadmin: false,
    lastLoginAt: null,
  },
  organization: {
    id: 'org_01h00000000000000000000000',
    name: 'Kiln & Loom',
    plan: 'team',
    timeZone: 'Europe/Lisbon',
    agentVisibility: 'all',
    defaultCountry: null,
    retentionDays: null,
    consentKeywords: { optOut: ['stop'], optIn: ['start'] },
    createdAt: '2026-01-01T00:00:00.000Z',
  },
  role: 'admin',
  permissions: [],
  organizations: [],
}

/** Draws a page of the signed-in frame for somebody who may do what `permissions` say. */
export function renderSignedIn(Page: Component, permissions: readonly string[] = [], who: Me = me): void {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const member = {
    me: () => who,
    organizationId: () => who.organization.id,
    can: (permission: string) => permissions.includes(permission),
  }
  renderAt('/', () => (
    <QueryClientProvider client={cache}>
      <CurrentMemberContext.Provider value={member}>
        {/* Not a call: what the page reads while it is made would make it anew. */}
        <Page />
      </CurrentMemberContext.Provider>
    </QueryClientProvider>
  ))
}
