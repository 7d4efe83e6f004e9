import type { Sample } from './samples'

/** The routes of people: the list and what is done with many. */
export const contactSamples: Record<string, Sample> = {
  'GET /api/contacts': { door: 'member' },
  'GET /api/contacts/count': { door: 'member' },
}
