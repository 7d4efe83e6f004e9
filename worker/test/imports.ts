import type { ImportMapping } from '../modules/contact-import/contact-import.schemas'
import { send, until } from './harness'
import { sendBytes } from './media'

type Uploading = { token: string; filename?: string; env?: Record<string, unknown> }
export const PART = 8 * 1024 * 1024

/** Announces a file and brings it. @returns the import's id and what the file turned out to be */
export async function bringFile(content: string | Uint8Array, { token, filename = 'people.csv' }: Uploading) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const announced = await send('POST', '/api/contacts/import', { token, body: { filename, size: bytes.length } })
  if (announced.status !== 201) return { id: '', answer: announced }
  const { id, upload } = announced.body
  for (let part = 1; part <= upload.partCount; part++)
    await sendBytes('PUT', `/api/contacts/import/${id}/parts/${part}`, {
      token,
      body: bytes.slice((part - 1) * upload.partSize, part * upload.partSize),
      headers: { 'content-type': 'application/octet-stream' },
    })
  return { id: id as string, answer: await send('POST', `/api/contacts/import/${id}/uploaded`, { token }) }
}

type Wish = Partial<Omit<ImportMapping, 'columns'>> & { columns?: ImportMapping['columns'] }
/** Maps as detected, unless told otherwise, and begins. */
export async function beginImport(content: string | Uint8Array, { token, env = {}, ...wish }: Uploading & Wish) {
  const { filename: _, columns, ...mapping } = wish
  const { id, answer } = await bringFile(content, { token })
  const detected = (answer.body.file?.columns ?? []).map(({ index, target }: ImportMapping['columns'][number]) => ({
    index,
    target,
  }))
  const mapped = await send('PUT', `/api/contacts/import/${id}/mapping`, {
    token,
    body: { columns: columns ?? detected, ...mapping },
  })
  const started = await send('POST', `/api/contacts/import/${id}/start`, { token, env })
  return { id, mapped, started }
}

/** To its end. */
export async function runImport(content: string | Uint8Array, options: Uploading & Wish) {
  const { id, mapped } = await beginImport(content, options)
  if (mapped.status !== 200) throw new Error(mapped.body.error.message)
  return { id, job: await importEnd(id, options.token) }
}

export const importEnd = (id: string, token: string) =>
  until(async () => {
    const { body } = await send('GET', `/api/jobs/${id}`, { token })
    if (body.state === 'running') throw new Error('it runs')
    return body
  })

export const refusedOf = async (id: string, token: string): Promise<string> =>
  (await send('GET', `/api/contacts/import/${id}/refused`, { token })).body.replace(/^\ufeff/, '')
