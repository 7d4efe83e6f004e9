import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import type { ContactImport } from '@worker/modules/contact-import/contact-import.schemas'
import { createSignal } from 'solid-js'
import { afterEach, expect, it, vi } from 'vitest'
import { clearToasts } from '../../ui/toast'
import { renderSignedIn, stubApi } from '../auth/test-kit'
import ImportDrawer from './import-drawer'

afterEach(() => {
  cleanup()
  clearToasts()
  vi.unstubAllGlobals()
})

const job: ContactImport['job'] = {
  ...{ id: 'job_1', kind: 'contact_import', state: 'waiting', title: 'people.csv', done: 0, total: null, unit: 'rows' },
  ...{ counts: {}, ratePerSecond: null, secondsLeft: null, result: null, failure: null, startedBy: null },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', startedAt: null, finishedAt: null, expiresAt: null },
}
const column = (index: number, name: string, values: object) => ({
  ...{ index, name, samples: ['03/11/2023'], target: 'skip' as const, dateFormat: null, problems: [] },
  ...values,
})
const announced: ContactImport = {
  ...{ id: 'job_1', filename: 'people.csv', job, file: null, mapping: null },
  upload: { size: 12, partSize: 8, partCount: 2, arrived: [] },
}
const read: ContactImport = {
  ...announced,
  file: {
    ...{ encoding: 'utf-8', delimiter: ';', hasHeader: true, rows: [['Amara', '03/11/2023']], estimatedRows: 2 },
    columns: [
      column(0, 'mobile', { target: 'phone' }),
      column(1, 'since', {
        target: { field: 'since' },
        problems: [{ code: 'ambiguous_dates', message: '03/11/2023 can be 3 November or 11 March.' }],
      }),
    ],
  },
}
const running: ContactImport = { ...read, job: { ...job, state: 'running', done: 1, total: 2 } }
const done: ContactImport = {
  ...read,
  job: { ...job, state: 'done', done: 2, total: 2, counts: { created: 1, refused: 1 } },
}
const FIELD = { id: 'fld_1', key: 'since', label: 'Customer since', type: 'date', options: null, position: 0 }
const SHARED = {
  'GET /api/contacts/fields': () => ({ body: { items: [FIELD] } }),
  'GET /api/jobs?limit=20': () => ({ body: { items: [], nextCursor: null } }),
}

function draw(id?: string) {
  const closed = vi.fn()
  renderSignedIn(() => {
    const [importId, setImportId] = createSignal(id)
    return <ImportDrawer importId={importId()} onCreated={setImportId} onClose={closed} />
  }, ['contacts:import'])
  return { closed }
}

it('says what is missing before it goes on, sends the columns and starts', async () => {
  let now = read
  const calls = stubApi({
    ...SHARED,
    'GET /api/contacts/import/job_1': () => ({ body: now }),
    'PUT /api/contacts/import/job_1/mapping': () => ({ body: read }),
    'POST /api/contacts/import/job_1/start': () => {
      now = done
      return { body: running }
    },
  })
  draw('job_1')
  await screen.findByText('Pick a format for “since”.')
  const next = screen.getByRole('button', { name: 'Continue' })
  expect(next).toHaveProperty('disabled', true)
  // As in a native list: the next option.
  fireEvent.keyDown(screen.getByRole('button', { name: /Format of the dates in “since”/ }), { key: 'ArrowRight' })
  await waitFor(() => expect(next).toHaveProperty('disabled', false))
  fireEvent.click(next)
  fireEvent.click(await screen.findByLabelText('Everybody in the file agreed to marketing messages'))
  fireEvent.click(screen.getByRole('button', { name: 'Start import' }))
  await screen.findByText('Say where and what they agreed to.')
  fireEvent.input(screen.getByLabelText('Where they agreed'), { target: { value: 'Fair' } })
  fireEvent.input(screen.getByLabelText('What they agreed to'), { target: { value: 'News by WhatsApp' } })
  fireEvent.click(screen.getByRole('button', { name: 'Start import' }))
  await screen.findByText('people.csv is imported')
  expect(calls.find(({ route }) => route.endsWith('/mapping'))?.body).toEqual({
    columns: [
      { index: 0, target: 'phone' },
      { index: 1, target: { field: 'since' }, dateFormat: 'dmy' },
    ],
    ...{ mode: 'upsert', tagIds: [], defaultCountry: null },
    consent: { state: 'granted', source: 'Fair', wording: 'News by WhatsApp' },
  })
  expect(screen.getByRole('button', { name: 'Download refused rows' })).toBeTruthy()
})

it('takes up an upload that stopped only with the same file', async () => {
  stubApi({ ...SHARED, 'GET /api/contacts/import/job_1': () => ({ body: announced }) })
  draw('job_1')
  await screen.findByText(/The upload of people.csv stopped/)
  const other = new File(['name\n'], 'other.csv', { type: 'text/csv' })
  fireEvent.change(screen.getByLabelText('CSV file'), { target: { files: [other] } })
  await screen.findByText(/This is another file/)
})

it('gives up what has not begun, and closes', async () => {
  const calls = stubApi({
    ...SHARED,
    'GET /api/contacts/import/job_1': () => ({ body: read }),
    'DELETE /api/contacts/import/job_1': () => ({ status: 204 }),
  })
  const { closed } = draw('job_1')
  fireEvent.click(await screen.findByRole('button', { name: 'Give up this import' }))
  await waitFor(() => expect(closed).toHaveBeenCalledOnce())
  expect(calls.map(({ route }) => route)).toContain('DELETE /api/contacts/import/job_1')
})
