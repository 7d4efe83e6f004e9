import { crc32, deflateSync } from 'node:zlib'
import { encode, renderSVG } from 'uqr'
import type { Upload } from '../core/state'
import type { World } from '../core/world'
import { graphError } from './errors'
import { uploadByHandle } from './upload-handles'

/** Public pictures: profile pictures and QR codes. Meta has them on its CDN, without a token. */
export const PICTURES_PATH = '/whatsapp_business/pictures/'

const addressOf = (world: World, name: string) => `${world.state.settings.mediaOrigin}${PICTURES_PATH}${name}`
const profileKey = (numberId: string) => `picture:${numberId}`

/** An uploaded picture becomes the number's. @returns its address. @throws 100 for a handle that is none */
export function setPicture(world: World, { numberId, handle }: { numberId: string; handle: string }): string {
  const upload = uploadByHandle(world, handle)
  const bytes = upload && world.bytes.get(upload.id)
  if (!upload || !bytes || !upload.fileType.startsWith('image/')) {
    throw graphError(100, {
      subcode: 2494102,
      message: 'Param profile_picture_handle must be the handle of an uploaded image',
    })
  }
  world.bytes.set(profileKey(numberId), bytes)
  return addressOf(
    world,
    `profile-${numberId}-${upload.id.slice(-6)}.${upload.fileType === 'image/png' ? 'png' : 'jpg'}`,
  )
}

/** Where the sample of a template's header is seen. */
export const sampleAddress = (world: World, { id, fileType }: Upload): string =>
  addressOf(world, `sample-${id.replace('upload:', '')}.${EXTENSIONS[fileType] ?? 'jpg'}`)

export const qrAddress = (world: World, { code, format }: { code: string; format: 'SVG' | 'PNG' }): string =>
  addressOf(world, `qr-${code}.${format.toLowerCase()}`)

const EXTENSIONS: Record<string, string> = { 'image/png': 'png', 'video/mp4': 'mp4', 'application/pdf': 'pdf' }

type Picture = { bytes: Uint8Array<ArrayBuffer>; type: string }

/** What lies under a name of this host; nothing for a picture that was never made. */
export function pictureOf(world: World, name: string): Picture | undefined {
  const [, kind, id = '', extension] = /^(profile|qr|sample)-([\w-]+)\.(\w+)$/.exec(name) ?? []
  if (kind === 'qr') return qrPicture(world, { id, extension })
  if (kind === 'sample') {
    const bytes = world.bytes.get(`upload:${id}`)
    const type = world.state.uploads[`upload:${id}`]?.fileType
    return bytes && type ? { bytes: Uint8Array.from(bytes), type } : undefined
  }
  const bytes = world.bytes.get(profileKey(id.replace(/-.*$/, '')))
  return bytes && { bytes: Uint8Array.from(bytes), type: extension === 'png' ? 'image/png' : 'image/jpeg' }
}

function qrPicture(
  world: World,
  { id, extension }: { id: string; extension: string | undefined },
): Picture | undefined {
  const code = world.state.qrCodes[id]
  if (!code) return undefined
  if (extension !== 'svg') return { bytes: renderPng(code.deepLinkUrl), type: 'image/png' }
  return { bytes: new TextEncoder().encode(renderSVG(code.deepLinkUrl)), type: 'image/svg+xml' }
}

const PIXELS = 8

/** A grey PNG: eight bits, no filter. */
function renderPng(text: string): Uint8Array<ArrayBuffer> {
  const { data, size } = encode(text, { border: 2 })
  const width = size * PIXELS
  const rows = Array.from({ length: width }, (_, y) => {
    const row = Buffer.alloc(width + 1, 255)
    row[0] = 0
    const cells = data[Math.floor(y / PIXELS)] ?? []
    for (let x = 0; x < width; x++) if (cells[Math.floor(x / PIXELS)]) row[x + 1] = 0
    return row
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(width, 4)
  header[8] = 8
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Uint8Array.from(Buffer.concat([signature, ...chunks]))
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), body])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
