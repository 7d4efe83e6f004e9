import { env } from 'cloudflare:workers'
import { createOrganizationBucket } from '../../shared/organization-bucket'
import type { Evidence } from './compare'
import type { Everything, MediaRow, MessageRow } from './everything'
import type { Tenant } from './stage'
import { digestOf } from './watch-meta'

/** Our copy of every file. */
export type Copies = ReadonlyMap<string, { sha256: string; size: number }>

/** Reads every file of a tenant out of the bucket. */
export async function readCopies({ organization }: Tenant): Promise<Copies> {
  const bucket = createOrganizationBucket(env.BUCKET, organization.id)
  const copies = new Map<string, { sha256: string; size: number }>()
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await bucket.list('media/', cursor === undefined ? {} : { cursor })
    for (const { path, size } of page.objects) {
      const object = await bucket.get(path)
      const bytes = new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer())
      copies.set(path.slice('media/'.length), { sha256: digestOf(bytes), size })
    }
    cursor = page.cursor
  }
  return copies
}

type Say = (sentence: string) => void

/** Every file that a customer sent is here as Meta had it, or says why not; every file that was sent arrived as it was. */
export function compareFiles(
  tenant: Tenant,
  rows: MessageRow[],
  { media }: Everything,
  { stage, told, asked, copies }: Pick<Evidence, 'stage' | 'told' | 'asked' | 'copies'>,
  say: Say,
) {
  const { number, organization } = tenant
  const { world } = stage.meta
  const ours = media.filter(({ organizationId }) => organizationId === organization.id)
  const mediaById = new Map(ours.map((row) => [row.id, row]))
  const files = copies.get(organization.id) ?? new Map()
  const messageIds = new Set(rows.map(({ id }) => id))
  for (const id of files.keys()) if (!mediaById.has(id)) say(`a file ${id} is in the bucket and nowhere else`)
  for (const row of ours) {
    if (row.messageId !== null && !messageIds.has(row.messageId)) say(`${row.id} is of a message that is not stored`)
    // An upload that no message has is removed after a day.
    const mayWait = row.direction === 'outbound' && row.messageId === null
    if (!mayWait && (row.status === 'pending' || row.dueAt !== null)) say(`${row.id} is ${row.status} for ever`)
  }

  const byWamid = new Map(rows.map((row) => [row.wamid ?? '', row]))
  for (const { wamid, file, metaPhoneNumberId } of told.messages.values()) {
    if (file === null || metaPhoneNumberId !== number.id) continue
    const row = mediaById.get(byWamid.get(wamid)?.mediaId ?? '')
    const bytes = world.bytes.get(file.id)
    if (!row || !bytes) say(`the file of ${wamid} is not stored`)
    else if (row.metaMediaId !== file.id) say(`the file of ${wamid} is ${row.metaMediaId} and not ${file.id}`)
    else if (row.status === 'failed') {
      const problem = failureProblem(row, stage.damaged.get(file.id))
      if (problem) say(`${row.id} has failed: ${problem}`)
      if (files.has(row.id)) say(`${row.id} has failed and is in the bucket`)
    } else {
      const copy = files.get(row.id)
      const sha256 = digestOf(bytes)
      if (copy?.sha256 !== sha256 || row.sha256 !== sha256) say(`${row.id} is another file than Meta’s ${file.id}`)
      if (copy?.size !== bytes.byteLength || row.size !== bytes.byteLength)
        say(`${row.id} has ${row.size} bytes and not ${bytes.byteLength}`)
    }
  }

  const sentById = Map.groupBy(Object.values(world.state.messages), ({ callbackData }) => callbackData ?? '')
  for (const { messageId, content, sha256, text } of asked.filter((one) => one.tenant === tenant)) {
    if (sha256 === null) continue
    if (files.get(String(content.mediaId))?.sha256 !== sha256)
      say(`${content.mediaId} is not the file that was uploaded`)
    for (const { payload, type } of sentById.get(messageId) ?? []) {
      const part = payload[type] as { id?: string; caption?: string; voice?: boolean }
      if (digestOf(world.bytes.get(part.id ?? '') ?? new Uint8Array()) !== sha256)
        say(`${messageId} was sent with another file`)
      if ((part.caption ?? null) !== text) say(`${messageId} was sent with the words ${part.caption}`)
      if ((part.voice === true) !== (content.voice === true)) say(`${messageId} was sent as another kind of sound`)
    }
  }
}

/** Why a file may not have been given up. How often it was tried is not kept. */
function failureProblem({ failure }: MediaRow, damaged = 0): string | null {
  if (!failure?.includes('damaged')) return `${failure}`
  return damaged > 0 ? null : 'it never arrived damaged'
}
