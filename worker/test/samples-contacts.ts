import { createField } from '../modules/contacts/custom-fields.usecases'
import { createId } from '../shared/ids'
import { testClock } from './clock'
import type { Sample } from './samples'
import { organizationContext } from './system'

const freshField = () => ({ label: createId('fld', testClock.now()), type: 'text' as const })
const field: Sample['params'] = async ({ organization }) => ({
  id: (await createField(await organizationContext(organization), freshField())).id,
})

/** The routes of people: the list and what is done with many. */
export const contactSamples: Record<string, Sample> = {
  'GET /api/contacts': { door: 'member' },
  'GET /api/contacts/count': { door: 'member' },
  'GET /api/contacts/fields': { door: 'member' },
  'POST /api/contacts/fields': { door: 'member', body: freshField },
  'PATCH /api/contacts/fields/:id': { door: 'member', params: field, body: () => ({ label: 'Renamed' }) },
  'DELETE /api/contacts/fields/:id': { door: 'member', params: field },
}
