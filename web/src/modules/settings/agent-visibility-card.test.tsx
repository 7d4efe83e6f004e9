import '../../strings/register-settings'
import { cleanup, fireEvent, screen } from '@solidjs/testing-library'
import { afterEach, expect, it, vi } from 'vitest'
import { me, refusal, renderSignedIn, stubApi } from '../auth/test-kit'
import { AgentVisibilityCard } from './agent-visibility-card'

const route = 'PATCH /api/organizations/current'
const all = () => screen.getByLabelText<HTMLInputElement>(/Every conversation/)
const own = () => screen.getByLabelText<HTMLInputElement>(/Their own and unassigned/)
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

it('asks first, and saves only what was confirmed', async () => {
  const calls = stubApi({ [route]: () => ({ body: { ...me.organization, agentVisibility: 'own' } }) })
  renderSignedIn(AgentVisibilityCard, ['organization:update'])
  expect(all().checked).toBe(true)
  fireEvent.click(own())
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }))
  expect([calls.length, all().checked]).toEqual([0, true])
  fireEvent.click(own())
  fireEvent.click(await screen.findByRole('button', { name: 'Limit what agents see' }))
  await vi.waitFor(() => expect(calls).toEqual([{ route, body: { agentVisibility: 'own' } }]))
})

it('says why it was not saved, and stays open', async () => {
  stubApi({ [route]: () => refusal(403, 'tenancy.not_allowed') })
  renderSignedIn(AgentVisibilityCard, ['organization:update'])
  fireEvent.click(own())
  fireEvent.click(await screen.findByRole('button', { name: 'Limit what agents see' }))
  await screen.findByText(/not_allowed|allow/i)
  screen.getByRole('button', { name: 'Limit what agents see' })
  expect(all().checked).toBe(true)
})

it('is for admins: others see how it is', () => {
  renderSignedIn(AgentVisibilityCard, [], { ...me, role: 'agent' })
  expect(all().disabled || all().closest('fieldset')?.disabled).toBe(true)
})
