import { MemoryRouter, Route } from '@solidjs/router'
import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query'
import type { Job } from '@worker/modules/jobs/jobs.schemas'
import { afterEach, expect, it, vi } from 'vitest'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { CurrentMemberContext } from '../auth/current-member'
import { me } from '../auth/test-kit'
import { startedJob } from './jobs.queries'
import { JobsChip } from './jobs-chip'

const organizationId = me.organization.id
const running: Job = {
  id: 'job_1',
  kind: 'contact_bulk',
  state: 'running',
  title: 'Tag 40 contacts',
  done: 10,
  total: 40,
  unit: 'rows',
  counts: { changed: 10 },
  ratePerSecond: 5,
  secondsLeft: 6,
  result: null,
  failure: null,
  startedBy: { type: 'user', id: me.user.id, name: null },
  createdAt: '2026-11-24T10:00:00.000Z',
  startedAt: '2026-11-24T10:00:00.000Z',
  finishedAt: null,
  expiresAt: null,
}
const done: Job = { ...running, state: 'done', done: 40, counts: { changed: 40 }, secondsLeft: null }

/** What the server has, and what it was asked for. */
function draw(items: Job[]) {
  const server = { items, asked: [] as string[] }
  vi.stubGlobal(
    'fetch',
    vi.fn((input: RequestInfo | URL, init?: RequestInit) => {
      const { pathname } = new URL(String(input), 'http://localhost')
      server.asked.push(`${init?.method ?? 'GET'} ${pathname}`)
      const change = /jobs\/(\w+)\/(pause|resume|cancel)$/.exec(pathname)
      if (!change) return Promise.resolve(Response.json({ items: server.items, nextCursor: null }))
      const state = { pause: 'paused', resume: 'running', cancel: 'cancelled' }[change[2] ?? ''] as Job['state']
      server.items = server.items.map((job) => (job.id === change[1] ? { ...job, state } : job))
      return Promise.resolve(Response.json(server.items.find(({ id }) => id === change[1])))
    }),
  )
  const client = new QueryClient()
  const member = { me: () => me, organizationId: () => organizationId, can: () => true }
  render(() => (
    <MemoryRouter
      root={(props) => (
        <QueryClientProvider client={client}>
          <CurrentMemberContext.Provider value={member}>
            {props.children}
            <ToastRegion />
          </CurrentMemberContext.Provider>
        </QueryClientProvider>
      )}
    >
      <Route path="/" component={JobsChip} />
    </MemoryRouter>
  ))
  return { server, client }
}
const look = (client: QueryClient) =>
  client.invalidateQueries({ queryKey: ['organization'] }).then(() => client.refetchQueries())

afterEach(() => {
  cleanup()
  clearToasts()
  vi.unstubAllGlobals()
})

it('is not there while nothing goes on, nor for what ended before', async () => {
  const { server } = draw([done])
  await waitFor(() => expect(server.asked).toEqual(['GET /api/jobs']))
  expect(screen.queryByRole('button')).toBeNull()
})

it('shows what was started here at once, says when it has ended, and has people asked for again', async () => {
  const { server, client } = draw([])
  const invalidated = vi.spyOn(client, 'invalidateQueries')
  server.items = [running]
  startedJob(client, organizationId, running)
  fireEvent.click(await screen.findByRole('button', { name: 'Work in progress: 1 job running' }))
  await screen.findByText('Running · 10 of 40 · 5 a second · about 6s left · 10 people changed')
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25')
  server.items = [done]
  await look(client)
  await screen.findByText('Tag 40 contacts: done: 40 people changed')
  const keys = invalidated.mock.calls.map(([filters]) => JSON.stringify(filters?.queryKey))
  expect(keys.filter((key) => key.includes('"contacts"'))).toHaveLength(1)
  fireEvent.click(screen.getByRole('button', { name: 'Hide Tag 40 contacts' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: /Work in progress/ })).toBeNull())
})

it('is paused, goes on and is cancelled', async () => {
  const { server, client } = draw([running])
  fireEvent.click(await screen.findByRole('button', { name: /1 job running/ }))
  for (const name of ['Pause', 'Go on with', 'Cancel'])
    fireEvent.click(await screen.findByRole('button', { name: `${name} Tag 40 contacts` }))
  await waitFor(() => expect(server.items[0]?.state).toBe('cancelled'))
  await look(client)
  await screen.findByText('Cancelled. What was done stays done · 10 people changed')
  expect(server.asked.filter((asked) => asked.startsWith('POST'))).toEqual([
    'POST /api/jobs/job_1/pause',
    'POST /api/jobs/job_1/resume',
    'POST /api/jobs/job_1/cancel',
  ])
})

it('says why a job stopped', async () => {
  const { server, client } = draw([running])
  await screen.findByRole('button', { name: /1 job running/ })
  server.items = [{ ...running, state: 'failed', failure: { code: 'x', message: 'The file is gone.' } }]
  await look(client)
  await screen.findByText('Tag 40 contacts stopped: The file is gone.')
})
