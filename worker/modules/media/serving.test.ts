import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../shared/config'
import { mediaUrl } from '../../shared/media-url'
import { createOrganizationBucket } from '../../shared/organization-bucket'
import { testClock } from '../../test/clock'
import { createMember, createOrganization } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation, createMessage } from '../../test/inbox-factories'
import { createMedia, sendBytes } from '../../test/media'

const HOUR = 3_600_000
const config = loadConfig(env)
const urlOf = (row: { organizationId: string; id: string }) =>
  mediaUrl(config, row.organizationId, row.id, testClock.now())
const hundred = Uint8Array.from({ length: 100 }, (_, index) => index)

let organization: Awaited<ReturnType<typeof createOrganization>>
beforeAll(async () => {
  organization = await createOrganization()
})
const refusal = async (path: string) => {
  const { status, body } = await sendBytes('GET', path)
  return [status, body.error.code]
}

describe('the address of a file', () => {
  it('opens it, without any other credential', async () => {
    const row = await createMedia(organization, { bytes: hundred, mimeType: 'image/jpeg', filename: 'a.jpg' })
    const answer = await sendBytes('GET', urlOf(row))
    expect([answer.status, answer.bytes]).toEqual([200, hundred])
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '100',
      'content-disposition': `inline; filename="a.jpg"; filename*=UTF-8''a.jpg`,
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=3600',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/),
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-request-id': expect.stringMatching(/^req_/),
    })
  })

  it('is for keeping when that is asked for', async () => {
    const row = await createMedia(organization, { mimeType: 'image/jpeg', filename: 'a.jpg' })
    const { headers } = await sendBytes('GET', `${urlOf(row)}&download=1`)
    expect(headers.get('content-disposition')).toMatch(/^attachment; /)
  })

  it('is good for an hour at least and two at most, and the same within an hour', async () => {
    const row = await createMedia(organization)
    const url = urlOf(row)
    testClock.advanceBy(HOUR - 1)
    expect((await sendBytes('GET', url)).status).toBe(200)
    testClock.advanceBy(HOUR)
    expect((await sendBytes('GET', url)).status).toBe(403)
    expect(await refusal(url)).toEqual([403, 'media.link_invalid'])
    const now = Math.ceil(testClock.now() / HOUR) * HOUR
    const addresses = [0, 1, HOUR - 1, HOUR].map((later) => mediaUrl(config, organization.id, row.id, now + later))
    expect(new Set(addresses.slice(0, 3)).size).toBe(1)
    expect(addresses[3]).not.toBe(addresses[0])
  })

  it('opens nothing else: another file, another organization, another time, another signature', async () => {
    const row = await createMedia(organization)
    const other = await createMedia(organization)
    const neighbour = await createOrganization()
    const url = urlOf(row)
    const signature = new URL(url, 'https://x').searchParams.get('signature') ?? ''
    const changed = [
      url.replace(row.id, other.id),
      url.replace(organization.id, neighbour.id),
      url.replace(/expires=(\d+)/, (_, at: string) => `expires=${Number(at) + 1}`),
      url.replace(signature, `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`),
      url.replace(signature, signature.slice(0, -2)),
      url.replace(signature, `${signature}AAAA`),
      url.replace(signature, ''),
    ]
    for (const one of changed) expect(await refusal(one), one).toEqual([403, 'media.link_invalid'])
    expect(await refusal(`/api/media/${row.id}/content`)).toEqual([400, 'request.invalid'])
    // A neighbour's own signature opens nothing of ours: the file is looked for among the neighbour's.
    expect(await refusal(mediaUrl(config, neighbour.id, row.id, testClock.now()))).toEqual([404, 'media.not_found'])
  })

  it('ends with the file, and with the organization', async () => {
    const row = await createMedia(organization)
    await createOrganizationBucket(env.BUCKET, organization.id).delete(`media/${row.id}`)
    expect(await refusal(urlOf(row))).toEqual([404, 'media.not_found'])
    const pending = await createMedia(organization, { status: 'pending', size: null })
    expect(await refusal(urlOf(pending))).toEqual([404, 'media.not_found'])
    const closed = await createOrganization({ isActive: false })
    expect(await refusal(urlOf(await createMedia(closed)))).toEqual([404, 'media.not_found'])
  })
})

describe('a part of a file', () => {
  const ranged = async (range: string, headers: Record<string, string> = {}) => {
    const row = await createMedia(organization, { bytes: hundred })
    const answer = await sendBytes('GET', urlOf(row), { headers: { range, ...headers } })
    return [answer.status, answer.headers.get('content-range'), answer.headers.get('content-length'), answer.bytes]
  }
  it.each([
    ['bytes=0-0', 'bytes 0-0/100', 0, 1],
    ['bytes=10-19', 'bytes 10-19/100', 10, 20],
    ['bytes=90-', 'bytes 90-99/100', 90, 100],
    ['bytes=90-1000', 'bytes 90-99/100', 90, 100],
    ['bytes=-10', 'bytes 90-99/100', 90, 100],
    ['bytes=-1000', 'bytes 0-99/100', 0, 100],
  ])('%s', async (range, contentRange, from, to) => {
    expect(await ranged(range)).toEqual([206, contentRange, String(to - from), hundred.slice(from, to)])
  })

  it.each(['bytes=0-1,5-6', 'bytes=5-1', 'items=1-2', 'nonsense'])('%s is not understood: all of it', async (range) => {
    expect(await ranged(range)).toEqual([200, null, '100', hundred])
  })

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('%s is not there', async (range) => {
    const row = await createMedia(organization, { bytes: hundred })
    const answer = await sendBytes('GET', urlOf(row), { headers: { range } })
    expect([answer.status, answer.body.error.code, answer.headers.get('content-range')]).toEqual([
      416,
      'media.range_invalid',
      'bytes */100',
    ])
  })

  it('only of the file that the asker has begun', async () => {
    const row = await createMedia(organization, { bytes: hundred })
    const range = { range: 'bytes=10-19' }
    const same = await sendBytes('GET', urlOf(row), { headers: { ...range, 'if-range': `"${row.id}"` } })
    const other = await sendBytes('GET', urlOf(row), { headers: { ...range, 'if-range': '"another"' } })
    expect([same.status, other.status, other.bytes.length]).toEqual([206, 200, 100])
  })
})

it('a file that the browser has already is not sent again', async () => {
  const row = await createMedia(organization, { bytes: hundred })
  const { headers } = await sendBytes('GET', urlOf(row))
  const again = await sendBytes('GET', urlOf(row), { headers: { 'if-none-match': headers.get('etag') ?? '' } })
  expect([again.status, again.bytes.length, again.headers.get('cache-control')]).toEqual([
    304,
    0,
    'private, max-age=3600',
  ])
  expect((await sendBytes('HEAD', urlOf(row))).headers.get('content-length')).toBe('100')
})

describe('what a customer sends can do nothing in our origin', () => {
  it.each([
    ['text/html', 'invoice.html', '<script>fetch("/api/auth/refresh",{method:"POST"})</script>'],
    ['image/svg+xml', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['application/xhtml+xml', 'a.xhtml', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['text/javascript', 'a.js', 'alert(1)'],
    ['application/pdf', 'a.pdf', '%PDF-1.7'],
    ['image/jpeg, text/html', 'x', '<script>1</script>'],
  ])('%s', async (mimeType, filename, bytes) => {
    const { headers, text } = await sendBytes(
      'GET',
      urlOf(await createMedia(organization, { mimeType, filename, bytes })),
    )
    expect(text).toBe(bytes)
    expect(headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(headers.get('content-type')).toMatch(/^application\/(octet-stream|pdf)$/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain('sandbox')
  })

  it('not even by its name', async () => {
    const filename = '"\r\nSet-Cookie: a=b\r\n\r\n<script>\u202egpj.exe'
    const { headers } = await sendBytes('GET', urlOf(await createMedia(organization, { filename })))
    expect(headers.get('set-cookie')).toBeNull()
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="_Set-Cookie_ a=b_script_gpj.exe"; filename*=UTF-8''_Set-Cookie_%20a%3Db_script_gpj.exe`,
    )
  })
})

describe('what a file is', () => {
  it('is told with a fresh address', async () => {
    const { organization: own, token } = await createMember({ role: 'user' })
    const row = await createMedia(own, { bytes: hundred })
    const { status, body } = await send('GET', `/api/media/${row.id}`, { token })
    expect([status, body]).toEqual([
      200,
      {
        ...{ id: row.id, status: 'ready', kind: 'document', mimeType: 'application/pdf', filename: 'order.pdf' },
        ...{ size: 100, failure: null, direction: 'outbound', conversationId: null, messageId: null },
        ...{ url: urlOf(row), createdAt: new Date(row.createdAt).toISOString() },
      },
    ])
    expect((await sendBytes('GET', body.url)).bytes).toEqual(hundred)
  })

  it('has no address while it is on its way, and a reason when it failed', async () => {
    const { organization: own, token } = await createMember()
    const pending = await createMedia(own, { status: 'pending', size: null })
    expect((await send('GET', `/api/media/${pending.id}`, { token })).body).toMatchObject({
      status: 'pending',
      url: null,
    })
    const failed = await createMedia(own, { status: 'failed', failure: 'Gone.' })
    expect((await send('GET', `/api/media/${failed.id}`, { token })).body).toMatchObject({
      url: null,
      failure: 'Gone.',
    })
  })
})

describe('an agent who sees their own conversations only', () => {
  it('sees the files of those and of nobody’s, and what they uploaded themselves', async () => {
    const own = await createOrganization({ agentVisibility: 'own' })
    const agent = await createMember({ organization: own, role: 'agent' })
    const colleague = await createMember({ organization: own, role: 'agent' })
    const admin = await createMember({ organization: own })
    const fileOf = async (assigneeId: string | null) => {
      const conversation = await createConversation(own, { assigneeId })
      return createMedia(own, { conversationId: conversation.id })
    }
    const files = {
      mine: await fileOf(agent.user.id),
      nobodys: await fileOf(null),
      theirs: await fileOf(colleague.user.id),
      uploaded: await createMedia(own, { uploadedBy: agent.user.id }),
      uploadedByThem: await createMedia(own, { uploadedBy: colleague.user.id }),
      orphan: await createMedia(own, { conversationId: 'con_none' }),
    }
    const seen = async (token: string) => {
      const found: string[] = []
      for (const [name, { id }] of Object.entries(files))
        if ((await send('GET', `/api/media/${id}`, { token })).status === 200) found.push(name)
      return found
    }
    expect(await seen(agent.token)).toEqual(['mine', 'nobodys', 'uploaded'])
    expect(await seen(admin.token)).toEqual(Object.keys(files))
    const theirs = `/api/conversations/${files.theirs.conversationId}/media`
    expect((await send('GET', theirs, { token: agent.token })).body.error?.code).toBe('conversations.not_found')
    expect((await send('GET', theirs, { token: admin.token })).body.items).toHaveLength(1)
  })
})

describe('the gallery of a person', () => {
  it('has the files of all their conversations, newest first, a page at a time; not those the actor may not see', async () => {
    const own = await createOrganization({ agentVisibility: 'own' })
    const admin = await createMember({ organization: own })
    const agent = await createMember({ organization: own, role: 'agent' })
    const contact = await createContact(own)
    const mine = await createConversation(own, { contactId: contact.id, assigneeId: agent.user.id })
    const theirs = await createConversation(own, { contactId: contact.id, assigneeId: admin.user.id })
    await createMedia(own, { conversationId: (await createConversation(own)).id })
    const ids: string[] = []
    for (const [at, { id }] of [mine, theirs, mine, theirs, mine].entries())
      ids.unshift((await createMedia(own, { conversationId: id, createdAt: at + 1 })).id)
    const path = `/api/contacts/${contact.id}/media`
    const pages = async (token: string) => {
      const found: string[][] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body } = await send('GET', `${path}?limit=2${cursor && `&cursor=${cursor}`}`, { token })
        found.push(body.items.map(({ id }: { id: string }) => id))
        cursor = body.nextCursor
      }
      return found
    }
    expect(await pages(admin.token)).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)])
    expect((await pages(agent.token)).flat()).toEqual([ids[0], ids[2], ids[4]])
    const stranger = await createContact(own)
    const refused = await send('GET', `/api/contacts/${stranger.id}/media`, { token: agent.token })
    expect([refused.status, refused.body.error.code]).toEqual([404, 'contacts.not_found'])
  })
})

describe('the gallery of a conversation', () => {
  it('has its files, newest first, a page at a time, of one kind if asked', async () => {
    const { organization: own, token } = await createMember()
    const conversation = await createConversation(own)
    const other = await createConversation(own)
    await createMedia(own, { conversationId: other.id })
    const ids: string[] = []
    // Two of them in the same millisecond.
    for (const [at, kind] of [
      [1, 'image'],
      [2, 'document'],
      [2, 'image'],
      [3, 'video'],
      [4, 'image'],
    ] as const)
      ids.unshift((await createMedia(own, { conversationId: conversation.id, createdAt: at, kind })).id)
    const path = `/api/conversations/${conversation.id}/media`
    const pages = async (query: string) => {
      const found: string[][] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body } = await send('GET', `${path}?limit=2${query}${cursor && `&cursor=${cursor}`}`, { token })
        found.push(body.items.map(({ id }: { id: string }) => id))
        cursor = body.nextCursor
      }
      return found
    }
    expect(await pages('')).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)])
    expect((await pages('&kind=image')).flat()).toEqual([ids[0], ids[2], ids[4]])
    expect((await send('GET', `${path}?kind=program`, { token })).status).toBe(400)
    expect((await send('GET', `${path}?cursor=eyJhIjoxfQ`, { token })).body.error.code).toBe('request.invalid_cursor')
  })

  it('leaves out what was taken back', async () => {
    const { organization: own, token } = await createMember()
    const conversation = await createConversation(own)
    const kept = await createMessage(own, conversation, { type: 'image' })
    const revoked = await createMessage(own, conversation, { type: 'image', revokedAt: testClock.now() })
    const file = await createMedia(own, { conversationId: conversation.id, messageId: kept.id })
    await createMedia(own, { conversationId: conversation.id, messageId: revoked.id })
    const { body } = await send('GET', `/api/conversations/${conversation.id}/media`, { token })
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([file.id])
  })
})
