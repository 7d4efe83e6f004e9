import { vi } from 'vitest'
import { createInbox, type Inbox, joinInbox } from './inbox-journey.ts'
import type { Person, useJourney } from './journey.ts'
import type { Customer } from './meta.ts'

/** Outside of a test, where nothing can be expected. */
const until = (isSo: () => Promise<boolean>) =>
  vi.waitFor(
    async () => {
      if (!(await isSo())) throw new Error(`It is not so: ${isSo}`)
    },
    { timeout: 30_000, interval: 200 },
  )

// A workspace as a week of work would leave it: every kind of message both ways, every state of a conversation.

type Journey = ReturnType<typeof useJourney>
type Message = { id: string; type: string; wamid: string | null; text: string | null; status: string }
type Conversation = { id: string; contact: { id: string; displayName: string } }
export type Content = { inbox: Inbox; colleague: Person; amara: Customer; conversations: Record<string, string> }

export async function fillInbox(journey: Journey): Promise<Content> {
  const inbox = await createInbox(journey)
  const colleague = await joinInbox(journey, inbox, 'Tomás Ferreira', 'agent')
  const { meta } = journey
  const { customers } = await meta.control<{ customers: Customer[] }>('/customers')
  const find = (name: string): Customer => {
    const found = customers.find((one) => one.name === name)
    if (!found) throw new Error(`There is no ${name}`)
    return found
  }
  const amara = find('Amara Diallo')
  await meta.says(find('Sofía Castellanos'), '¿Tienen la alfombra Adara en 2 × 3 m?')
  await meta.says(find('Mateus Oliveira'), 'Perfeito, obrigado! Chegou tudo certo 🙌')
  await meta.says(find('Camille Lefèvre'), 'Bonjour, où est mon colis ?')
  await meta.act(find('Yousef Al Mansouri'), { type: 'text', text: 'هل يمكنني تغيير عنوان التوصيل؟' })
  await meta.says(await meta.newCustomer('<img src=x onerror=alert(1)>'), '<script>alert(1)</script> & more')
  await meta.act(amara, {
    type: 'text',
    text: 'Hello, my order came today. See https://example.com/order',
  })
  await meta.act(amara, { type: 'image', caption: 'It arrived like this 😔 rim is chipped' })
  const list = () => inbox.api<{ items: Conversation[] }>('GET', '/api/conversations?limit=50&view=all')
  await until(async () => (await list()).items.length === 6)
  const idOf = async (name: string) =>
    (await list()).items.find(({ contact }) => contact.displayName === name)?.id ?? ''
  const id = await idOf('Amara Diallo')

  const messages = async () =>
    (await inbox.api<{ items: Message[] }>('GET', `/api/conversations/${id}/messages?limit=100`)).items
  const send = (content: object, more: object = {}) =>
    inbox.api<Message>('POST', `/api/conversations/${id}/messages`, { content, ...more })
  /** Waits until Meta has it: what answers it needs its name there. */
  const sent = async (content: object, more: object = {}): Promise<string> => {
    const message = await send(content, more)
    const find = async () => (await messages()).find((one) => one.id === message.id)
    await until(async () => Boolean((await find())?.wamid))
    return (await find())?.wamid ?? ''
  }
  await until(async () => (await messages()).length === 2)
  const [first] = await messages()

  const question = await sent({
    type: 'buttons',
    body: 'When should the courier come?',
    buttons: [
      { id: 'fri', title: 'Courier, Fri 14–18' },
      { id: 'sat', title: 'Courier, Sat 9–12' },
    ],
  })
  const topics = await sent({
    type: 'list',
    body: 'What is it about?',
    button: 'Choose a topic',
    sections: [
      { title: 'Orders', rows: ['Change my delivery', 'Return it'].map((title, at) => ({ id: `row-${at}`, title })) },
    ],
  })
  await meta.act(amara, { type: 'tap', messageId: question, button: 'sat' })
  await meta.act(amara, { type: 'pick', messageId: topics, rowId: 'row-0' })
  await meta.act(amara, { type: 'reaction', messageId: question, emoji: '❤️' })
  // More of them than the details show at once.
  const files = ['voice', 'audio', 'video', 'document', 'sticker', 'image', 'image', 'document']
  for (const type of [...files, 'unsupported', 'unknown', 'call']) await meta.act(amara, { type })
  await meta.act(amara, {
    type: 'location',
    latitude: 51.47,
    longitude: -0.07,
    name: 'Atelier Diallo',
    address: '14 Lilac Yard',
  })
  await meta.act(amara, {
    type: 'contacts',
    contacts: [
      {
        name: { formatted_name: 'Awa Diallo', first_name: 'Awa' },
        phones: [{ phone: '+44 7700 900185', type: 'CELL' }],
      },
    ],
  })
  await meta.act(amara, {
    type: 'order',
    items: [{ product_retailer_id: 'saro-vase', quantity: 2, item_price: 48, currency: 'GBP' }],
  })
  const wrong = await meta.act(amara, { type: 'text', text: 'Ring at number forteen' })
  await meta.act(amara, { type: 'edit', messageId: wrong.messageId, text: 'Ring at number fourteen' })
  const taken = await meta.act(amara, { type: 'text', text: 'Never mind' })
  await meta.act(amara, { type: 'delete', messageId: taken.messageId })
  await meta.act(amara, { type: 'text', text: 'And the other one?', replyTo: question })
  const me = await inbox.api<{ user: { id: string } }>('GET', '/api/auth/me')
  await send({ type: 'note', body: `@Ifeoma Okafor second chipped vase this week`, mentions: [me.user.id] })
  await sent(
    { type: 'text', body: 'I’m so sorry, Amara. A new one leaves today at no cost.' },
    { replyToMessageId: first?.id },
  )
  await sent({
    type: 'template',
    name: 'order_shipped',
    language: 'en_US',
    components: [
      { type: 'header', parameters: [{ type: 'text', text: '4471' }] },
      { type: 'body', parameters: ['Amara', 'Saturday'].map((text) => ({ type: 'text', text })) },
      { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '4471' }] },
    ],
  })
  await send({ type: 'reaction', emoji: '🙏' }, { targetMessageId: first?.id })
  await sent({ type: 'location', latitude: 51.52, longitude: -0.08, name: 'Studio, back door' })
  await meta.failNext(inbox.business.phoneNumberId, 131026)
  const failing = await send({ type: 'text', body: 'Does this reach you?' })
  await until(async () => (await messages()).find((one) => one.id === failing.id)?.status === 'failed')
  await send(
    { type: 'text', body: 'Good morning' },
    { scheduledFor: new Date(Date.now() + 3 * 3_600_000).toISOString() },
  )
  await inbox.api('PATCH', `/api/conversations/${id}/assign`, { assigneeId: me.user.id })
  for (const [shortcut, body] of Object.entries(replies))
    await inbox.api('POST', '/api/canned-replies', { shortcut, body, isShared: true })
  // Somebody who never wrote: WhatsApp takes only a template.
  await inbox.api('POST', '/api/conversations', { phoneNumberId: await numberId(inbox), phone: '+447700900777' })
  const kinds = ['audio', 'video', 'document', 'sticker', 'order', 'contacts', 'location', 'template']
  await until(async () => {
    const there = new Set((await messages()).map(({ type }) => type))
    return kinds.every((one) => there.has(one))
  })
  const conversations = Object.fromEntries((await list()).items.map((one) => [one.contact.displayName, one.id]))
  return { inbox, colleague, amara, conversations }
}

const replies = {
  'shipping-uk': 'We ship within 2 working days. UK delivery is free over £80.',
  'ship-late': 'Hi {{first name}}, the courier tells us your parcel is a day late.',
  hours: 'We are in the studio from 9 to 17.',
}

async function numberId({ api }: Inbox): Promise<string> {
  const { items } = await api<{ items: { id: string }[] }>('GET', '/api/phone-numbers?limit=1')
  return items[0]?.id ?? ''
}
