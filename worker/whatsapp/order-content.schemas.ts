import { z } from 'zod'

/**
 * What an order is, as Meta writes it: the ways to pay differ by country (India, Brazil, Singapore) and change often, and
 * developers write them from Meta's pages. What is the same everywhere is checked.
 * Source: developers.facebook.com/documentation/business-messaging/whatsapp/payments
 */

/** `value` in the smallest unit: `offset` 100 means hundredths. */
const amount = z.looseObject({ value: z.number().int().nonnegative(), offset: z.number().int().positive() })
export type Amount = z.infer<typeof amount>

/** The business's own id of the order, the same in every message about it. */
const reference = z.string().regex(/^[\w.-]{1,35}$/, 'Letters, digits, “_”, “-” and “.”, at most 35 of them.')

export const orderDetailsParameters = z.looseObject({
  reference_id: reference,
  type: z.enum(['digital-goods', 'physical-goods']),
  currency: z.string().regex(/^[A-Z]{3}$/, 'Three capital letters, such as INR.'),
  total_amount: amount,
  payment_settings: z.array(z.looseObject({ type: z.string().min(1).max(60) })).optional(),
  /** Without it only the total is shown. */
  order: z
    .looseObject({
      status: z.literal('pending'),
      items: z
        .array(
          z.looseObject({
            name: z.string().min(1).max(60),
            amount,
            /** The price in a sale, instead of `amount`. */
            sale_amount: amount.optional(),
            quantity: z.number().int().positive(),
          }),
        )
        .min(1)
        .max(999),
      subtotal: amount,
      tax: amount.optional(),
      shipping: amount.optional(),
      discount: amount.optional(),
    })
    .optional(),
})
export type OrderDetails = z.infer<typeof orderDetailsParameters>

export const orderStatusParameters = z.looseObject({
  reference_id: reference,
  order: z
    .looseObject({
      status: z.enum([
        'pending',
        'processing',
        'partially-shipped',
        'partially_shipped',
        'shipped',
        'completed',
        'canceled',
      ]),
      description: z.string().max(120).optional(),
    })
    .optional(),
  /** What was paid: `{ status, timestamp }`. */
  payment: z.looseObject({ status: z.string().min(1).max(60) }).optional(),
})
export type OrderStatus = z.infer<typeof orderStatusParameters>
