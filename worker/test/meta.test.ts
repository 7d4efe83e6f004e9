import { describe, expect, it } from 'vitest'
import { createMember } from './factories'
import { send, until } from './harness'
import { watchedFetch } from './instrument'
import { createMeta } from './meta'

const graph = (path: string) => `https://graph.facebook.com/v26.0${path}`

describe('Meta beside the tests', () => {
  it('answers Graph calls, and keeps what customers write until it is asked for', async () => {
    const meta = createMeta()
    await meta.act(meta.customer, { type: 'text', text: 'Hello' })
    await meta.act(meta.customer, { type: 'image' })
    const deliveries = await meta.takeDeliveries()
    expect(deliveries.map(({ path }) => path)).toEqual(['/api/webhook', '/api/webhook'])
    expect(deliveries[0]?.body).toContain('"body":"Hello"')

    const answer = await watchedFetch(graph(`/${meta.number.id}/messages`), {
      method: 'POST',
      headers: { authorization: `Bearer ${meta.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        to: meta.customer.waId,
        type: 'text',
        text: { body: 'Good morning' },
      }),
    })
    expect(answer.status).toBe(200)
    expect(meta.sent()).toMatchObject([{ type: 'text' }])
    const statuses = (await meta.takeDeliveries()).map(({ body }) => /"status":"(\w+)"/.exec(body)?.[1])
    expect(statuses).toEqual(['sent', 'delivered', 'read'])
    expect(meta.calls).toEqual([{ method: 'POST', path: `/${meta.number.id}/messages` }])
  })

  it('lets a call go unanswered no longer than its patience', async () => {
    const meta = createMeta({ patienceMs: 20 })
    meta.openWindow()
    meta.number.chaos.hang = 1
    const answer = watchedFetch(graph(`/${meta.number.id}/messages`), {
      method: 'POST',
      headers: { authorization: `Bearer ${meta.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        to: meta.customer.waId,
        type: 'text',
        text: { body: 'Hi' },
      }),
    })
    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(meta.sent()).toHaveLength(1)
  })
})

describe('what customers do', () => {
  it('reaches the organization that has connected the number', async () => {
    const meta = createMeta()
    const owner = await createMember()
    await meta.phoneNumber(owner.organization)
    await meta.act(meta.customer, { type: 'text', text: 'Is the blue vase still there?' })
    expect(await meta.deliver()).toBe(1)
    await until(async () => {
      const { body } = await send('GET', '/api/conversations', { token: owner.token })
      expect(body.items).toMatchObject([{ contact: { displayName: 'Amara Diallo' } }])
    })
  })
})
