import type { QueryClient } from '@tanstack/solid-query'
import type { Contact, ContactChange, ContactSummary } from '@worker/modules/contacts/contacts.schemas'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { showToast } from '../../ui/toast'
import type { CacheWriter } from '../inbox/inbox-live'
import type { TagsChange } from './contact-tags'
import { contactKey } from './contacts.queries'

type Tools = {
  organizationId: string
  client: QueryClient
  cache: Pick<CacheWriter, 'applyChanges'>
  /** One that is on the screen, whose row shows the person, too. */
  conversation: () => Conversation | undefined
  contactId: string
}

/** What is done with a person: shown at once, here and in the lists; taken back, with the reason, when the server refuses. */
export function createContactChanges({ organizationId, client, cache, conversation, contactId: id }: Tools) {
  const key = contactKey(organizationId, id)
  const param = { id }

  function show(contact: Partial<Contact>, summary: Partial<ContactSummary>): void {
    client.setQueryData<Contact>(key, (present) => present && { ...present, ...contact })
    const row = conversation()
    if (row && Object.keys(summary).length > 0)
      cache.applyChanges({ conversations: [{ ...row, contact: { ...row.contact, ...summary } }], removed: [] })
  }

  async function run(
    guess: { contact: Partial<Contact>; summary: Partial<ContactSummary> },
    send: () => Promise<Contact>,
    tell: (problem: string) => void = (problem) => showToast({ tone: 'bad', text: problem }),
  ): Promise<boolean> {
    await client.cancelQueries({ queryKey: key })
    const before = client.getQueryData<Contact>(key)
    const shown = conversation()?.contact
    show(guess.contact, guess.summary)
    try {
      const now = await send()
      client.setQueryData<Contact>(key, now)
      return true
    } catch (error) {
      if (before) show(only(before, guess.contact), shown ? only(shown, guess.summary) : {})
      tell(errorText(error))
      return false
    }
  }

  return {
    setTags: ({ add, remove }: TagsChange): Promise<boolean> => {
      const before = client.getQueryData<Contact>(key)?.tags ?? []
      const rest = before.filter(({ id: tagId }) => !remove.includes(tagId))
      const tags = [...rest, ...add.filter((tag) => !rest.some(({ id: tagId }) => tagId === tag.id))]
      return run({ contact: { tags }, summary: {} }, () =>
        call(api.api.contacts[':id'].tags.$post({ param, json: { add: add.map((tag) => tag.id), remove } })),
      )
    },
    /** @param onProblem says it where it was typed, instead of a toast */
    change: (changes: ContactChange, onProblem?: (problem: string) => void): Promise<boolean> => {
      const before = client.getQueryData<Contact>(key)
      const name = changes.name === undefined ? before?.name : changes.name || null
      const displayName = name || before?.profileName || before?.username || before?.phone || before?.displayName
      const fields = Object.fromEntries(
        Object.entries({ ...before?.fields, ...changes.fields }).flatMap(([field, value]) =>
          value === null ? [] : [[field, value]],
        ),
      )
      const named = displayName && changes.name !== undefined ? { displayName } : {}
      return run(
        {
          contact: {
            ...named,
            ...(changes.name !== undefined && { name: changes.name || null }),
            ...(changes.language !== undefined && { language: changes.language }),
            ...(changes.fields && { fields }),
          },
          summary: named,
        },
        () => call(api.api.contacts[':id'].$patch({ param, json: changes })),
        onProblem,
      )
    },

    setConsent: (
      state: 'granted' | 'revoked',
      wording: string,
      onProblem?: (problem: string) => void,
    ): Promise<boolean> =>
      run(
        { contact: { consent: state }, summary: { consent: state } },
        () =>
          call(api.api.contacts[':id'].consent.$put({ param, json: { state, ...(wording.trim() && { wording }) } })),
        onProblem,
      ),

    /** It counts here whatever WhatsApp says; what that is, is told. */
    setBlocked: async (isBlocked: boolean): Promise<void> => {
      const name = client.getQueryData<Contact>(key)?.displayName ?? conversation()?.contact.displayName ?? ''
      let refusal: string | undefined
      const isDone = await run(
        { contact: { blockedAt: isBlocked ? new Date().toISOString() : null }, summary: { isBlocked } },
        async () => {
          const route = api.api.contacts[':id'].block
          const { contact, refusals } = await call(isBlocked ? route.$post({ param }) : route.$delete({ param }))
          refusal = refusals[0]?.reason
          return contact
        },
      )
      if (!isDone) return
      if (refusal === undefined)
        showToast({ tone: 'ok', text: t(isBlocked ? 'details.blocked' : 'details.unblocked', { name }) })
      else showToast({ text: t(isBlocked ? 'details.blockRefused' : 'details.unblockRefused', { reason: refusal }) })
    },
  }
}
export type ContactChanges = ReturnType<typeof createContactChanges>

/** The same fields as `like` has, from `source`. */
function only<T extends object>(source: T, like: Partial<T>): Partial<T> {
  return Object.fromEntries(Object.keys(like).map((name) => [name, source[name as keyof T]])) as Partial<T>
}
