import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { media, mediaParts } from '../modules/media/media.tables'
import { openShard } from '../shared/db/shards'
import { createId } from '../shared/ids'
import { createOrganizationBucket } from '../shared/organization-bucket'
import { testClock } from './clock'
import { checkAnswer } from './contract'
import { Invocation } from './faults'
import { freshAddress, ORIGIN } from './harness'
import { watch } from './instrument'
import worker from './worker'

type Organization = { id: string; shard: string }
type NewMedia = Partial<typeof media.$inferInsert> & { bytes?: Uint8Array | string }

/** A file that is here, unless told otherwise: an upload that no message has, or with a conversation one a customer sent. */
export async function createMedia(organization: Organization, { bytes = 'hello', ...values }: NewMedia = {}) {
  const now = testClock.now()
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  const row = {
    organizationId: organization.id,
    id: createId('med', now),
    direction: values.conversationId === undefined ? ('outbound' as const) : ('inbound' as const),
    status: 'ready' as const,
    kind: 'document',
    mimeType: 'application/pdf',
    filename: 'order.pdf',
    size: content.byteLength,
    createdAt: now,
    ...values,
  }
  await openShard(env, organization.shard).insert(media).values(row)
  if (row.status === 'ready')
    await createOrganizationBucket(env.BUCKET, organization.id).put(
      `media/${row.id}`,
      content.slice().buffer as ArrayBuffer, // a copy has a buffer of its own
    )
  return row
}

/** An upload in one part of seven bytes, as starting one leaves it; or with its part there. */
export async function startUpload({ organization }: { organization: Organization }, state?: 'arrived') {
  const now = testClock.now()
  const id = createId('med', now)
  const bucket = createOrganizationBucket(env.BUCKET, organization.id)
  const upload = await bucket.startParts(`media/${id}`)
  const row = {
    organizationId: organization.id,
    id,
    createdAt: now,
    dueAt: now + 86_400_000,
    uploadId: upload.uploadId,
  }
  const shard = openShard(env, organization.shard)
  await shard.insert(media).values({
    ...{
      direction: 'outbound',
      status: 'pending',
      kind: 'document',
      mimeType: 'text/plain',
      filename: 'a.txt',
      size: 7,
    },
    ...row,
  })
  if (state === 'arrived') {
    const { etag } = await upload.uploadPart(1, '"hello"')
    await shard
      .insert(mediaParts)
      .values({ organizationId: organization.id, mediaId: id, partNumber: 1, etag, size: 7 })
  }
  return { id }
}

type Options = {
  token?: string | undefined
  body?: Uint8Array<ArrayBuffer> | ReadableStream | string
  headers?: Record<string, string>
  env?: Record<string, unknown>
}
/** A request whose body, or whose answer, is bytes. Answers are held against the API's description as in `send`. */
export async function sendBytes(method: string, path: string, { token, body, headers, env: own }: Options = {}) {
  const request = new Request(new URL(path, ORIGIN), {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      'cf-connecting-ip': freshAddress(),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  })
  const context = createExecutionContext()
  const response = await watch(
    { ...env, ...own } as Env,
    (watched) => worker.handle(request, watched, context),
    new Invocation('request'),
  )
  const bytes = new Uint8Array(await response.arrayBuffer())
  await waitOnExecutionContext(context)
  const text = new TextDecoder().decode(bytes)
  const isJson = response.headers.get('content-type')?.includes('application/json') === true
  const answer = {
    status: response.status,
    headers: response.headers,
    bytes,
    text,
    // A test reads what it expects to find; a wrong guess fails there.
    // biome-ignore lint/suspicious/noExplicitAny: bodies differ by route, and the contract check has looked at them
    body: (isJson ? JSON.parse(text) : text) as any,
  }
  checkAnswer(method, new URL(path, ORIGIN).pathname, answer)
  return answer
}

/** A stream of so many bytes in chunks, made as they are asked for. `produced` counts what has left it. */
export function generated(size: number, { chunkBytes = 64 * 1024, head = new Uint8Array() } = {}) {
  const state = { produced: 0, isCancelled: false }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const length = Math.min(chunkBytes, size - state.produced)
        if (length > 0) controller.enqueue(chunkAt(state.produced, length, head))
        state.produced += length
        if (state.produced >= size) controller.close()
      },
      cancel() {
        state.isCancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, state }
}

/** Bytes that differ from place to place, so that a chunk lost or doubled shows. */
export function chunkAt(offset: number, length: number, head = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(length).fill((offset / 1024) & 0xff)
  if (offset < head.length) chunk.set(head.subarray(offset, offset + length))
  return chunk
}
