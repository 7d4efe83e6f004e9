import { describe, expect, it } from 'vitest'
import { type ActionInput, actionSchema } from '../control/action.schemas'
import { act } from '../customer/actions'
import { asJson, at, createBusiness, hmac, type Received } from '../test/business'
import { expectNoDefect } from './run-cases'
import { differences, type Shape } from './shape'
import type { Business, Json } from './target'

export type WebhookCase = {
  /** A sentence, going on from the section's title. */
  name: string
  /** What happens, so that Meta tells of it. */
  when: (business: Business) => unknown
  field: string
  /** The `value` of its sample. */
  sample: Shape
  /** `entry[].time` comes with fields of management. */
  isTimed?: true
  /** Which of several of this field; the last unless given. */
  pick?: (value: Json) => boolean
  /** The id in `entry[]`; the business account's unless given. */
  entryId?: (business: Business) => string
}

export const metadata = { display_phone_number: '15550783881', phone_number_id: '106540352242922' }
/** What every value of a number begins with. */
export const head = { messaging_product: 'whatsapp', metadata }
export const contacts = [{ profile: { name: 'Sheena Nelson' }, wa_id: '16505551234' }]
export const WAMID = 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA='

/** The customer does something. @returns the id of the message that came of it */
export async function does({ world, customer, number }: Business, action: ActionInput): Promise<string> {
  const request = { customerId: customer.id, numberId: number.id, action: actionSchema.parse(action) }
  return (await act(world, request))?.id ?? ''
}

/** The business sends something, and it arrives. @returns its id */
export async function arrives(business: Business, message: Json): Promise<string> {
  business.openWindow()
  const { json } = await business.sendMessage(message)
  await business.simulator.whenQuiet()
  return String(at(json, 'messages', 0, 'id'))
}

/** Everything that arrived: the changes, each with its delivery. */
function changesIn(received: Received[]): { change: Json; entry: Json; delivery: Received }[] {
  return received.flatMap((delivery) => {
    const entry = asJson(at(delivery.json, 'entry', 0))
    const changes = Array.isArray(entry.changes) ? entry.changes : []
    return changes.map((change) => ({ change: asJson(change), entry, delivery }))
  })
}

/** A case of a field that says when it happened. */
export const timed = (
  name: string,
  field: string,
  when: WebhookCase['when'],
  sample: Shape,
  more: Partial<WebhookCase> = {},
): WebhookCase => ({ name, field, when, sample, isTimed: true, ...more })

export function runWebhooks(section: string, cases: WebhookCase[]): void {
  describe(section, () => {
    for (const one of cases) it(one.name, () => tryWebhook(one))
  })
}

async function tryWebhook({ when, field, sample, isTimed, pick, entryId }: WebhookCase): Promise<void> {
  const business = createBusiness()
  try {
    await when(business)
    await business.simulator.whenQuiet()
    const found = changesIn(business.received).filter(
      ({ change }) => change.field === field && (pick?.(asJson(change.value)) ?? true),
    )
    const last = found.at(-1)
    const told = business.received.map(({ body }) => body).join('\n')
    if (!last) throw new Error(`nothing of ${field}: ${told}`)
    const { change, entry, delivery } = last
    expect(differences(sample, change.value, field)).toEqual([])
    expect(Object.keys(change).sort()).toEqual(['field', 'value'])
    expect(
      Object.keys(entry)
        .filter((key) => key !== 'time')
        .sort(),
    ).toEqual(['changes', 'id'])
    if (isTimed) expect(entry.time).toBeTypeOf('number')
    expect(entry.id).toBe(entryId?.(business) ?? business.account.id)
    expect(Object.keys(delivery.json).sort()).toEqual(['entry', 'object'])
    expect(delivery.json.object).toBe('whatsapp_business_account')
    for (const { body, signature } of business.received) {
      expect(signature).toBe(hmac(business.app.secret, body))
      expect(body).toMatch(/^[\0-\x7f]+$/)
    }
    expectNoDefect(business)
  } finally {
    business.simulator.close()
  }
}
