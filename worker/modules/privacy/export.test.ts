import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { jobWorks } from '../../job-kinds'
import { testClock } from '../../test/clock'
import { createReceiver, type Receiver, react, saidTo, text } from '../../test/deliveries'
import { createMember } from '../../test/factories'
import { faults, Invocation } from '../../test/faults'
import { send } from '../../test/harness'
import { createMessage } from '../../test/inbox-factories'
import { watch } from '../../test/instrument'
import { createMedia, sendBytes } from '../../test/media'
import { mediaContext } from '../../test/media-context'
import { readZip } from '../../test/zip'
import { auditLogEntries } from '../audit-log/audit-log.tables'
import { consentRecords, contactNotes } from '../contacts/contacts.tables'
import { jobPath, pauseJob, requireJob } from '../jobs/jobs.usecases'
import { runJob } from '../jobs/run-jobs.usecases'
import { startErasure } from './erasure.usecases'
import { startExport } from './export.usecases'

const amara = { waId: '16505551234', userId: 'US.13491208655302741918', name: 'Amara Diallo' }
const ben = { waId: '4915112345678', name: 'Ben Okoro' }
const DAY = 24 * 3600_000

/** Somebody with a thread, a reaction, files of their own and one that another was sent first, a note and consent. */
async function scene() {
  const receiver = await createReceiver()
  const { ctx, number, organization } = receiver
  const hello = text(amara, 'Hello from Amara')
  await receiver.take(
    [saidTo(number, hello)],
    [saidTo(number, text(ben, 'Hello from Ben'))],
    [saidTo(number, react(amara, hello.message.id, '🎉'))],
  )
  const people = await receiver.contacts()
  const subject = people.find(({ profileName }) => profileName === amara.name)
  const threads = await receiver.conversations()
  const thread = threads.find(({ contactId }) => contactId === subject?.id)
  const other = threads.find(({ contactId }) => contactId !== subject?.id)
  if (!subject || !thread || !other) throw new Error('no thread')
  const photo = await createMedia(organization, {
    ...{ conversationId: thread.id, messageId: 'msg_1', bytes: 'her passport', filename: 'pass/port‮gpj.exe' },
  })
  const leaflet = await createMedia(organization, { conversationId: other.id, messageId: 'msg_2', bytes: 'for all' })
  const at = { createdAt: testClock.now() }
  for (const { id } of [photo, leaflet])
    await createMessage(organization, thread, { mediaId: id, type: 'image', occurredAt: testClock.now() })
  await createMessage(organization, thread, { direction: 'internal', text: 'Call her', occurredAt: testClock.now() })
  const author = { type: 'user', id: 'usr_1', name: 'Sofia' }
  await ctx.db.insert(contactNotes, { id: 'cnt_1', contactId: subject.id, body: 'Rings twice', author, ...at })
  await ctx.db.insert(consentRecords, {
    ...{ id: 'cns_1', contactId: subject.id, state: 'granted', source: 'agent', wording: 'Yes, write to me' },
    ...{ occurredAt: testClock.now(), ...at },
  })
  return { receiver, ctx, subject, thread, photo, leaflet }
}
const run = (ctx: Receiver['ctx'], id: string) => runJob(ctx, id, jobWorks)
async function filesOf(ctx: Receiver['ctx'], jobId: string) {
  const object = await ctx.media.get(jobPath(jobId, 'export.zip'))
  return object ? readZip(new Uint8Array(await object.arrayBuffer())) : null
}

describe('an export of a person', () => {
  it('holds who they are, what was said with their files by name, and nobody else', async () => {
    const { ctx, subject, thread, photo, leaflet } = await scene()
    const job = await startExport(ctx, subject.id)
    expect((await startExport(ctx, subject.id)).id).toBe(job.id)
    await run(ctx, job.id)
    const done = await requireJob(ctx, job.id)
    expect([done.state, done.failure]).toEqual(['done', null])
    const files = (await filesOf(ctx, job.id)) ?? new Map()
    const names = [...files.keys()]
    const inMedia = (id: string) => names.find((name) => name.startsWith('media/') && name.includes(id.slice(-8)))
    expect(names.slice(0, 2)).toEqual(['person.json', `conversations/${thread.id}.jsonl`])
    expect(files.get(inMedia(photo.id) ?? '')).toBe('her passport')
    expect(inMedia(photo.id)).toMatch(/^media\/\d{4}-\d\d-\d\d-\w{8}-pass_portgpj\.exe$/)
    expect(files.get(inMedia(leaflet.id) ?? '')).toBe('for all')
    expect(files.size).toBe(4)
    expect(JSON.parse(files.get('person.json') ?? '')).toMatchObject({
      contact: { id: subject.id, profileName: 'Amara Diallo', phone: `+${amara.waId}` },
      consents: [{ state: 'granted', source: 'agent', wording: 'Yes, write to me' }],
      notes: [{ body: 'Rings twice', author: { name: 'Sofia' } }],
      conversations: [{ id: thread.id, file: `conversations/${thread.id}.jsonl` }],
    })
    const lines = (files.get(`conversations/${thread.id}.jsonl`) ?? '').trimEnd().split('\n').map((line: string) => JSON.parse(line)) // biome-ignore format: a chain
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatchObject({ text: 'Hello from Amara', about: [{ type: 'reaction' }] })
    expect(lines.flatMap(({ media }: { media?: { file: string } }) => media?.file ?? []).sort()).toEqual(
      [inMedia(photo.id), inMedia(leaflet.id)].sort(),
    )
    expect([...files.values()].join('')).not.toContain('Ben')
    expect(done.result).toEqual({
      contactId: subject.id,
      exportedAt: expect.stringMatching(/Z$/),
      by: { type: 'system', id: null },
      bytes: (await ctx.media.head(jobPath(job.id, 'export.zip')))?.size,
      ...{ conversations: 1, messages: 5, files: 2, missingFiles: 0, notes: 1, events: 0, consents: 1 },
    })
    // Nothing of it lies beside it.
    expect((await ctx.media.list(jobPath(job.id, ''))).objects).toHaveLength(1)
  })

  it('goes on in the middle of a part of the bucket, over several steps', async () => {
    const { receiver, ctx, subject, thread } = await scene()
    const bytes = 'x'.repeat(9 * 1024 * 1024)
    const owner = { conversationId: thread.id, messageId: 'msg_1' }
    for (let at = 0; at < 2; at++) await createMedia(receiver.organization, { ...owner, bytes })
    for (let at = 0; at < 25; at++) await createMedia(receiver.organization, { ...owner, bytes: `file ${at}` })
    const job = await startExport(ctx, subject.id)
    await run(ctx, job.id)
    const files = await filesOf(ctx, job.id)
    const sizes = [...(files?.values() ?? [])].map(({ length }) => length)
    expect(sizes.filter((size) => size === bytes.length)).toHaveLength(2)
    expect([...(files?.values() ?? [])].filter((text) => text.startsWith('file '))).toHaveLength(25)
  }, 30_000)

  it('is for admins of the organization, in the audit log, and gone after seven days', async () => {
    const { receiver, ctx, subject } = await scene()
    const { organization } = receiver
    const manager = await createMember({ organization, role: 'manager' })
    const path = `/api/contacts/${subject.id}/export`
    expect((await send('POST', path, { token: manager.token })).status).toBe(403)
    const { token } = await createMember({ organization, role: 'admin' })
    const { status, body } = await send('POST', path, { token, env: receiver.queues.bindings })
    expect([status, body.kind, body.state]).toEqual([202, 'person_export', 'running'])
    const file = `/api/contacts/exports/${body.id}`
    expect((await send('GET', file, { token })).body.error.code).toBe('privacy.export_not_found')
    while (receiver.queues.waiting('wharf-jobs').length > 0) await receiver.queues.deliverBatch('wharf-jobs')
    const answer = await sendBytes('GET', file, { token })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip'])
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="person-\d{4}-\d\d-\d\d\.zip"$/)
    expect(readZip(answer.bytes).get('person.json')).toContain('Amara Diallo')
    const stranger = await createMember()
    expect((await send('GET', file, { token: stranger.token })).status).toBe(404)
    expect((await send('POST', path, { token: stranger.token })).status).toBe(404)
    expect((await send('GET', file, { token: manager.token })).status).toBe(403)
    const actions = (await ctx.db.select(auditLogEntries)).map(({ action }) => action)
    expect(actions.filter((action) => action.startsWith('contact.export'))).toEqual([
      'contact.exported',
      'contact.export_downloaded',
    ])
    testClock.advanceBy(7 * DAY)
    expect((await send('GET', file, { token: await freshToken(organization) })).status).toBe(404)
    await run(ctx, body.id)
    expect((await ctx.media.list(jobPath(body.id, ''))).objects).toEqual([])
  })

  it('is gone with the person at once, made or not', async () => {
    const { receiver, ctx, subject } = await scene()
    const made = await startExport(ctx, subject.id)
    await run(ctx, made.id)
    const half = await startExport(ctx, subject.id)
    await pauseJob(ctx, half.id)
    const erasure = await startErasure(ctx, subject.id)
    const token = await freshToken(receiver.organization)
    expect((await send('GET', `/api/contacts/exports/${made.id}`, { token })).status).toBe(404)
    expect((await requireJob(ctx, half.id)).state).toBe('cancelled')
    await run(ctx, erasure.id)
    for (const { id } of [made, half]) expect((await ctx.media.list(jobPath(id, ''))).objects).toEqual([])
    const entries = await ctx.db.select(auditLogEntries, eq(auditLogEntries.action, 'contact.exported'))
    expect(JSON.stringify(entries)).not.toContain('Amara')
    await run(ctx, made.id)
    await expect(requireJob(ctx, made.id)).rejects.toMatchObject({ code: 'jobs.not_found' })
  })

  it('comes to the same end wherever it dies', async () => {
    for (let at = 0; ; at++) {
      const { ctx, subject, receiver } = await scene()
      const job = await startExport(ctx, subject.id)
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
      const { state, result } = await requireJob(ctx, job.id)
      expect([at, state]).toEqual([at, 'done'])
      expect(result).toMatchObject({ messages: 5, files: 2, notes: 1, consents: 1 })
      expect((await filesOf(ctx, job.id))?.size).toBe(4)
      if (!wasStruck) break
    }
  }, 120_000)
})
const freshToken = async (organization: Receiver['organization']) =>
  (await createMember({ organization, role: 'admin' })).token
