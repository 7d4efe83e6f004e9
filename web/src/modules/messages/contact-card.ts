import type { MessageContent } from '@worker/whatsapp/message-content.schemas'

type Card = Extract<MessageContent, { type: 'contacts' }>['contacts'][number]
export type ContactLine = { kind: 'phone' | 'email' | 'link' | 'text'; value: string; label: string | null }

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const records = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : [])
const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null)

/** What a card says, whatever the customer's phone has put into it: Meta hands it on as it is. */
export function readCard(card: Card): { name: string | null; work: string | null; lines: ContactLine[] } {
  const lines = (of: unknown, kind: ContactLine['kind'], key: string): ContactLine[] =>
    records(of).flatMap((one) => {
      const value = text(one[key]) ?? (kind === 'phone' ? text(one.wa_id) : null)
      return value === null ? [] : [{ kind, value, label: text(one.type)?.toLowerCase() ?? null }]
    })
  const addresses = records(card.addresses).flatMap((one): ContactLine[] => {
    const value = ['street', 'city', 'state', 'zip', 'country'].map((key) => text(one[key])).filter(Boolean)
    return value.length === 0
      ? []
      : [{ kind: 'text', value: value.join(', '), label: text(one.type)?.toLowerCase() ?? null }]
  })
  const org = isRecord(card.org) ? card.org : {}
  return {
    name: text(card.name?.formatted_name),
    work: [text(org.title), text(org.company)].filter(Boolean).join(', ') || null,
    lines: [
      ...lines(card.phones, 'phone', 'phone'),
      ...lines(card.emails, 'email', 'email'),
      ...lines(card.urls, 'link', 'url'),
      ...addresses,
    ],
  }
}
