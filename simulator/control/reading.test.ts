import { expect, it } from 'vitest'
import { receive } from '../customer/receive'
import { createBusiness } from '../test/business'
import { mountControl } from './control'

it('a customer who begins to read, over the control API, reads what lies there unread', async () => {
  const { simulator, world, number, customer, token } = createBusiness()
  mountControl(simulator, { workerUrl: null, demo: null })
  customer.readsMessages = false
  const text = { messaging_product: 'whatsapp', to: customer.waId, type: 'text', text: { body: 'Hello' } }
  // The customer has written, so the window is open.
  receive(world, { numberId: number.id, customerId: customer.id, content: { type: 'text', text: { body: 'Hi' } } })
  const sent = await simulator.request(`https://graph.facebook.com/v25.0/${number.id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(text),
  })
  const { messages } = (await sent.json()) as { messages: { id: string }[] }
  const message = world.state.messages[messages[0]?.id ?? '']
  await simulator.whenQuiet()
  expect(message?.status).toBe('delivered')
  const changed = await simulator.request(`http://simulator.test/_simulator/customers/${customer.id}`, {
    method: 'PATCH',
    body: JSON.stringify({ readsMessages: true }),
  })
  expect(changed.status).toBe(200)
  await simulator.whenQuiet()
  expect(message?.status).toBe('read')
  simulator.close()
})
