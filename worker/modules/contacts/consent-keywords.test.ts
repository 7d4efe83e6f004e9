import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { changeOf, createReceiver, saidTo, text } from '../../test/deliveries'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact } from '../../test/inbox-factories'
import { contactsSubscriber } from './contacts.subscriber'
import { consentRecords } from './contacts.tables'

const CURRENT = '/api/organizations/current'
const HOUR = 3_600_000

async function createTalk() {
  const receiver = await createReceiver()
  const { token } = await createMember({ organization: receiver.organization })
  const person = { waId: '491701112233', name: 'Ana' }
  return {
    ...receiver,
    token,
    person,
    say: async (words: string, at = testClock.now()) => {
      await receiver.take([saidTo(receiver.number, text(person, words, { at }))])
      const told = (await receiver.events('message.received')).at(-1)
      await receiver.queues.run()
      return told
    },
    consent: async () => (await receiver.contacts())[0]?.consent,
    entries: () => receiver.ctx.db.select(consentRecords).orderBy(consentRecords.occurredAt),
    ours: async () => (await receiver.messages()).filter(({ direction }) => direction === 'outbound'),
    setKeywords: (consentKeywords: unknown) => send('PATCH', CURRENT, { token, body: { consentKeywords } }),
  }
}

describe('a word that is all of a message', () => {
  it('stops marketing and resumes it; the latest by time holds, whenever it comes', async () => {
    const talk = await createTalk()
    const at = Math.floor(testClock.now() / 1000) * 1000 - HOUR
    await talk.say('Do you stop at noon?', at)
    expect([await talk.consent(), await talk.entries()]).toEqual(['unknown', []])
    await talk.say(' Stop! ', at + 1000)
    expect(await talk.entries()).toMatchObject([
      {
        state: 'revoked',
        source: 'keyword',
        wording: expect.stringContaining('Stop!'),
        actor: null,
        occurredAt: at + 1000,
      },
    ])
    await talk.say('START', at + 3000)
    expect(await talk.consent()).toBe('granted')
    await talk.say('parar', at + 2000)
    expect([await talk.consent(), (await talk.entries()).length]).toEqual(['granted', 3])
    await talk.say('Abmelden', at + 4000)
    expect(await talk.consent()).toBe('revoked')
    const [contact] = await talk.contacts()
    const log = `/api/contacts/${contact?.id}/consent-log`
    const first = (await send('GET', `${log}?limit=3`, { token: talk.token })).body
    const second = (await send('GET', `${log}?limit=3&cursor=${first.nextCursor}`, { token: talk.token })).body
    expect([...first.items, ...second.items].map(({ wording }) => wording.trim())).toEqual([
      'Abmelden',
      'START',
      'parar',
      'Stop!',
    ])
    expect(second.nextCursor).toBeNull()
    expect(first.items[0]).toMatchObject({ state: 'revoked', source: 'keyword', actor: null })
  })

  it('is one entry however often the event comes, and none from a conversation that another app has', async () => {
    const talk = await createTalk()
    const event = await talk.say('stop')
    if (event?.type !== 'message.received') throw new Error('nothing was told')
    await contactsSubscriber(talk.ctx, event)
    await contactsSubscriber(talk.ctx, event)
    expect(await talk.entries()).toHaveLength(1)
    const standby: typeof event = { ...event, data: { ...event.data, messageId: 'msg_other', isStandby: true } }
    await contactsSubscriber(talk.ctx, standby)
    const erased: typeof event = { ...event, data: { ...event.data, messageId: 'msg_erased' } }
    await contactsSubscriber(talk.ctx, erased)
    expect(await talk.entries()).toHaveLength(1)
  })

  it('counts neither in a caption nor in what the phone app remembers', async () => {
    const talk = await createTalk()
    const { number, person } = talk
    const image = { type: 'image', image: { id: '1', mime_type: 'image/jpeg', sha256: 'x', caption: 'stop' } }
    const said = text(person, 'stop')
    await talk.take([saidTo(number, { ...said, message: { ...said.message, text: undefined, ...image } as never })])
    const history = {
      metadata: { phase: 0, chunk_order: 1, progress: 100 },
      threads: [
        { id: person.waId, messages: [{ ...text(person, 'stop').message, history_context: { status: 'READ' } }] },
      ],
    }
    await talk.take([changeOf(number, 'history', { history: [history] })])
    await talk.queues.run()
    expect((await talk.messages()).length).toBe(2)
    expect(await talk.entries()).toEqual([])
  })

  it('is the organization’s own, where it has set some, and is answered once', async () => {
    const talk = await createTalk()
    const shown = (await send('GET', CURRENT, { token: talk.token })).body.consentKeywords
    expect(shown.optOut).toEqual(expect.arrayContaining(['stop', 'baja', 'إيقاف']))
    const confirmation = { optOut: 'You will hear no more offers.', optIn: null }
    const own = { optOut: ['No offers'], optIn: ['Offers'], confirmation }
    expect((await talk.setKeywords(own)).body.consentKeywords).toEqual(own)
    await talk.say('stop')
    expect(await talk.entries()).toEqual([])
    const event = await talk.say('no offers!')
    if (event) await contactsSubscriber(talk.ctx, event)
    await talk.say('NO OFFERS')
    await talk.say('Offers')
    expect((await talk.ours()).map((row) => row.text)).toEqual(['You will hear no more offers.'])
    expect((await talk.setKeywords({ optOut: ['Out'], optIn: ['out'] })).status).toBe(400)
    expect((await talk.setKeywords(null)).body.consentKeywords).toEqual(shown)
  })
})

describe('the log of consent', () => {
  it('cannot be changed by anything that gets at the database', async () => {
    const { organization, ctx } = await createReceiver()
    const { token } = await createMember({ organization })
    const { id } = await createContact(organization)
    await send('PUT', `/api/contacts/${id}/consent`, { token, body: { state: 'granted', wording: 'By phone' } })
    const change = ctx.db.update(consentRecords, { wording: 'In writing' }, eq(consentRecords.contactId, id))
    await expect(change).rejects.toThrow()
    expect(await ctx.db.select(consentRecords)).toMatchObject([{ wording: 'By phone', source: 'agent' }])
  })
})
