import { Hono } from 'hono'
import type { Upload } from '../core/state'
import type { World } from '../core/world'
import type { GraphContext, GraphEnv } from './auth'
import { readParameters } from './body'
import { graphError, noSuchObject } from './errors'
import { oneOf, requiredText, textOf, wholeNumberOf } from './parameters'

const TYPES = ['application/pdf', 'image/jpeg', 'image/jpg', 'image/png', 'video/mp4']
const MAX_BYTES = 100 * 1024 * 1024

/** The resumable upload: samples of templates and profile pictures. */
export function uploadsRoutes(world: World): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .post('/:id/uploads', async (c) => {
      const appId = c.req.param('id')
      if (!Object.hasOwn(world.state.apps, appId) || c.get('token').appId !== appId)
        throw noSuchObject({ verb: 'POST', id: appId })
      const parameters = await readParameters(c)
      const length = wholeNumberOf(requiredText(parameters, 'file_length'))
      if (length === undefined || length < 1 || length > MAX_BYTES) {
        throw graphError(100, { message: `Param file_length must be between 1 and ${MAX_BYTES}.` })
      }
      const fileType = oneOf('file_type', requiredText(parameters, 'file_type'), TYPES)
      const session = Buffer.from(`1:attachment:${world.digits(30)}`).toString('base64url')
      const upload: Upload = {
        id: `upload:${session}`,
        appId,
        fileName: textOf(parameters.file_name) ?? 'file',
        fileLength: length,
        fileType,
        offset: 0,
        handle: null,
        createdAt: world.now(),
      }
      world.state.uploads[upload.id] = upload
      // Meta's id has a query of its own: whoever encodes it for a path asks for something else.
      return c.json({ id: `${upload.id}?sig=ARZ${session.slice(-16)}` })
    })
    .get('/:id{upload:.+}', (c) => {
      const upload = uploadFor(world, c)
      return c.json({ id: upload.id, file_offset: upload.offset })
    })
    .post('/:id{upload:.+}', async (c) => {
      const upload = uploadFor(world, c)
      const offset = wholeNumberOf(c.req.header('file_offset') ?? '')
      if (offset === undefined) throw graphError(100, { message: 'The header file_offset is required.' })
      if (offset !== upload.offset || upload.handle !== null) {
        throw graphError(100, {
          message: `The file_offset ${offset} is not where the upload stopped: ${upload.offset}.`,
        })
      }
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      if (offset + bytes.length > upload.fileLength) {
        throw graphError(100, { message: `More bytes than the ${upload.fileLength} that were announced.` })
      }
      const before = world.bytes.get(upload.id) ?? new Uint8Array()
      world.bytes.set(upload.id, Buffer.concat([before, bytes]))
      upload.offset += bytes.length
      if (upload.offset < upload.fileLength) return c.json({ id: upload.id, file_offset: upload.offset })
      upload.handle = handleOf(world, upload)
      return c.json({ h: upload.handle })
    })
}

const base64 = (text: string) => Buffer.from(text).toString('base64')
const handleOf = (world: World, { fileName, fileType }: Upload) =>
  `4::${base64(fileType)}:ARZ${base64(`${fileName}:${world.digits(24)}`)}:e:${Math.floor(world.now() / 1000)}`

function uploadFor({ state }: World, c: GraphContext): Upload {
  // A session id that came encoded still has its query.
  const id = decoded(c.req.param('id') ?? '').replace(/\?.*$/s, '')
  const upload = state.uploads[id]
  if (!upload || upload.appId !== c.get('token').appId) throw noSuchObject({ verb: c.req.method, id })
  return upload
}

/** As it is, when it can't be decoded: nothing has such an id. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
