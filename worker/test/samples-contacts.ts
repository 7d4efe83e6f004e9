import { createField } from '../modules/contacts/custom-fields.usecases'
import { createTag } from '../modules/contacts/tags.usecases'
import { createId } from '../shared/ids'
import { testClock } from './clock'
import { createContact, createConversation } from './inbox-factories'
import type { Sample } from './samples'
import { organizationContext } from './system'

const freshField = () => ({ label: createId('fld', testClock.now()), type: 'text' as const })
const field: Sample['params'] = async ({ organization }) => ({
  id: (await createField(await organizationContext(organization), freshField())).id,
})

const person: Sample['params'] = async ({ organization }) => {
  const { id } = await createContact(organization)
  await createConversation(organization, { contactId: id })
  return { id }
}
const tag: Sample['params'] = async ({ organization }) => ({
  id: (await createTag(await organizationContext(organization), { name: createId('tag', testClock.now()) })).id,
})
const tagging: Sample['body'] = async ({ organization }) => {
  const tag = await createTag(await organizationContext(organization), { name: createId('tag', testClock.now()) })
  return { add: [tag.id] }
}

/** The routes of people: the list and what is done with many. */
export const contactSamples: Record<string, Sample> = {
  'GET /api/contacts': { door: 'member' },
  'GET /api/contacts/count': { door: 'member' },
  'POST /api/contacts/bulk': {
    door: 'member',
    body: () => ({ selection: { filter: {} }, action: { type: 'owner', ownerId: null } }),
  },
  'POST /api/contacts': { door: 'member', body: () => ({ name: 'Amara' }) },
  'PUT /api/contacts/:id': { door: 'member', params: person, body: () => ({ name: 'Amara' }) },
  'DELETE /api/contacts/:id': { door: 'member', params: person },
  'POST /api/contacts/:id/tags': { door: 'member', params: person, body: tagging },
  'PATCH /api/contacts/tags/:id': { door: 'member', params: tag, body: () => ({ tint: 3 }) },
  'DELETE /api/contacts/tags/:id': { door: 'member', params: tag },
  'GET /api/contacts/fields': { door: 'member' },
  'POST /api/contacts/fields': { door: 'member', body: freshField },
  'PATCH /api/contacts/fields/:id': { door: 'member', params: field, body: () => ({ label: 'Renamed' }) },
  'DELETE /api/contacts/fields/:id': { door: 'member', params: field },
}
