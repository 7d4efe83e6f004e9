import type { Contact } from '@worker/modules/contacts/contacts.schemas'
import { kept } from '../../shared/kept'
import type { FieldRow } from './contact-edit'

type Whose = Record<'organizationId' | 'userId' | 'contactId', string>
const key = (what: string, { organizationId, userId, contactId }: Whose): string =>
  `wharf.${what}.${organizationId}.${userId}.${contactId}`

/** What somebody changes about a contact. `before`: what it was then; others may have changed the rest since. */
export type KeptEdit = {
  before: Pick<Contact, 'name' | 'language' | 'fields'>
  name: string
  language: string
  rows: readonly FieldRow[]
}
/** Not saved yet: kept on this device, like a draft. */
export const keptEdit = (whose: Whose) => kept<KeptEdit>(key('contact-edit', whose))

/** What a contact said about marketing, being written down. */
export const keptWording = (whose: Whose, state: 'granted' | 'revoked') => kept<string>(key(`consent.${state}`, whose))
