import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { OrganizationContext } from '../../shared/context'
import { testClock } from '../../test/clock'
import {
  bodyOf,
  type Change,
  changeOf,
  createReceiver,
  type Person,
  type Receiver,
  saidTo,
  text,
} from '../../test/deliveries'
import { parseChange } from '../../whatsapp/webhook-parser'
import { contacts } from '../contacts/contacts.tables'
import { recordConsent } from '../contacts/contacts.usecases'
import { readDelivery } from './deliveries.usecases'
import { ingest } from './ingest.usecases'

// What happens between the moment a batch reads what is known and the moment it writes.

const toldBy = ({ number }: Receiver, change: Change) => {
  const receivedAt = testClock.now()
  return (readDelivery(bodyOf(change)) ?? []).flatMap((raw) =>
    parseChange(raw, { receivedAt }).events.map((event) => ({
      ...{ event, phoneNumberId: number.id, receivedAt, change: 0 },
    })),
  )
}
/** Takes the change; `meanwhile` runs when everything that is known has been read, before anything is written. */
async function takeWhile(receiver: Receiver, change: Change, meanwhile: () => Promise<unknown>): Promise<void> {
  const { ctx } = receiver
  let reads = 0
  const batch: OrganizationContext['db']['batch'] = async (statements) => {
    const writes = statements.some((statement) => /^\s*(insert|update|delete)/i.test(sqlOf(statement)))
    if (writes && reads > 0) {
      reads = Number.NEGATIVE_INFINITY
      await meanwhile()
    }
    reads++
    return ctx.db.batch(statements)
  }
  await ingest({ ...ctx, db: { ...ctx.db, batch } }, toldBy(receiver, change))
  expect(reads, 'nothing happened meanwhile').toBeLessThan(0)
}
const sqlOf = (statement: unknown): string => (statement as { toSQL(): { sql: string } }).toSQL().sql

const preference = ({ number }: Receiver, { waId, userId }: Person, value: string): Change =>
  changeOf(number, 'user_preferences', {
    contacts: [{ profile: { name: 'Amara' }, wa_id: waId, user_id: userId }],
    user_preferences: [
      {
        wa_id: waId,
        user_id: userId,
        detail: 'User requested to stop marketing messages',
        category: 'marketing_messages',
        value,
        timestamp: Math.floor(testClock.now() / 1000),
      },
    ],
  })
async function createAmara() {
  const receiver = await createReceiver()
  const person = { waId: '16505550001', userId: 'US.13490001', name: 'Amara' }
  await receiver.take([saidTo(receiver.number, text(person, 'Hello'))])
  const [contact] = await receiver.contacts()
  if (!contact) throw new Error('There is nobody.')
  const renamed = { ...person, name: 'Amara Diallo' }
  return { receiver, person, contact, hello: saidTo(receiver.number, text(renamed, 'It is me again')) }
}

describe('while a message with a new profile name is stored', () => {
  it('a stop that the customer says is not lost', async () => {
    const { receiver, person, hello } = await createAmara()
    await takeWhile(receiver, hello, () => receiver.take([preference(receiver, person, 'stop')]))
    expect(await receiver.contacts()).toMatchObject([{ profileName: 'Amara Diallo', consent: 'revoked' }])
  })

  it('what an agent says about the person stays', async () => {
    const { receiver, contact, hello } = await createAmara()
    const change = { phone: '+4915112345678', country: 'DE', username: 'amara' }
    await takeWhile(receiver, hello, async () => {
      await receiver.ctx.db.update(contacts, change, eq(contacts.id, contact.id))
      await recordConsent(receiver.ctx, {
        contactId: contact.id,
        state: 'granted',
        source: 'agent',
        wording: null,
        occurredAt: testClock.now(),
      })
    })
    expect(await receiver.contacts()).toMatchObject([{ ...change, profileName: 'Amara Diallo', consent: 'granted' }])
  })

  it('somebody who is unblocked stays unblocked, and a name that is taken away stays away', async () => {
    const { receiver, contact, hello } = await createAmara()
    const set = (values: { blockedAt: number | null; name: string | null }) =>
      receiver.ctx.db.update(contacts, values, eq(contacts.id, contact.id))
    await set({ blockedAt: 1000, name: 'VIP' })
    await takeWhile(receiver, hello, () => set({ blockedAt: null, name: null }))
    expect(await receiver.contacts()).toMatchObject([{ profileName: 'Amara Diallo', blockedAt: null, name: null }])
  })

  it('a merge is not undone', async () => {
    const { receiver, person, contact, hello } = await createAmara()
    // Somebody who is older, known by another number: a message with the one's number and the other's id makes them one.
    const other = { userId: 'US.13490002' }
    await receiver.ctx.db.update(contacts, { createdAt: contact.createdAt + 60_000 }, eq(contacts.id, contact.id))
    await receiver.take([saidTo(receiver.number, text(other, 'Hello'))])
    const proof = saidTo(receiver.number, text({ waId: person.waId, ...other }, 'Both are me'))
    await takeWhile(receiver, hello, () => receiver.take([proof]))
    const [older] = await receiver.identity('bsuid', other.userId)
    const people = await receiver.contacts()
    expect(people.find(({ id }) => id === contact.id)?.mergedInto).toBe(older?.contactId)
    expect(people.filter(({ mergedInto }) => mergedInto === null)).toHaveLength(1)
  })
})

describe('while two people turn out to be one', () => {
  const createTwo = async () => {
    const stage = await createAmara()
    const { receiver, person, contact } = stage
    await receiver.ctx.db.update(contacts, { createdAt: contact.createdAt + 60_000 }, eq(contacts.id, contact.id))
    const other = { userId: 'US.13490002' }
    await receiver.take([saidTo(receiver.number, text(other, 'Hello'))])
    return { ...stage, proof: saidTo(receiver.number, text({ waId: person.waId, ...other }, 'Both are me')) }
  }

  it('a stop that the one says counts for the one that stays', async () => {
    const { receiver, person, proof } = await createTwo()
    await takeWhile(receiver, proof, () => receiver.take([preference(receiver, person, 'stop')]))
    const [survivor, ...others] = (await receiver.contacts()).filter(({ mergedInto }) => mergedInto === null)
    expect(others).toEqual([])
    expect(survivor).toMatchObject({ consent: 'revoked' })
  })

  it('a stop that is stored meanwhile goes to the one that stays', async () => {
    const { receiver, person, proof } = await createTwo()
    await takeWhile(receiver, preference(receiver, person, 'stop'), () => receiver.take([proof]))
    const [survivor, ...others] = (await receiver.contacts()).filter(({ mergedInto }) => mergedInto === null)
    expect(others).toEqual([])
    expect(survivor).toMatchObject({ consent: 'revoked' })
  })

  it('somebody who becomes one of a third meanwhile is one of them all', async () => {
    const { receiver, person, proof } = await createTwo()
    const third = { userId: 'US.13490003' }
    await receiver.take([saidTo(receiver.number, text(third, 'Hello'))])
    // Of the user id that the proof names too: both say where the same person belongs.
    const more = changeOf(
      receiver.number,
      'messages',
      saidTo(receiver.number, text({ waId: person.waId, ...third }, 'Me, too')).value,
    )
    await takeWhile(receiver, proof, () => receiver.take([more]))
    const survivors = (await receiver.contacts()).filter(({ mergedInto }) => mergedInto === null)
    expect(survivors).toHaveLength(1)
  })
})
