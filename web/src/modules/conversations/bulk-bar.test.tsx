import '../../strings/register-inbox'
import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, expect, it, vi } from 'vitest'
import { renderSignedIn, stubApi } from '../auth/test-kit'
import { conversation } from '../inbox/test-rows'
import { BulkBar } from './bulk-bar'
import type { ConversationActions } from './conversation-actions'

vi.mock('../inbox/inbox-context', () => ({ useInboxLive: () => ({ online: () => [] }) }))
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const tag = { id: 'tag_1', name: 'Refund', tint: 1 }
const rows = [conversation('con_1', 0), conversation('con_2', 1)]

function draw(tags: readonly unknown[]) {
  stubApi({
    'GET /api/contacts/tags': () => ({ body: { items: tags } }),
    'POST /api/contacts/tags': () => ({ status: 201, body: tag }),
  })
  const addTag = vi.fn(async () => rows)
  renderSignedIn(() => (
    <BulkBar rows={rows} members={[]} actions={{ addTag } as unknown as ConversationActions} onDone={() => {}} />
  ))
  return { addTag }
}

it('says that there are no tags yet, and makes the first one for all that are marked', async () => {
  const { addTag } = draw([])
  fireEvent.click(await screen.findByRole('button', { name: 'Tag' }))
  const none = await screen.findByRole('menuitem', { name: 'No tags yet' })
  expect(none.getAttribute('aria-disabled')).toBe('true')
  fireEvent.keyDown(screen.getByRole('menuitem', { name: 'New tag…' }), { key: 'Enter' })
  const box = await screen.findByRole('combobox', { name: 'Find or create a tag' })
  await waitFor(() => expect(document.activeElement).toBe(box))
  fireEvent.input(box, { target: { value: 'Refund' } })
  fireEvent.keyDown(box, { key: 'Enter' })
  await waitFor(() => expect(addTag).toHaveBeenCalledWith(rows, tag))
})

it('lists the tags there are', async () => {
  const { addTag } = draw([tag])
  fireEvent.click(await screen.findByRole('button', { name: 'Tag' }))
  fireEvent.keyDown(await screen.findByRole('menuitem', { name: 'Refund' }), { key: 'Enter' })
  expect(addTag).toHaveBeenCalledWith(rows, tag)
  expect(screen.queryByText('No tags yet')).toBeNull()
})
