import '../strings/register-inbox'
import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CurrentMember } from '../modules/auth/current-member'
import { me, renderSignedIn, stubApi } from '../modules/auth/test-kit'
import { conversation } from '../modules/inbox/test-rows'

vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
vi.mock('../modules/inbox/inbox-context', () => ({ useInboxLive: () => ({ online: () => [], cache: {} }) }))
const { default: CommandPalette } = await import('./command-palette')

beforeEach(() => {
  Element.prototype.scrollIntoView = () => {}
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
})

const named = (id: string, displayName: string) => {
  const row = conversation(id, 0)
  return { ...row, contact: { ...row.contact, displayName } }
}
const said = {
  messageId: 'msg_4',
  text: '…the order of Asha…',
  ranges: [{ start: 14, end: 18 }],
  occurredAt: '2026-01-01T00:00:00.000Z',
}

function draw(early = { text: '', isEntered: false }) {
  const calls = stubApi({
    'GET /api/team/members?limit=100': () => ({ body: { items: [], nextCursor: null } }),
    'GET /api/contacts/tags': () => ({
      body: {
        items: [
          { id: 'tag_1', name: 'Damaged', tint: 1 },
          { id: 'tag_2', name: 'VIP', tint: 2 },
        ],
      },
    }),
    'GET /api/conversations?search=asha&limit=6': () => ({
      body: {
        items: [
          { ...named('con_1', 'Asha Verma'), match: null },
          { ...named('con_2', 'Liam Byrne'), match: said },
        ],
        nextCursor: null,
      },
    }),
  })
  const goTo = vi.fn()
  const onOpenChange = vi.fn()
  const member = { me: () => me, organizationId: () => me.organization.id, can: () => true } as unknown as CurrentMember
  const ports = { member, goTo, openShortcuts: vi.fn(), createWorkspace: vi.fn() }
  let left = early
  const takeEarly = () => {
    const taken = left
    left = { text: '', isEntered: false }
    return taken
  }
  renderSignedIn(() => <CommandPalette open onOpenChange={onOpenChange} ports={ports} takeEarly={takeEarly} />)
  const box = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Search and commands' })
  const type = (value: string) => fireEvent.input(box(), { target: { value } })
  return { box, type, goTo, onOpenChange, calls }
}
const options = () => screen.queryAllByRole('option').map(({ textContent }) => textContent)
const groups = () => screen.queryAllByRole('group').map((group) => group.getAttribute('aria-label'))

it('> leaves actions only, @ people, # tags', async () => {
  const { type, box } = draw()
  await waitFor(() => expect(document.activeElement).toBe(box()))
  expect(groups()).toEqual(['Go to', 'Actions'])
  type('> theme')
  expect(options()).toEqual(['Use the light theme', 'Use the dark theme', 'Use the system’s theme'])
  // Settings is a page.
  type('> settings')
  expect(options()).toEqual([])
  type('#')
  await waitFor(() => expect(options()).toEqual(['Damagedconversations', 'VIPconversations']))
  type('#dam')
  expect(options()).toEqual(['Damagedconversations'])
  type('@asha')
  await waitFor(() => expect(options()).toEqual(['Asha Verma+447700900184']))
})

it('asks for nobody while actions or tags are wanted', async () => {
  const { type, calls } = draw()
  type('>asha')
  await screen.findByText('No match for “asha”')
  type('#asha')
  type('@asha')
  await waitFor(() => expect(options()).toHaveLength(1))
  expect(calls.filter(({ route }) => route.includes('search'))).toHaveLength(1)
})

it('a message that was found says what was said, and opens where it stands', async () => {
  const { type, goTo } = draw()
  type('asha')
  await waitFor(() => expect(groups()).toContain('Messages'))
  const option = screen.getByRole('option', { name: /Liam Byrne/ })
  expect(option.textContent).toBe('Liam Byrne…the order of Asha…')
  fireEvent.click(option)
  await waitFor(() => expect(goTo).toHaveBeenCalledWith('/inbox/con_2#msg_4'))
})

it('a tag opens its conversations', async () => {
  const { type, goTo, box } = draw()
  type('#vip')
  await waitFor(() => expect(options()).toHaveLength(1))
  fireEvent.keyDown(box(), { key: 'Enter' })
  await waitFor(() => expect(goTo).toHaveBeenCalledWith('/inbox?tag=tag_2'))
})

it('what was typed before it was there stands in the box, and Enter is done', async () => {
  const { box, goTo, onOpenChange } = draw({ text: 'audit', isEntered: true })
  await waitFor(() => expect(box().value).toBe('audit'))
  await waitFor(() => expect(goTo).toHaveBeenCalledWith('/settings/audit-log'))
  expect(onOpenChange).toHaveBeenCalledWith(false)
})
