import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { storeMedia } from '../../core/media-store'
import { receive } from '../../customer/receive'
import { mediaObject } from '../../webhooks/message-payloads'
import type { Case } from '../run-cases'
import { either, type Shape } from '../shape'
import { type GraphRequest, type Json, type MediaKind, sampleFile, type Target, uploadForm } from '../target'
import { DONE } from './numbers'

const UPLOADED: Shape = { id: '1037543291543636' }
const INFO: Shape = {
  ...{ messaging_product: 'whatsapp', url: 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=133' },
  ...{ mime_type: /^[a-z]+\/[\w.+-]+/, sha256: /^([0-9a-f]{64}|[A-Za-z0-9+/]{43}=)$/ },
  ...{ file_size: either(303833, '303833'), id: '2493839847305287' },
}
const KINDS: MediaKind[] = ['image', 'video', 'audio', 'document', 'sticker']
const upload =
  (file: File, more?: Record<string, string>) =>
  (target: Target): GraphRequest => ({
    path: `/${target.numberId}/media`,
    body: uploadForm(file, more),
  })
const urlOf = async ({ call }: Target, id: string) => String((await call({ path: `/${id}` })).json.url)
const DAY = 24 * 3600_000

/** Media that a customer has sent. @returns its id */
const received = ({ business: { world, number, customer } }: Target): string => {
  const bytes = new TextEncoder().encode('bytes')
  const { id } = storeMedia(world, { numberId: number.id, bytes, mimeType: 'image/jpeg', isFromCustomer: true })
  const content = { type: 'image' as const, image: mediaObject(world, { mediaId: id }) }
  receive(world, { numberId: number.id, customerId: customer.id, content })
  return id
}

/** §3. */
export const mediaCalls: Case[] = [
  ...KINDS.map(
    (kind): Case => ({
      ...{ name: `${kind} is uploaded`, real: true },
      request: upload(sampleFile(kind)),
      expected: { shape: UPLOADED },
    }),
  ),
  ...[
    'audio/aac',
    'audio/amr',
    'audio/mpeg',
    'audio/mp4',
    'video/3gpp',
    'image/png',
    'text/plain',
    'application/msword',
  ]
    .concat(['application/vnd.ms-excel', 'application/vnd.ms-powerpoint'])
    .concat(
      ['wordprocessingml.document', 'spreadsheetml.sheet', 'presentationml.presentation'].map(
        (name) => `application/vnd.openxmlformats-officedocument.${name}`,
      ),
    )
    .map(
      (type): Case => ({
        name: `${type} is uploaded`,
        request: upload(new File(['bytes'], 'file', { type })),
        expected: { shape: UPLOADED },
      }),
    ),
  {
    ...{ name: 'something is known of it', real: true },
    request: async (target) => ({ path: `/${await target.upload('image')}` }),
    expected: { shape: INFO },
    afterwards: async (_target, { json }) => {
      const digest = createHash('sha256').update(new Uint8Array(await sampleFile('image').arrayBuffer()))
      expect([digest.copy().digest('hex'), digest.copy().digest('base64')]).toContain(json.sha256)
    },
  },
  {
    ...{ name: 'something is known of it to its number', real: true },
    request: async (target) => ({ path: `/${await target.upload('image')}?phone_number_id=${target.numberId}` }),
    expected: { shape: INFO },
  },
  {
    ...{ name: 'it is fetched with the bearer, as it was', real: true },
    request: async (target) => ({ path: `/${await target.upload('document')}` }),
    expected: { shape: INFO },
    afterwards: async ({ call }, { json }) => {
      const { status, bytes, headers } = await call({ path: String(json.url) })
      expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf'])
      expect(Buffer.from(bytes)).toEqual(Buffer.from(await sampleFile('document').arrayBuffer()))
    },
  },
  {
    name: 'what a customer sent is known for 7 days',
    request: (target) => {
      const id = received(target)
      target.business.simulator.moveClock(7 * DAY - 1000)
      return { path: `/${id}` }
    },
    expected: { shape: INFO },
  },
  {
    name: 'what the business uploaded is known for 30 days',
    request: async (target) => {
      const id = await target.upload('image')
      target.business.simulator.moveClock(30 * DAY - 1000)
      return { path: `/${id}` }
    },
    expected: { shape: INFO },
  },
  {
    ...{ name: 'it is deleted', real: true },
    request: async (target) => ({ method: 'DELETE', path: `/${await target.upload('image')}` }),
    expected: { shape: DONE },
  },
]

const GONE = { status: 400, code: 100 }
const TOO_LARGE = { status: 400, code: [100, 131053, 131052] }
const MB = 1024 * 1024
const refusedUpload = (name: string, type: string, bytes: number): Case => ({
  name,
  request: upload(new File([new Uint8Array(bytes)], 'file', { type })),
  expected: TOO_LARGE,
})
const form = (fields: Json) => {
  const made = new FormData()
  for (const [name, value] of Object.entries(fields)) made.set(name, value instanceof File ? value : String(value))
  return made
}

export const mediaViolations: Case[] = [
  refusedUpload('a picture of more than 5 MB', 'image/jpeg', 5 * MB + 1),
  refusedUpload('a video of more than 16 MB', 'video/mp4', 16 * MB + 1),
  refusedUpload('audio of more than 16 MB', 'audio/ogg', 16 * MB + 1),
  refusedUpload('a document of more than 100 MB', 'application/pdf', 100 * MB + 1),
  refusedUpload('a sticker of more than 500 KB', 'image/webp', 500 * 1024 + 1),
  ...['image/gif', 'text/html', 'application/zip', 'video/webm', 'audio/wav'].map(
    (type): Case => ({
      ...{ name: `a file of type ${type}`, real: true },
      request: upload(new File(['bytes'], 'file', { type })),
      expected: TOO_LARGE,
    }),
  ),
  {
    ...{ name: 'an upload without messaging_product', real: true },
    request: ({ numberId }) => ({ path: `/${numberId}/media`, body: form({ file: sampleFile('image') }) }),
    expected: { status: 400, code: [100, 131008] },
  },
  {
    ...{ name: 'an upload without a file', real: true },
    request: ({ numberId }) => ({ path: `/${numberId}/media`, body: form(PRODUCT) }),
    expected: { status: 400, code: [100, 131008] },
  },
  { ...{ name: 'media that there isn’t', real: true }, request: () => ({ path: '/1037543291543636' }), expected: GONE },
  {
    name: 'media of another number',
    request: async (target) => ({ path: `/${await target.upload('image')}?phone_number_id=106540352242922` }),
    expected: { status: 400, code: 100 },
  },
  {
    ...{ name: 'media that was deleted', real: true },
    request: async (target) => {
      const path = `/${await target.upload('image')}`
      await target.call({ method: 'DELETE', path })
      return { path }
    },
    expected: GONE,
  },
  {
    name: 'media that was uploaded 30 days ago',
    request: async (target) => {
      const id = await target.upload('image')
      target.business.simulator.moveClock(30 * DAY + 1000)
      return { path: `/${id}` }
    },
    expected: GONE,
  },
  {
    name: 'media that a customer sent 7 days ago',
    request: (target) => {
      const id = received(target)
      target.business.simulator.moveClock(7 * DAY + 1000)
      return { path: `/${id}` }
    },
    expected: GONE,
  },
]
const PRODUCT = { messaging_product: 'whatsapp' }

/** Of the media host, whose answers have no envelope. */
export const fetchingMedia: { name: string; request: (target: Target) => Promise<GraphRequest>; status: number }[] = [
  {
    name: 'after five minutes it is gone',
    request: async (target) => {
      const path = await urlOf(target, await target.upload('image'))
      target.business.simulator.moveClock(5 * 60_000 + 1000)
      return { path }
    },
    status: 404,
  },
  {
    name: 'before five minutes it is there',
    request: async (target) => {
      const path = await urlOf(target, await target.upload('image'))
      target.business.simulator.moveClock(5 * 60_000 - 1000)
      return { path }
    },
    status: 200,
  },
  {
    name: 'without the bearer nobody gets it',
    request: async (target) => ({ path: await urlOf(target, await target.upload('image')), bearer: null }),
    status: 401,
  },
  {
    name: 'after the media was deleted it is gone',
    request: async (target) => {
      const id = await target.upload('image')
      const path = await urlOf(target, id)
      await target.call({ method: 'DELETE', path: `/${id}` })
      return { path }
    },
    status: 404,
  },
  {
    name: 'with another id in it, it is gone',
    request: async (target) => {
      const path = await urlOf(target, await target.upload('image'))
      return { path: path.replace(/mid=\d+/, 'mid=1') }
    },
    status: 404,
  },
]
