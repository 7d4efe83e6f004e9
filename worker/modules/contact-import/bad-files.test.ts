import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OrganizationContext } from '../../shared/context'
import { openShard } from '../../shared/db/shards'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { faults } from '../../test/faults'
import { send, until } from '../../test/harness'
import { holdQueues } from '../../test/held-queues'
import { beginImport, bringFile, importEnd, refusedOf, runImport } from '../../test/imports'
import { sendBytes } from '../../test/media'
import { minute } from '../../test/minute'
import { organizationContext } from '../../test/system'
import { contacts } from '../contacts/contacts.tables'
import { jobs } from '../jobs/jobs.tables'

let token: string
let ctx: OrganizationContext
beforeEach(async () => {
  const member = await createMember({ role: 'manager' })
  token = member.token
  ctx = await organizationContext(member.organization)
})
afterEach(() => {
  faults.stop()
  testClock.reset()
})
const phones = async () => (await ctx.db.select(contacts)).map(({ phone }) => phone).sort()
const error = ({ status, body }: { status: number; body: { error?: { code: string; message: string } } }) => [
  ...[status, body.error?.code, body.error?.message],
]

describe('a file that is none is refused with a sentence', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'This file is empty.'],
    ['a zip renamed to .csv', Buffer.from('PK\x03\x04rest of it'), 'This is a zip file'],
    ['an old spreadsheet', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'an old Excel or Word file'],
    ['NULs', new Uint8Array(5000), 'full of NUL characters'],
    [
      'ten thousand columns',
      `${Array.from({ length: 10_000 }, (_, at) => `c${at}`).join(',')}\n`,
      'has 10,000 columns; at most 500',
    ],
    ['a quote that never closes', '"name,phone\n1,2\n', 'Nobody can read a first row'],
  ])('%s', async (_, content, sentence) => {
    const { answer } = await bringFile(content, { token })
    expect(error(answer)).toEqual([422, 'contact_import.unreadable', expect.stringContaining(sentence)])
  })

  it('2 GB and more, before anything is sent', async () => {
    const answer = await send('POST', '/api/contacts/import', {
      token,
      body: { filename: 'a.csv', size: 2 * 1024 ** 3 + 1 },
    })
    expect(error(answer).slice(0, 2)).toEqual([413, 'contact_import.too_large'])
  })
})

describe('what the columns are', () => {
  it('is told with what is odd about them', async () => {
    const { answer } = await bringFile('Name,Phone,phone,Joined,\nAnn,+447700900121,x,03/04/2025,y\n', { token })
    const { columns, rows, delimiter, estimatedRows } = answer.body.file
    expect([delimiter, estimatedRows, rows]).toEqual([',', 1, [['Ann', '+447700900121', 'x', '03/04/2025', 'y']]])
    expect(columns.map(({ target }: { target: string }) => target)).toEqual(['name', 'phone', 'skip', 'skip', 'skip'])
    const problems = columns.map((one: { problems: { code: string }[] }) => one.problems.map(({ code }) => code).join())
    expect(problems).toEqual(['', '', 'duplicate_header', 'ambiguous_dates', 'no_header'])
    expect(columns[3].problems[0].message).toContain('2025-04-03 or 2025-03-04')
  })

  it('needs no header row', async () => {
    const { id, job } = await runImport('Ann,+447700900121\nBea,+447700900122\n', {
      token,
      columns: [
        { index: 0, target: 'name' },
        { index: 1, target: 'phone' },
      ],
    })
    expect([job.counts.created, await refusedOf(id, token)]).toEqual([2, 'row,reason,Column 1,Column 2\r\n'])
  })

  it.each([
    ['nobody to know a row by', [{ index: 0, target: 'name' }], 'Without one nobody knows'],
    [
      'two numbers',
      [
        { index: 0, target: 'phone' },
        { index: 1, target: 'phone' },
      ],
      'Two columns are "phone"',
    ],
    ['a column that is not there', [{ index: 9, target: 'phone' }], 'there is no column 10'],
    [
      'a field that is not there',
      [
        { index: 0, target: 'phone' },
        { index: 1, target: { field: 'x' } },
      ],
      'no custom field "x"',
    ],
  ] as const)('is refused for %s', async (_, columns, sentence) => {
    const { mapped, started } = await beginImport('a,b\n1,2\n', { token, columns: columns as never })
    expect(error(mapped)).toEqual([422, 'contact_import.mapping_invalid', expect.stringContaining(sentence)])
    expect(error(started).slice(0, 2)).toEqual([409, 'contact_import.not_mapped'])
  })
})

it('refuses rows one by one, and imports the good ones once', async () => {
  const file = [
    'name,phone',
    'Good,+447700900121',
    'No number,12',
    'Shortened,4.47701E+11',
    'Missing',
    'Too,+447700900122,many',
    'N\0UL,+447700900123',
    '=HYPERLINK("http://x"),+447700900124',
    ',',
    '',
    'Open,"+447700900125',
    'After,+447700900126',
  ].join('\n')
  const { id, job } = await runImport(`${file}\n`, { token })
  expect(job).toMatchObject({ state: 'done', counts: { created: 3, refused: 7 } })
  expect(await phones()).toEqual(['+447700900121', '+447700900124', '+447700900126'])
  const lines = (await refusedOf(id, token)).trim().split('\r\n')
  expect(lines.map((line) => line.split(',')[0])).toEqual(['row', '3', '4', '5', '6', '7', '9', '11'])
  const text = lines.join('\n')
  for (const sentence of [
    'is not a phone number with a country code',
    'a spreadsheet has shortened',
    'This row has 1 column; the first one has 2.',
    'This row has 3 columns',
    'NUL character',
    'neither a phone number nor an email address',
    'never closed',
  ])
    expect(text).toContain(sentence)
})

it('gives refused formulas back as no spreadsheet runs them', async () => {
  const { id } = await runImport('name,phone\n=1+1,12\n', { token })
  expect(await refusedOf(id, token)).toContain(`'=1+1,12`)
})

it('refuses a row of more than a megabyte, and goes on behind it', async () => {
  const { id, job } = await runImport(`name,phone\n${'x'.repeat(3_000_000)},1\nAnn,+447700900121\n`, {
    token,
    columns: [
      { index: 0, target: 'name' },
      { index: 1, target: 'phone' },
    ],
  })
  expect(job.counts).toMatchObject({ created: 1, refused: 1 })
  expect(await refusedOf(id, token)).toContain('2,This row is longer than a megabyte.')
}, 30_000)

describe('an upload', () => {
  it('says which parts are missing, and takes only what was announced', async () => {
    const size = 9 * 1024 * 1024
    const { body } = await send('POST', '/api/contacts/import', { token, body: { filename: 'a.csv', size } })
    const put = (part: number, bytes: number) =>
      sendBytes('PUT', `/api/contacts/import/${body.id}/parts/${part}`, {
        token,
        body: new Uint8Array(bytes).fill(97),
        headers: { 'content-type': 'application/octet-stream' },
      })
    expect([body.upload.partCount, (await put(2, 5)).body.error.code, (await put(3, 5)).status]).toEqual([
      2,
      'contact_import.wrong_part',
      400,
    ])
    expect((await put(2, 1024 * 1024)).status).toBe(200)
    const early = await send('POST', `/api/contacts/import/${body.id}/uploaded`, { token })
    expect([early.status, early.body.error.details]).toEqual([409, { missing: [1] }])
    expect((await send('GET', `/api/contacts/import/${body.id}`, { token })).body.upload.arrived).toEqual([2])
  })

  it('that is given up leaves nothing a week later', async () => {
    const { id } = await bringFile('phone\n+447700900121\n', { token })
    expect((await send('DELETE', `/api/contacts/import/${id}`, { token })).status).toBe(204)
    expect((await ctx.media.list('jobs/')).objects).toHaveLength(1)
    testClock.advanceBy(8 * 86_400_000)
    await minute()
    await until(async () => expect((await ctx.media.list('jobs/')).objects).toEqual([]))
  })
})

describe('the same import', () => {
  const file = `phone\n${Array.from({ length: 4500 }, (_, at) => `+4915${100000000 + at}`).join('\n')}\n`

  it('started twice is one run', async () => {
    const { id } = await beginImport(file, { token })
    const again = await Promise.all([1, 2].map(() => send('POST', `/api/contacts/import/${id}/start`, { token })))
    expect(again.map(({ status }) => status)).toEqual([200, 200])
    expect((await importEnd(id, token)).counts).toMatchObject({ created: 4500, unchanged: 0 })
    const late = await send('PUT', `/api/contacts/import/${id}/mapping`, { token, body: { columns: [] } })
    expect(error(late).slice(0, 2)).toEqual([409, 'contact_import.started'])
  })

  it.each([1, 4, 6, 8, 10, 12])(
    'whose run dies at its operation %i goes on there, nothing twice and nothing lost',
    async (at) => {
      const queues = holdQueues()
      const { id } = await beginImport(file, { token, env: queues.bindings })
      faults.killNext(at, at % 8 === 0 ? 'before' : 'after', 'background')
      await queues.run()
      faults.stop()
      expect(queues.invocations.filter(({ isDead }) => isDead)).toHaveLength(1)
      for (let minutes = 0; minutes < 3; minutes++) {
        testClock.advanceBy(61_000)
        await minute('* * * * *', queues.env)
        await queues.run()
      }
      const [job] = await openShard(env, 'SHARD_0').select().from(jobs).where(eq(jobs.id, id))
      expect(job).toMatchObject({ state: 'done', counts: { created: 4500, updated: 0, unchanged: 0, refused: 0 } })
      expect(await ctx.db.select(contacts)).toHaveLength(4500)
    },
    60_000,
  )
})
