import { recordIn, someText } from './json'

/** One thing to tap below a message. */
export type Button =
  | { kind: 'reply'; title: string; id: string; answersAs: 'button_reply' | 'button' }
  | { kind: 'url'; title: string; url: string }
  | { kind: 'phone'; title: string; phone: string }
  | { kind: 'copy'; title: string; code: string }
  | { kind: 'flow'; title: string; token: string; flowId: string; screen: string }
  | { kind: 'list'; title: string }
  | { kind: 'products'; title: string; catalogId: string }
  | { kind: 'location' | 'contact-info' | 'address' | 'call' | 'call-permission'; title: string }

export type Row = { id: string; title: string; description: string }
type MediaHeader<Kind> = { kind: Kind; mediaId: string | null; link: string | null; filename: string | null }
export type Header =
  | { kind: 'text'; text: string }
  | MediaHeader<'image'>
  | MediaHeader<'video'>
  | MediaHeader<'document'>
  | { kind: 'location'; name: string; address: string }
  | { kind: 'product'; id: string }

/** What the customer sees of an interactive or template message. */
export type Card = {
  header: Header | null
  body: string
  footer: string
  /** A limited-time offer's line. */
  offer: string | null
  buttons: Button[]
  sections: { title: string; rows: Row[] }[]
  products: { id: string; catalogId: string; section: string }[]
  cards: Card[]
}

export const emptyCard = (): Card => ({
  header: null,
  body: '',
  footer: '',
  offer: null,
  buttons: [],
  sections: [],
  products: [],
  cards: [],
})

export function mediaHeader(kind: 'image' | 'video' | 'document', value: unknown): Header {
  const media = recordIn(value)
  return {
    kind,
    mediaId: someText(media.id) ?? null,
    link: someText(media.link) ?? null,
    filename: someText(media.filename) ?? null,
  }
}
