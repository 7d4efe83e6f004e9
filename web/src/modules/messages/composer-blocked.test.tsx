import { cleanup, screen } from '@solidjs/testing-library'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { t } from '../../shared/i18n'
import { queryClient } from '../../shared/query'
import { me, stubApi } from '../auth/test-kit'
import { aNumber } from '../phone-numbers/test-numbers'
import { attachmentsOf } from './attachments'
import { createDrafts } from './drafts'
import { drawComposer, openConversation } from './test-composer'

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('CSS', { supports: () => true, escape: (text: string) => text })
  stubApi({ 'GET /api/phone-numbers?limit=100': () => ({ body: { items: [aNumber], nextCursor: null } }) })
})
afterEach(() => {
  cleanup()
  queryClient.clear()
  vi.unstubAllGlobals()
})

it.each<[string, NonNullable<Parameters<typeof drawComposer>[0]>]>([
  ['a permission that was taken away', { permissions: [] }],
  ['a closed window', { conversation: openConversation({ windowEndsAt: new Date(0).toISOString() }) }],
])('%s leaves what was being written in sight, as text', async (_, options) => {
  const conversation = options.conversation ?? openConversation()
  const drafts = createDrafts(me.organization.id, me.user.id)
  drafts.set(conversation.id, { reply: 'We do, <b>if you' })
  drawComposer({ ...options, conversation, drafts })
  const kept = await screen.findByText('We do, <b>if you')
  expect(screen.queryByRole('textbox')).toBeNull()
  expect(kept.closest('p')?.textContent).toContain('What you wrote is kept:')
})

it('says nothing of a draft when there is none', async () => {
  drawComposer({ permissions: [] })
  await screen.findByText('You can read this conversation')
  expect(screen.queryByText(/What you wrote/)).toBeNull()
})

it('leaves the files in sight that were to go with it', async () => {
  const conversation = openConversation({ windowEndsAt: new Date(0).toISOString() })
  const place = { organizationId: me.organization.id, userId: me.user.id, conversationId: conversation.id }
  attachmentsOf(place).add([new File(['%PDF-'], 'glaze.pdf', { type: 'application/pdf' })])
  drawComposer({ conversation })
  await screen.findByText('glaze.pdf')
  screen.getByRole('list', { name: t('composer.files.list') })
})
