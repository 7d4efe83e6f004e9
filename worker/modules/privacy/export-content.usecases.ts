import { toIso } from '../../shared/clock'
import { fileNameOf } from '../media/serving.models'

type File = { id: string; kind: string; mimeType: string; filename: string | null; createdAt: number }
/** Where a file lies in the export: readable, and nobody else's name. */
export const fileIn = (file: File): string =>
  `media/${toIso(file.createdAt).slice(0, 10)}-${file.id.slice(-8)}-${fileNameOf(file)}`

export const threadIn = (conversationId: string): string => `conversations/${conversationId}.jsonl`

/** Columns that say how it is stored, and nothing of the person. */
const ours = new Set(['organizationId', 'claimToken', 'attempts', 'dueAt', 'parserVersion', 'changeSeq', 'clientId'])
const isTime = (key: string): boolean => key.endsWith('At') || key === 'scheduledFor' || key === 'snoozedUntil'

/** A row as people read it: times in ISO 8601, nothing empty, nothing of how it is stored. */
export const readable = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).flatMap(([key, value]) =>
      value === null || ours.has(key) ? [] : [[key, isTime(key) && typeof value === 'number' ? toIso(value) : value]],
    ),
  )

/** A message's line: what was said about it, and where its file is. */
export function messageLine(
  message: Record<string, unknown> & { wamid: string | null; mediaId: string | null },
  about: readonly (Record<string, unknown> & { targetWamid: string | null })[],
  files: readonly (File & { status: string; size: number | null; sha256: string | null })[],
): string {
  const file = files.find(({ id }) => id === message.mediaId)
  const theirs = message.wamid === null ? [] : about.filter(({ targetWamid }) => targetWamid === message.wamid)
  const { mediaId, ...said } = readable(message)
  return `${JSON.stringify({
    ...said,
    ...(mediaId !== undefined && {
      media: file
        ? {
            // Null: it never arrived, or could not be fetched.
            file: file.status === 'ready' ? fileIn(file) : null,
            ...{ filename: file.filename, mimeType: file.mimeType, size: file.size, sha256: file.sha256 },
          }
        : null,
    }),
    ...(theirs.length > 0 && { about: theirs.map(readable) }),
  })}\n`
}
