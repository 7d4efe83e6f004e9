// A real S3 server for the Worker's tests, on a free loopback port. Runs in Node, once for the whole project.
import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
// @ts-expect-error: it comes without types
import S3rver from '@20minutes/s3rver'

/** The configuration's module is another instance than the setup's: they share the process. */
const PORT = 'WHARF_TEST_S3_PORT'

/** @param {{ provide(name: 's3', server: { endpoint: string, bucket: string, key: string }): void }} project */
export default async function startS3(project) {
  const directory = await mkdtemp(join(tmpdir(), 'wharf-s3-'))
  const bucket = 'mirror'
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  })
  const { port } = await server.run()
  process.env[PORT] = String(port)
  // Its one account; the name is the secret as well.
  project.provide('s3', { endpoint: `http://127.0.0.1:${port}`, bucket, key: 'S3RVER' })
  return async () => {
    await server.close()
    await rm(directory, { recursive: true, force: true })
  }
}

/**
 * What workerd fetches from the server, handed on byte by byte with the headers it sent: Node's own fetch would drop
 * Content-Length. Null for every other address.
 * @param {Request} request @returns {Promise<Response | null>}
 */
export function answerFromS3(request) {
  const url = new URL(request.url)
  if (url.hostname !== '127.0.0.1' || url.port !== process.env[PORT]) return Promise.resolve(null)
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      url,
      { method: request.method, headers: Object.fromEntries(request.headers) },
      async (answer) => {
        const chunks = []
        for await (const chunk of answer) chunks.push(chunk)
        const hasBody = answer.statusCode !== 204 && answer.statusCode !== 304 && request.method !== 'HEAD'
        const headers = new Headers()
        for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value))
        resolve(new Response(hasBody ? Buffer.concat(chunks) : null, { status: answer.statusCode ?? 502, headers }))
      },
    )
    outgoing.on('error', reject)
    if (request.body) Readable.fromWeb(/** @type {never} */ (request.body)).pipe(outgoing)
    else outgoing.end()
  })
}
