import '../../strings/register-inbox'
import { cleanup, fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import type { Contact, ContactNote } from '@worker/modules/contacts/contacts.schemas'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Media } from '@worker/modules/media/media.schemas'
import { createSignal } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clearToasts, ToastRegion } from '../../ui/toast'
import { me, refusal, renderSignedIn, stubApi } from '../auth/test-kit'
import type { ConversationActions } from '../conversations/conversation-actions'
import { conversation as aConversation } from '../inbox/test-rows'
import { ContactPanel } from './contact-panel'
import { finishRemovals } from './note-removal'

const live = vi.hoisted(() => ({
  apply: (_: Conversation) => {},
  listeners: [] as ((conversations: readonly Conversation[]) => void)[],
}))
vi.mock('../inbox/inbox-context', () => ({
  useInboxLive: () => ({
    cache: {
      applyChanges: ({ conversations }: { conversations: Conversation[] }) => conversations.forEach(live.apply),
    },
    onChanged: (listener: (conversations: readonly Conversation[]) => void) => live.listeners.push(listener),
  }),
}))

const shown = aConversation('con_1', 0)
const contact: Contact = {
  id: shown.contact.id,
  displayName: 'Amara Diallo',
  name: null,
  profileName: 'Amara Diallo',
  username: null,
  phone: '+447700900184',
  displayPhone: '+44 7700 900184',
  identities: [{ kind: 'wa_id', value: '447700900184' }],
  country: 'GB',
  language: 'en',
  fields: { Email: 'amara@example.test', Shop: 'javascript:alert(1)', Size: 38 },
  tags: [],
  consent: 'granted',
  email: null,
  ownerId: null,
  lastConsent: null,
  source: 'inbound',
  blockedAt: null,
  conversationCount: 1,
  createdAt: '2023-03-02T10:00:00.000Z',
  updatedAt: '2026-11-02T10:00:00.000Z',
}
const note = (id: string, body: string, authorId: string): ContactNote => ({
  id,
  body,
  author: { type: 'user', id: authorId, name: authorId === me.user.id ? me.user.name : 'Noor Haddad' },
  editedAt: null,
  createdAt: '2026-11-18T10:00:00.000Z',
})
const PATH = `/api/contacts/${contact.id}`
const GALLERY = `GET ${PATH}/media?limit=40`
const NOTES = `GET ${PATH}/notes?limit=20`
type Answers = Parameters<typeof stubApi>[0]

function draw(answers: Answers = {}, permissions: readonly string[] = ['conversations:update']) {
  const calls = stubApi({
    [`GET ${PATH}`]: () => ({ body: contact }),
    [NOTES]: () => ({ body: { items: [], nextCursor: null } }),
    [`GET ${PATH}/conversations?limit=30`]: () => ({ body: { items: [], nextCursor: null } }),
    [GALLERY]: () => ({ body: { items: [], nextCursor: null } }),
    ...answers,
  })
  const [row, setRow] = createSignal(shown)
  live.apply = (changed) => setRow(changed)
  renderSignedIn(
    () => (
      <>
        <ContactPanel
          conversation={row()}
          actions={{} as ConversationActions}
          members={[]}
          isSheet={false}
          onDone={() => {}}
          onClose={() => {}}
        />
        <ToastRegion />
      </>
    ),
    permissions,
  )
  return { calls, row }
}
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const routes = (calls: { route: string }[], method: string) =>
  calls.filter(({ route }) => route.startsWith(method)).map(({ route }) => route)

beforeEach(() => {
  localStorage.clear()
  live.listeners.length = 0
})
afterEach(() => {
  cleanup()
  clearToasts()
  vi.unstubAllGlobals()
})

describe('the sidebar', () => {
  it('says who it is, and that parts are empty', async () => {
    draw()
    await screen.findByRole('heading', { name: 'Amara Diallo' })
    screen.getByText('+44 7700 900184')
    screen.getByText('Customer since Mar 2023')
    expect(screen.getByRole('link', { name: 'amara@example.test' }).getAttribute('href')).toBe(
      'mailto:amara@example.test',
    )
    screen.getByText('No tags')
    await screen.findByText('Nothing noted yet')
    await screen.findByText('This is the first one')
    await screen.findByText('Nothing shared yet')
  })

  it('shows the files of all their conversations, and asks again when something was said in any', async () => {
    const file = (id: string, conversationId: string): Media => ({
      ...{ id, conversationId, kind: 'document', filename: `${id}.pdf`, mimeType: 'application/pdf', size: 2048 },
      ...{ status: 'ready', failure: null, url: `/api/media/${id}/content`, messageId: null, direction: 'inbound' },
      createdAt: '2026-11-18T10:00:00.000Z',
    })
    const files = [file('med_1', 'con_1'), file('med_2', 'con_other')]
    draw({ [GALLERY]: () => ({ body: { items: files, nextCursor: null } }) })
    await screen.findByRole('link', { name: /med_1\.pdf/ })
    screen.getByRole('link', { name: /med_2\.pdf/ })
    files.unshift(file('med_3', 'con_other'))
    const lastMessage = { id: 'msg_3' } as Conversation['lastMessage']
    const other = aConversation('con_other', 1, { contact: shown.contact, lastMessage })
    for (const listener of live.listeners) listener([other])
    await screen.findByRole('link', { name: /med_3\.pdf/ })
  })

  it('makes no link of what only looks like one', async () => {
    draw()
    expect((await screen.findByText('javascript:alert(1)')).closest('a')).toBeNull()
  })

  it('can only be read by those who may not change', async () => {
    draw({ [NOTES]: () => ({ body: { items: [note('cnt_1', 'Rings twice', me.user.id)], nextCursor: null } }) }, [])
    await screen.findByText('Rings twice')
    for (const name of ['Edit', 'Tag', 'Add a tag', 'Add a note', 'Edit note', /Change marketing/])
      expect(screen.queryByRole('button', { name })).toBeNull()
    screen.getByText('Opted in')
  })

  it('says why it did not come, and tries again', async () => {
    let isBroken = true
    draw({ [`GET ${PATH}`]: () => (isBroken ? refusal(404, 'contacts.not_found') : { body: contact }) })
    await screen.findByText('The details didn’t load')
    isBroken = false
    press('Try again')
    await screen.findByRole('heading', { name: 'Amara Diallo' })
  })

  it('follows what others change', async () => {
    let name = 'Amara Diallo'
    draw({ [`GET ${PATH}`]: () => ({ body: { ...contact, displayName: name } }) })
    await screen.findByRole('heading', { name })
    name = 'Amara Diallo-Roux'
    for (const listener of live.listeners) listener([aConversation('con_9', 1)])
    for (const listener of live.listeners) listener([{ ...shown, changeSeq: 2 }])
    await screen.findByRole('heading', { name })
  })
})

describe('editing', () => {
  async function edit(value: string) {
    await screen.findByRole('heading', { name: 'Amara Diallo' })
    press('Edit')
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.input(dialog.getByLabelText('Name'), { target: { value } })
    fireEvent.click(dialog.getByRole('button', { name: 'Remove Shop' }))
    fireEvent.click(dialog.getByRole('button', { name: 'Save' }))
  }

  it('sends only what is new, and shows it here and in the list before the server has answered', async () => {
    let answer: (value: { body: unknown }) => void = () => {}
    const { calls, row } = draw()
    const real = globalThis.fetch
    vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
      if (init?.method !== 'PATCH') return real(input, init)
      calls.push({ route: 'PATCH', body: JSON.parse(String(init.body)) })
      const { body } = await new Promise<{ body: unknown }>((resolve) => (answer = resolve))
      return new Response(JSON.stringify(body))
    })
    await edit('Amara D.')
    await screen.findByRole('heading', { name: 'Amara D.' })
    expect(row().contact.displayName).toBe('Amara D.')
    expect(screen.queryByText('javascript:alert(1)')).toBeNull()
    expect(calls.at(-1)?.body).toEqual({ name: 'Amara D.', fields: { Shop: null } })
    answer({ body: { ...contact, displayName: 'Amara D.', name: 'Amara D.', fields: { Email: 'new@example.test' } } })
    await screen.findByText('new@example.test')
  })

  it('is taken back with the reason when the server refuses', async () => {
    const { row } = draw({ [`PATCH ${PATH}`]: () => refusal(409, 'contacts.too_many_fields') })
    await edit('Amara D.')
    await screen.findByText('The server said contacts.too_many_fields.')
    await screen.findByRole('heading', { name: 'Amara Diallo' })
    expect(row().contact.displayName).toBe('Amara Diallo')
    screen.getByText('javascript:alert(1)')
  })

  it('keeps what was typed, with the reason, until the server has it', async () => {
    let isRefused = true
    draw({
      [`PATCH ${PATH}`]: () => (isRefused ? refusal(409, 'contacts.too_many_fields') : { body: contact }),
    })
    await edit('Amara D.')
    const dialog = within(screen.getByRole('dialog'))
    await waitFor(() => expect(dialog.getByRole('alert').textContent).toContain('contacts.too_many_fields'))
    expect(dialog.getByLabelText<HTMLInputElement>('Name').value).toBe('Amara D.')
    expect(dialog.queryByRole('button', { name: 'Remove Shop' })).toBeNull()
    isRefused = false
    fireEvent.click(dialog.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('keeps the words of a consent that was refused', async () => {
    let isRefused = true
    draw({
      [`PUT ${PATH}/consent`]: () => (isRefused ? refusal(403, 'auth.not_allowed') : { body: contact }),
    })
    await screen.findByRole('heading', { name: 'Amara Diallo' })
    fireEvent.keyDown(screen.getByRole('button', { name: /Change marketing/ }), { key: 'ArrowDown' })
    const [, revoke] = await screen.findAllByRole('menuitemcheckbox')
    fireEvent.keyDown(revoke as HTMLElement, { key: 'Enter' })
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.input(dialog.getByRole('textbox'), { target: { value: 'No more, please' } })
    const save = dialog.getAllByRole('button').at(-1) as HTMLElement
    fireEvent.click(save)
    await dialog.findByText(/auth.not_allowed/)
    expect(dialog.getByRole<HTMLTextAreaElement>('textbox').value).toBe('No more, please')
    isRefused = false
    fireEvent.click(save)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})

describe('notes', () => {
  it('that were reworded and refused are open again with the new words, which can be saved as they are', async () => {
    const mine = note('cnt_1', 'Rings twice', me.user.id)
    let isRefused = true
    draw({
      [NOTES]: () => ({ body: { items: [mine], nextCursor: null } }),
      [`PATCH ${PATH}/notes/cnt_1`]: () =>
        isRefused ? refusal(403, 'auth.not_allowed') : { body: { ...mine, body: 'Rings once' } },
    })
    await screen.findByText('Rings twice')
    press('Edit note')
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Rings once' } })
    press('Save note')
    await screen.findByText(/auth.not_allowed/)
    await waitFor(() => expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('Rings once'))
    isRefused = false
    press('Save note')
    await screen.findByText('Rings once', { selector: 'p' })
  })

  it('that were refused can be saved again as they are, and stand before what is being written meanwhile', async () => {
    let answer = () => {}
    const { calls } = draw()
    const real = globalThis.fetch
    vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
      if (init?.method !== 'POST') return real(input, init)
      calls.push({ route: 'POST', body: JSON.parse(String(init.body)) })
      await new Promise<void>((resolve) => (answer = resolve))
      return new Response(JSON.stringify(refusal(403, 'auth.not_allowed').body), { status: 403 })
    })
    await screen.findByText('Nothing noted yet')
    const written = () => screen.getByRole<HTMLTextAreaElement>('textbox').value
    press('Add a note')
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'First' } })
    press('Save note')
    await waitFor(() => expect(routes(calls, 'POST')).toHaveLength(1))
    press('Add a note')
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Second' } })
    answer()
    await waitFor(() => expect(written()).toBe('First\nSecond'))
    press('Save note')
    await waitFor(() => expect(calls.at(-1)?.body).toEqual({ body: 'First\nSecond' }))
    answer()
    await waitFor(() => expect(written()).toBe('First\nSecond'))
    press('Save note')
    await waitFor(() => expect(routes(calls, 'POST')).toHaveLength(3))
  })

  it('of one’s own can be changed and deleted, others’ not', async () => {
    draw({
      [NOTES]: () => ({
        body: { items: [note('cnt_2', 'Mine', me.user.id), note('cnt_1', 'Theirs', 'usr_2')], nextCursor: null },
      }),
    })
    await screen.findByText('Theirs')
    expect(screen.getAllByRole('button', { name: 'Delete note' })).toHaveLength(1)
  })

  it('stay as they are being written when something else is new', async () => {
    const mine = note('cnt_1', 'Rings twice', me.user.id)
    let items = [mine]
    draw({ [NOTES]: () => ({ body: { items, nextCursor: null } }) })
    await screen.findByText('Rings twice')
    press('Edit note')
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Rings once' } })
    items = [note('cnt_2', 'From a colleague', 'usr_2'), { ...mine, author: { ...mine.author } }]
    for (const listener of live.listeners) listener([{ ...shown, changeSeq: 2 }])
    await screen.findByText('From a colleague')
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('Rings once')
  })

  it('are there at once, and not lost when the server refuses', async () => {
    draw({ [`POST ${PATH}/notes`]: () => refusal(403, 'auth.not_allowed') })
    await screen.findByText('Nothing noted yet')
    press('Add a note')
    fireEvent.input(screen.getByRole('textbox'), { target: { value: 'Rings twice' } })
    press('Save note')
    await waitFor(() => expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('Rings twice'))
    expect(screen.queryByText('Rings twice', { selector: 'p' })).toBeNull()
  })

  it('come back with Undo, and are deleted when one leaves', async () => {
    const { calls } = draw({
      [NOTES]: () => ({ body: { items: [note('cnt_1', 'Rings twice', me.user.id)], nextCursor: null } }),
      [`DELETE ${PATH}/notes/cnt_1`]: () => ({ status: 204 }),
    })
    await screen.findByText('Rings twice')
    press('Delete note')
    await screen.findByText('Nothing noted yet')
    press('Undo')
    await screen.findByText('Rings twice')
    expect(routes(calls, 'DELETE')).toEqual([])
    press('Delete note')
    finishRemovals()
    await waitFor(() => expect(routes(calls, 'DELETE')).toEqual([`DELETE ${PATH}/notes/cnt_1`]))
  })
})

describe('blocking', () => {
  it('asks first, and says what WhatsApp did not do', async () => {
    const blocked = { ...contact, blockedAt: '2026-11-23T10:00:00.000Z' }
    const { row } = draw({
      [`POST ${PATH}/block`]: () => ({
        body: { contact: blocked, refusals: [{ phoneNumberId: 'num_1', reason: 'Only within 24 hours.' }] },
      }),
      [`DELETE ${PATH}/block`]: () => ({ body: { contact, refusals: [] } }),
    })
    await screen.findByRole('heading', { name: 'Amara Diallo' })
    fireEvent.keyDown(screen.getByRole('button', { name: 'More about this person' }), { key: 'ArrowDown' })
    fireEvent.keyDown(await screen.findByRole('menuitem', { name: 'Block' }), { key: 'Enter' })
    await screen.findByText('Block Amara Diallo?')
    press('Block person')
    await screen.findByText('Blocked. Nothing is sent to them.')
    expect(row().contact.isBlocked).toBe(true)
    await screen.findByText(/WhatsApp itself did not block them. Only within 24 hours./)
    press('Unblock')
    await waitFor(() => expect(screen.queryByText('Blocked. Nothing is sent to them.')).toBeNull())
    expect(row().contact.isBlocked).toBe(false)
  })
})

describe('previous conversations', () => {
  it('link to what was said first, and leave out what is open here', async () => {
    const episode = (id: string, closedAt: string | null, text: string | null) => ({
      ...{ id, conversationId: 'con_1', phoneNumberId: 'num_1', openedBy: 'customer', closedAt },
      openedAt: '2026-10-02T10:00:00.000Z',
      subject: { messageId: `msg_${id}`, type: text === null ? 'image' : 'text', text },
    })
    draw({
      [`GET ${PATH}/conversations?limit=30`]: () => ({
        body: {
          items: [
            episode('3', null, 'Still open'),
            episode('2', '2026-10-03T10:00:00.000Z', 'Glaze colour'),
            episode('1', '2026-09-03T10:00:00.000Z', null),
          ],
          nextCursor: null,
        },
      }),
    })
    const link = await screen.findByRole('link', { name: /Glaze colour/ })
    expect(link.getAttribute('href')).toContain('/inbox/con_1')
    expect(link.getAttribute('href')).toContain('#msg_2')
    screen.getByRole('link', { name: /Photo/ })
    expect(screen.queryByText('Still open')).toBeNull()
  })

  it('are there to the first one: what is not loaded yet is asked for', async () => {
    const page = (from: number, to: number) =>
      Array.from({ length: from - to + 1 }, (_, at) => ({
        ...{ id: `epi_${from - at}`, conversationId: 'con_1', phoneNumberId: 'num_1', openedBy: 'customer' },
        ...{ openedAt: '2026-10-02T10:00:00.000Z', closedAt: '2026-10-03T10:00:00.000Z' },
        subject: { messageId: `msg_${from - at}`, type: 'text', text: `Visit ${from - at}` },
      }))
    let isDown = true
    draw({
      [`GET ${PATH}/conversations?limit=30`]: () => ({ body: { items: page(35, 6), nextCursor: 'further' } }),
      [`GET ${PATH}/conversations?limit=30&cursor=further`]: () =>
        isDown ? refusal(503, 'server.unavailable') : { body: { items: page(5, 1), nextCursor: null } },
    })
    await screen.findByText('Visit 35')
    screen.getByText('30+')
    press('Show all')
    screen.getByText('Visit 6')
    press('Show older ones')
    await screen.findByText('They didn’t load.')
    screen.getByText('Visit 6')
    isDown = false
    press('Try again')
    await screen.findByText('Visit 1')
    screen.getByText('35')
    expect(screen.queryByRole('button', { name: /Show older ones|Show all/ })).toBeNull()
  })
})
