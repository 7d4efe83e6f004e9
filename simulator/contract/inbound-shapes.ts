import { arrives, contacts, does, head, WAMID, type WebhookCase } from './run-webhooks'
import type { Shape } from './shape'
import type { Business } from './target'

export const sender = { from: '16505551234', id: WAMID, timestamp: '1744344496' }
export const context = { from: '15550783881', id: WAMID }
export const value = (message: Shape): Shape => ({ ...head, contacts, messages: [message] })
export const message = (parts: object): Shape => value({ ...sender, ...parts })
export const BASE64 = /^[A-Za-z0-9+/]{43}=$/
export const media = (mime: RegExp, more: object = {}) => ({
  ...{ mime_type: mime, sha256: BASE64, id: '1003383421387256' },
  ...{ url: 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=133' },
  ...more,
})

export type Does = Parameters<typeof does>[1]
export const says = (name: string, action: Does, sample: Shape): WebhookCase => ({
  ...{ name, field: 'messages', sample },
  when: (business) => does(business, action),
})
/** Answers something that the business has sent. */
export const answers = (
  name: string,
  sent: object,
  answer: (id: string) => Does,
  sample: Shape,
  given = (_: Business) => {},
) =>
  ({
    ...{ name, field: 'messages', sample },
    pick: ({ messages }) => Array.isArray(messages),
    when: async (business) => {
      given(business)
      return does(business, answer(await arrives(business, { ...sent })))
    },
  }) satisfies WebhookCase
export const body = { text: 'Which one?' }
export const interactive = (parts: object) => ({ type: 'interactive', interactive: { body, ...parts } })
