import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { jobWorks } from '../../job-kinds'
import { testClock } from '../../test/clock'
import { bodyOf, createReceiver, type Receiver, react, saidTo, status, statusesOf, text } from '../../test/deliveries'
import { createMember, createOperatorSession } from '../../test/factories'
import { faults, Invocation } from '../../test/faults'
import { send } from '../../test/harness'
import { createMessage } from '../../test/inbox-factories'
import { watch } from '../../test/instrument'
import { createMedia } from '../../test/media'
import { mediaContext } from '../../test/media-context'
import { auditLogEntries } from '../audit-log/audit-log.tables'
import { consentRecords, contactNotes, contacts } from '../contacts/contacts.tables'
import { findContactDetails } from '../contacts/person.usecases'
import { requireJob } from '../jobs/jobs.usecases'
import { runJob } from '../jobs/run-jobs.usecases'
import { messages } from '../messages/messages.tables'
import { startErasure } from './erasure.usecases'

const amara = { waId: '16505551234', userId: 'US.13491208655302741918', name: 'Amara Diallo' }
const ben = { waId: '4915112345678', name: 'Ben Okoro' }
const HOUR = 3600_000

/** Two people in one archive object, one of them with a reaction, a file, a note, consent and a message that waits. */
async function scene() {
  const receiver = await createReceiver()
  const { ctx, number, organization } = receiver
  const [hello, other] = [text(amara, 'Hello from Amara'), text(ben, 'Hello from Ben')]
  await receiver.take(
    [saidTo(number, hello)],
    [saidTo(number, other)],
    [saidTo(number, react(amara, hello.message.id, '🎉'))],
    [statusesOf(number, status('wamid.unknown', 'read'))],
  )
  const subject = await person(receiver, 'Amara Diallo')
  const thread = (await receiver.conversations()).find(({ contactId }) => contactId === subject.id)
  if (!thread) throw new Error('no thread')
  const file = await createMedia(organization, { conversationId: thread.id, messageId: 'msg_1', bytes: 'her passport' })
  const queued = await createMessage(organization, thread, {
    ...{ direction: 'outbound', sentBy: 'agent', sendState: 'scheduled', wamid: null },
    ...{ dueAt: testClock.now() + HOUR, occurredAt: testClock.now() },
  })
  const author = { type: 'user', id: 'usr_1', name: 'Sofia' }
  const at = { createdAt: testClock.now() }
  await ctx.db.insert(contactNotes, { id: 'cnt_1', contactId: subject.id, body: 'Rings twice', author, ...at })
  await ctx.db.insert(consentRecords, {
    ...{ id: 'cns_1', contactId: subject.id, state: 'granted', source: 'agent', occurredAt: testClock.now(), ...at },
  })
  testClock.advanceBy(5000)
  return { receiver, ctx, subject, thread, file, queued, hello }
}
const person = async (receiver: Receiver, name: string) => {
  const row = (await receiver.contacts()).find(({ profileName }) => profileName === name)
  if (!row) throw new Error(`nobody is called ${name}`)
  return row
}
const run = (ctx: Receiver['ctx'], id: string) => runJob(ctx, id, jobWorks)
async function archived({ ctx }: Receiver): Promise<string> {
  const { objects } = await ctx.media.list('deliveries/')
  const texts = await Promise.all(objects.map(async ({ path }) => (await ctx.media.get(path))?.text()))
  return texts.join('')
}
async function replay(receiver: Receiver) {
  const token = await createOperatorSession()
  const iso = (at: number) => new Date(at).toISOString()
  const body = { from: iso(testClock.now() - HOUR), to: iso(testClock.now() + HOUR) }
  const path = `/api/platform/organizations/${receiver.organization.id}/replay`
  expect((await send('POST', path, { token, body, env: receiver.queues.bindings })).status).toBe(202)
  for (let step = 0; receiver.queues.waiting('wharf-inbound').length > 0 && step < 50; step++)
    await receiver.queues.deliverBatch('wharf-inbound')
}
/** What nobody may find any more, wherever it was. */
async function traces({ receiver, thread }: Awaited<ReturnType<typeof scene>>): Promise<string[]> {
  const { ctx } = receiver
  const rows = await ctx.db.select(messages, eq(messages.conversationId, thread.id))
  const everything = JSON.stringify([rows, await receiver.contacts(), await receiver.identities(), await receiver.media(), await archived(receiver), await ctx.db.select(contactNotes), await ctx.db.select(consentRecords)]) // biome-ignore format: a list
  return ['Amara', amara.waId, amara.userId, '🎉', 'Rings twice', 'passport', 'wamid.HBgL'].filter((trace) =>
    trace === 'wamid.HBgL' ? rows.some(({ wamid }) => wamid !== null) : everything.includes(trace),
  )
}

describe('an erasure', () => {
  it('is for admins to ask for, and is answered with its job', async () => {
    const { receiver, subject } = await scene()
    const path = `/api/contacts/${subject.id}/erasure`
    const manager = await createMember({ organization: receiver.organization, role: 'manager' })
    expect((await send('POST', path, { token: manager.token })).status).toBe(403)
    const admin = await createMember({ organization: receiver.organization, role: 'admin' })
    const { status: code, body } = await send('POST', path, { token: admin.token, env: receiver.queues.bindings })
    expect([code, body.kind, body.state, body.title]).toEqual([202, 'person_erasure', 'running', 'Erase a person'])
    while (receiver.queues.waiting('wharf-jobs').length > 0) await receiver.queues.deliverBatch('wharf-jobs')
    const { body: job } = await send('GET', `/api/jobs/${body.id}`, { token: admin.token })
    expect(job).toMatchObject({ state: 'done', result: { messages: 3, by: { type: 'user', id: admin.user.id } } })
    const stranger = await createMember()
    expect((await send('POST', path, { token: stranger.token })).status).toBe(404)
  })

  it('takes away what was said, files, names and archive, keeps the counts and everybody else, and leaves a receipt', async () => {
    const made = await scene()
    const { receiver, ctx, subject, file, queued } = made
    const before = (await receiver.messages()).length
    const job = await startErasure(ctx, subject.id)
    // Nobody finds them from now on, long before all of it is gone.
    await expect(findContactDetails(ctx, subject.id)).rejects.toMatchObject({ code: 'contacts.not_found' })
    await run(ctx, job.id)
    expect(await traces(made)).toEqual([])
    expect(await receiver.messages()).toHaveLength(before)
    expect((await receiver.messages()).find(({ id }) => id === queued.id)).toMatchObject({
      ...{ sendState: 'cancelled', dueAt: null, content: { type: 'unsupported', originalType: 'erased' } },
    })
    expect(await ctx.media.head(`media/${file.id}`)).toBeNull()
    expect(await archived(receiver)).toContain('Hello from Ben')
    expect(await person(receiver, 'Ben Okoro')).toMatchObject({ phone: `+${ben.waId}`, deletedAt: null })
    const done = await requireJob(ctx, job.id)
    expect(done).toMatchObject({ state: 'done', place: {} })
    expect(done.result).toEqual({
      contactId: subject.id,
      erasedAt: expect.stringMatching(/Z$/),
      by: { type: 'system', id: null },
      ...{ messages: 3, files: 1, archiveRows: 3, notes: 1, events: 0, consents: 1 },
    })
    const [entry] = await ctx.db.select(auditLogEntries, eq(auditLogEntries.action, 'contact.erased'))
    expect(entry?.target).toEqual({ type: 'contact', id: subject.id, label: null })
  })

  it('asked for twice is one job, and nobody can be erased who is not there', async () => {
    const { ctx, subject } = await scene()
    const [first, second] = [await startErasure(ctx, subject.id), await startErasure(ctx, subject.id)]
    expect(second.id).toBe(first.id)
    await expect(startErasure(ctx, 'ctc_nobody')).rejects.toMatchObject({ code: 'contacts.not_found' })
    const other = await createReceiver()
    await expect(startErasure(other.ctx, subject.id)).rejects.toMatchObject({ code: 'contacts.not_found' })
  })

  it('is kept to by a replay; and who writes again is somebody new', async () => {
    const made = await scene()
    const { receiver, ctx, subject, hello } = made
    const lines = await archived(receiver)
    await run(ctx, (await startErasure(ctx, subject.id)).id)
    const before = JSON.stringify([
      await receiver.contacts(),
      await receiver.messages(),
      await receiver.conversations(),
    ])
    await replay(receiver)
    // Even if the archive still had it, as a copy that Meta sends once more.
    await receiver.post(bodyOf(saidTo(receiver.number, hello)))
    await receiver.queues.deliverBatch('wharf-inbound')
    expect(lines).toContain('Hello from Amara')
    expect(JSON.stringify([await receiver.contacts(), await receiver.messages(), await receiver.conversations()])).toBe(
      before,
    )
    await receiver.take([saidTo(receiver.number, text({ ...amara, name: 'Amara again' }, 'Me again'))])
    const fresh = await person(receiver, 'Amara again')
    expect(fresh.id).not.toBe(subject.id)
    expect(await ctx.db.select(contacts, eq(contacts.id, subject.id))).toMatchObject([{ name: null, phone: null }])
    expect((await receiver.messages()).filter(({ text: words }) => words === 'Me again')).toHaveLength(1)
    await run(ctx, (await startErasure(ctx, fresh.id)).id)
    expect(await archived(receiver)).not.toContain('Me again')
  })

  it('comes to the same end wherever it dies', async () => {
    for (let at = 0; ; at++) {
      const made = await scene()
      const { ctx, subject, receiver } = made
      const job = await startErasure(ctx, subject.id)
      faults.killNext(at, at % 2 === 0 ? 'after' : 'before')
      const invocation = new Invocation('request')
      await watch(
        env,
        (bindings) => run(mediaContext(receiver.organization, undefined, bindings).ctx, job.id),
        invocation,
      )
        // It died on the way.
        .catch(() => undefined)
      faults.stop()
      const wasStruck = invocation.struck.length > 0
      testClock.advanceBy(2 * 60_000)
      await run(ctx, job.id)
      expect([at, await traces(made)]).toEqual([at, []])
      expect(await archived(receiver)).toContain('Hello from Ben')
      const { result } = await requireJob(ctx, job.id)
      expect(result).toMatchObject({ messages: 3, files: 1, notes: 1, consents: 1 })
      if (!wasStruck) break
    }
  }, 120_000)
})
