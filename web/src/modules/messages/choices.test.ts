import { describe, expect, it } from 'vitest'
import { toChoice } from './choices'
import { familyOf } from './message-content'

describe('an order in the thread', () => {
  it('shows what is to be paid, and what for', () => {
    const choice = toChoice({
      type: 'order_details',
      body: 'Your order',
      parameters: {
        reference_id: 'order-1',
        type: 'physical-goods',
        currency: 'INR',
        total_amount: { value: 52_550, offset: 100 },
        order: {
          status: 'pending',
          items: [{ name: 'Cobalt vase', amount: { value: 26_275, offset: 100 }, quantity: 2 }],
          subtotal: { value: 52_550, offset: 100 },
        },
      },
    })
    expect(choice).toMatchObject({
      body: 'Your order',
      options: [{ title: 'Review and pay · ₹525.50' }],
      sections: [{ rows: [{ title: '2 × Cobalt vase' }] }],
    })
  })

  it('shows how it goes', () => {
    const content = {
      type: 'order_status' as const,
      body: 'On its way',
      parameters: { reference_id: 'order-1', order: { status: 'partially-shipped' as const } },
    }
    expect(toChoice(content)).toMatchObject({
      body: 'On its way',
      options: [{ title: 'Order order-1: partially shipped' }],
      sections: [],
    })
    expect(familyOf({ content, revokedAt: null })).toBe('choice')
  })
})
