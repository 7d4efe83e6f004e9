import { cleanup, fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { afterEach, expect, it, vi } from 'vitest'
import { clearToasts } from '../../ui/toast'
import { me, refusal, renderSignedIn, stubApi } from '../auth/test-kit'
import { ConsentCard } from './consent-card'
import { RetentionCard } from './retention-card'

const PATCH = 'PATCH /api/organizations/current'
const may = ['organization:update']

afterEach(() => {
  cleanup()
  clearToasts()
  vi.unstubAllGlobals()
})

it('saves the words that stop and resume, one on each line, and what is answered', async () => {
  const calls = stubApi({ [PATCH]: () => ({ body: me.organization }) })
  renderSignedIn(ConsentCard, may)
  fireEvent.input(screen.getByLabelText('Words that stop marketing'), { target: { value: ' stop \nparar\nstop\n' } })
  fireEvent.input(screen.getByLabelText('Answer to who stops'), { target: { value: 'You get no more news.' } })
  fireEvent.click(screen.getByRole('button', { name: 'Apply' }))
  await waitFor(() => expect(calls).toHaveLength(1))
  expect(calls[0]?.body).toEqual({
    defaultCountry: null,
    consentKeywords: {
      ...{ optOut: ['stop', 'parar'], optIn: ['start'] },
      confirmation: { optOut: 'You get no more news.', optIn: null },
    },
  })
})

it('does not leave people without a word to stop', async () => {
  const calls = stubApi({})
  renderSignedIn(ConsentCard, may)
  fireEvent.input(screen.getByLabelText('Words that stop marketing'), { target: { value: ' \n' } })
  fireEvent.click(screen.getByRole('button', { name: 'Apply' }))
  await screen.findByText('Keep at least one word by which people can stop.')
  expect(calls).toEqual([])
})

it('offers nothing to press to who may not change it', () => {
  stubApi({})
  renderSignedIn(ConsentCard, [])
  expect(screen.queryByRole('button', { name: 'Apply' })).toBeNull()
})

it('asks before messages go, and says why they could not', async () => {
  const calls = stubApi({ [PATCH]: () => refusal(403, 'tenancy.not_allowed', 'Not you.') })
  renderSignedIn(RetentionCard, may)
  fireEvent.keyDown(screen.getByRole('button', { name: /Keep messages/ }), { key: 'ArrowRight' })
  const dialog = await screen.findByRole('dialog', { name: 'Remove what is older than 90 days?' })
  expect(calls).toEqual([])
  fireEvent.click(within(dialog).getByRole('button', { name: 'Remove older messages' }))
  await within(dialog).findByRole('alert')
  expect(calls).toEqual([{ route: PATCH, body: { retentionDays: 90 } }])
})
