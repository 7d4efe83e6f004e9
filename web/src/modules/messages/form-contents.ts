import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { readCoordinates } from './coordinates'

type Location = Extract<NewMessage['content'], { type: 'location' }>
type Contacts = Extract<NewMessage['content'], { type: 'contacts' }>
type Card = Contacts['contacts'][number]

/** A place as it is typed, and a person's card. */
export type PlaceForm = { where: string; name: string; address: string }
export type ContactForm = { firstName: string; lastName: string; phone: string; email: string; company: string }

export const emptyPlace: PlaceForm = { where: '', name: '', address: '' }
export const emptyContact: ContactForm = { firstName: '', lastName: '', phone: '', email: '', company: '' }

/** Null without coordinates. */
export function toLocation({ where, name, address }: PlaceForm): Location | null {
  const coordinates = readCoordinates(where)
  if (!coordinates) return null
  return {
    type: 'location',
    ...coordinates,
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(address.trim() === '' ? {} : { address: address.trim() }),
  }
}
export const ofLocation = ({ latitude, longitude, name = '', address = '' }: Location): PlaceForm => ({
  where: `${latitude}, ${longitude}`,
  name,
  address,
})

/** A card as Meta writes it. */
export function toCard(form: ContactForm): Card {
  const [first, last] = [form.firstName.trim(), form.lastName.trim()]
  return {
    name: {
      formatted_name: [first, last].filter(Boolean).join(' '),
      first_name: first,
      ...(last ? { last_name: last } : {}),
    },
    ...(form.phone.trim() ? { phones: [{ phone: form.phone.trim(), type: 'WORK' }] } : {}),
    ...(form.email.trim() ? { emails: [{ email: form.email.trim(), type: 'WORK' }] } : {}),
    ...(form.company.trim() ? { org: { company: form.company.trim() } } : {}),
  }
}
export function ofCard(card: Card): ContactForm {
  const at = (list: unknown, key: string): string => {
    const [first] = Array.isArray(list) ? list : [list]
    const value = (first as Record<string, unknown> | undefined)?.[key]
    return typeof value === 'string' ? value : ''
  }
  return {
    firstName: at(card.name, 'first_name') || at(card.name, 'formatted_name'),
    lastName: at(card.name, 'last_name'),
    phone: at(card.phones, 'phone'),
    email: at(card.emails, 'email'),
    company: at(card.org, 'company'),
  }
}
