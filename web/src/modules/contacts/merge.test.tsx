import '../../strings/register-inbox'
import { cleanup, fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import type { DuplicatePair } from '@worker/modules/contacts/duplicates.schemas'
import type { MergePreview, PersonSide } from '@worker/modules/contacts/merges.schemas'
import type { TimelineEntry } from '@worker/modules/contacts/timeline.schemas'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { refusal, renderSignedIn, stubApi } from '../auth/test-kit'
import DuplicatesPage from './duplicates.page'
import MergeDialog from './merge-dialog'
import { Timeline } from './timeline'

const side = (id: string, displayName: string, values: Partial<PersonSide> = {}): PersonSide => ({
  ...{ id, displayName, name: displayName, profileName: null, username: null, phone: null, displayPhone: null },
  ...{ email: null, language: null, country: null, ownerId: null, fields: {}, tags: [], consent: 'unknown' },
  ...{ isBlocked: false, lastMessageAt: null, createdAt: '2026-01-02T10:00:00.000Z' },
  ...values,
})
const [amara, diallo] = [side('ctc_1', 'Amara'), side('ctc_2', 'A. Diallo')]
const preview: MergePreview = {
  ...{ kept: 'this', this: amara, other: diallo, result: amara },
  conflicts: [
    { field: 'name', key: null, this: 'Amara', other: 'A. Diallo' },
    { field: 'fields', key: 'Size', this: 38, other: 40 },
  ],
  counts: { conversations: 2, messages: 1, notes: 0 },
  warnings: ['consent_revoked'],
}
const pair = (ids: [string, string]): DuplicatePair => ({
  ids,
  people: [side(ids[0], `P ${ids[0]}`), side(ids[1], `P ${ids[1]}`)],
  strength: 'strong',
  reasons: [{ kind: 'email', values: ['a@example.test'] }],
})
const MEMBERS = { 'GET /api/team/members?limit=100': () => ({ body: { items: [], nextCursor: null } }) }
const PREVIEW = 'GET /api/contacts/ctc_1/merge?with=ctc_2'
const press = (name: string, within_: HTMLElement = document.body) =>
  fireEvent.click(within(within_).getByRole('button', { name }))
const may = ['contacts:read', 'contacts:update']

afterEach(() => {
  cleanup()
  clearToasts()
  vi.unstubAllGlobals()
})

describe('merging', () => {
  const merged = vi.fn()
  const draw = (answers: Parameters<typeof stubApi>[0]) => {
    merged.mockClear()
    const calls = stubApi({ ...MEMBERS, [PREVIEW]: () => ({ body: preview }), ...answers })
    renderSignedIn(
      () => (
        <>
          <MergeDialog contact={amara} otherId="ctc_2" onClose={() => {}} onMerged={merged} />
          <ToastRegion />
        </>
      ),
      may,
    )
    return calls
  }

  it('shows what both have, sends what was chosen, and can be undone', async () => {
    const calls = draw({
      'POST /api/contacts/ctc_1/merge': () => ({
        body: { mergeId: 'mrg_1', contact: { id: 'ctc_1', displayName: 'Amara' } },
      }),
      'POST /api/contacts/merges/mrg_1/undo': () => ({ body: { kept: amara, restored: diallo } }),
    })
    await screen.findByText('One of them opted out of marketing, so both will be.')
    screen.getByText(/2 conversations, 1 message/)
    expect((screen.getByRole('radio', { name: '38' }) as HTMLInputElement).checked).toBe(true)
    fireEvent.click(screen.getByRole('radio', { name: '40' }))
    press('Merge')
    await waitFor(() => expect(merged).toHaveBeenCalledWith('ctc_1'))
    expect(calls.find(({ route }) => route.startsWith('POST'))?.body).toEqual({
      contactId: 'ctc_2',
      keep: 'this',
      choices: { fields: { Size: 'other' } },
    })
    fireEvent.click(await screen.findByText('Undo'))
    await screen.findByText('Amara and A. Diallo are two contacts again')
  })

  it('asks what it would be when the other one is to stay', async () => {
    draw({ [`${PREVIEW}&keep=other`]: () => ({ body: { ...preview, kept: 'other', warnings: ['blocked'] } }) })
    fireEvent.click(
      within(await screen.findByRole('group', { name: 'Which contact stays' })).getByRole('radio', {
        name: 'A. Diallo',
      }),
    )
    await screen.findByText('One of them is blocked, so both will be.')
    expect((screen.getByRole('radio', { name: '40' }) as HTMLInputElement).checked).toBe(true)
  })

  it('says why it did not happen, and stays', async () => {
    draw({ 'POST /api/contacts/ctc_1/merge': () => refusal(409, 'contacts.merge_changed') })
    await screen.findByText(/2 conversations/)
    press('Merge')
    await screen.findByRole('alert')
    expect(merged).not.toHaveBeenCalled()
  })
})

describe('possible duplicates', () => {
  const LIST = 'GET /api/contacts/duplicates?limit=20'
  const draw = (answers: Parameters<typeof stubApi>[0], permissions = may) => {
    const calls = stubApi({ ...MEMBERS, ...answers })
    renderSignedIn(
      () => (
        <>
          <DuplicatesPage />
          <ToastRegion />
        </>
      ),
      permissions,
    )
    return calls
  }

  it('keeps two apart at once, goes on to the next pair, and takes it back', async () => {
    const calls = draw({
      [LIST]: () => ({ body: { items: [pair(['ctc_1', 'ctc_2']), pair(['ctc_3', 'ctc_4'])], nextCursor: null } }),
      'POST /api/contacts/duplicates/dismiss': () => ({ status: 204 }),
      'DELETE /api/contacts/duplicates/dismiss': () => ({ status: 204 }),
    })
    const first = await screen.findByRole('article', { name: 'P ctc_1 and P ctc_2' })
    within(first).getByText('Same email')
    press('Not the same', first)
    expect(screen.queryByRole('article', { name: 'P ctc_1 and P ctc_2' })).toBeNull()
    expect(screen.getByRole('article').contains(document.activeElement)).toBe(true)
    fireEvent.click(await screen.findByText('Undo'))
    await screen.findByRole('article', { name: 'P ctc_1 and P ctc_2' })
    expect(calls.filter(({ route }) => route.includes('dismiss')).map(({ body }) => body)).toEqual([
      { ids: ['ctc_1', 'ctc_2'] },
      { ids: ['ctc_1', 'ctc_2'] },
    ])
  })

  it('brings a pair back that the server did not keep apart, and says why', async () => {
    draw({
      [LIST]: () => ({ body: { items: [pair(['ctc_1', 'ctc_2'])], nextCursor: null } }),
      'POST /api/contacts/duplicates/dismiss': () => refusal(404, 'contacts.not_found'),
    })
    press('Not the same', await screen.findByRole('article'))
    await screen.findByRole('article')
    await screen.findByText('The server said contacts.not_found.')
  })

  it('looks on where a page was empty, and says when there is nobody', async () => {
    draw({
      [LIST]: () => ({ body: { items: [], nextCursor: 'more' } }),
      [`${LIST}&cursor=more`]: () => ({ body: { items: [], nextCursor: null } }),
    })
    await screen.findByRole('heading', { name: 'No duplicates' })
  })

  it('offers nothing to whoever may only look', async () => {
    draw({ [LIST]: () => ({ body: { items: [pair(['ctc_1', 'ctc_2'])], nextCursor: null } }) }, ['contacts:read'])
    await screen.findByRole('article')
    expect(screen.queryByRole('button', { name: 'Merge' })).toBeNull()
  })
})

describe('the timeline', () => {
  const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`
  const by = { type: 'user', id: 'usr_2', name: 'Mia Brandt' }
  const entries: TimelineEntry[] = [
    {
      type: 'merged',
      id: 'evt_1',
      at: at(20),
      mergeId: 'mrg_1',
      contactId: 'ctc_2',
      name: 'A. Diallo',
      canUndo: true,
      actor: by,
    },
    {
      ...{
        type: 'message',
        direction: 'inbound',
        id: 'msg_1',
        at: at(20),
        conversationId: 'con_1',
        messageType: 'text',
      },
      ...{ preview: '<b>Hello</b>', isRevoked: false, actor: null },
    },
    { type: 'consent', id: 'cns_1', at: at(18), state: 'revoked', source: 'keyword', wording: 'STOP', actor: null },
  ]
  const PATH = 'GET /api/contacts/ctc_1/timeline?limit=40'

  it('has a line for each day, what was said as text, and a way back from a merge', async () => {
    const calls = stubApi({
      [PATH]: () => ({ body: { items: entries, nextCursor: null } }),
      'POST /api/contacts/merges/mrg_1/undo': () => ({ body: { kept: amara, restored: diallo } }),
    })
    renderSignedIn(() => <Timeline contactId="ctc_1" name="Amara" />, may)
    await screen.findByText('<b>Hello</b>')
    expect(screen.getAllByRole('heading', { level: 3 })).toHaveLength(2)
    expect(screen.getByRole('link', { name: 'Amara wrote' }).getAttribute('href')).toBe('/inbox/con_1#msg_1')
    screen.getByText('by Mia Brandt')
    press('Undo merge')
    await waitFor(() => expect(calls.some(({ route }) => route.endsWith('/undo'))).toBe(true))
  })

  it('asks for one kind, and says when there is none of it', async () => {
    stubApi({
      [PATH]: () => ({ body: { items: entries, nextCursor: null } }),
      [`${PATH}&types=notes`]: () => ({ body: { items: [], nextCursor: null } }),
    })
    renderSignedIn(() => <Timeline contactId="ctc_1" name="Amara" />, ['contacts:read'])
    await screen.findByText('<b>Hello</b>')
    expect(screen.queryByRole('button', { name: 'Undo merge' })).toBeNull()
    fireEvent.click(screen.getByRole('radio', { name: 'Notes' }))
    await screen.findByRole('heading', { name: 'Nothing of this kind' })
  })
})
