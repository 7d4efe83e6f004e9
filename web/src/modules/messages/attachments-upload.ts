import type { Media, MediaKind } from '@worker/modules/media/media.schemas'
import { api, call } from '../../shared/api'
import { offlineError } from '../../shared/api-error'
import { ApiError, errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { sendBytes } from '../../shared/send-bytes'
import { FileError } from './file-error'

/** Above this a file goes in parts: Cloudflare takes bodies of 100 MB, and a part that is lost is soon sent again. */
const IN_PARTS_FROM = 90 * 1024 * 1024

type Job = { signal: AbortSignal; onProgress: (share: number) => void; resume: { uploadId?: string } }

/** Brings a file to our server. One that goes in parts is continued where it stopped. @throws ApiError */
export async function uploadFile(file: File, kind: MediaKind, job: Job): Promise<Media> {
  if (file.size > IN_PARTS_FROM) return uploadInParts(file, kind, job)
  const query = new URLSearchParams({ filename: file.name.slice(-240), kind })
  const body = await sendBytes({
    method: 'POST',
    path: `/api/media?${query}`,
    bytes: file,
    type: file.type || 'application/octet-stream',
    signal: job.signal,
    onSent: (sent) => job.onProgress(sent / file.size),
  })
  return JSON.parse(body) as Media
}

async function uploadInParts(file: File, kind: MediaKind, { signal, onProgress, resume }: Job): Promise<Media> {
  const upload = resume.uploadId
    ? await call(api.api.media.uploads[':id'].$get({ param: { id: resume.uploadId } }, { init: { signal } }))
    : await call(
        api.api.media.uploads.$post(
          {
            json: {
              filename: file.name.slice(-240),
              mimeType: file.type || 'application/octet-stream',
              kind,
              size: file.size,
            },
          },
          { init: { signal } },
        ),
      )
  resume.uploadId = upload.id
  for (let part = 1; part <= upload.partCount; part++) {
    const from = (part - 1) * upload.partSize
    if (!upload.arrived.includes(part))
      await sendBytes({
        method: 'PUT',
        path: `/api/media/uploads/${upload.id}/parts/${part}`,
        bytes: file.slice(from, from + upload.partSize),
        type: 'application/octet-stream',
        signal,
        onSent: (sent) => onProgress((from + sent) / file.size),
      })
    onProgress(Math.min(1, (from + upload.partSize) / file.size))
  }
  return call(api.api.media.uploads[':id'].complete.$post({ param: { id: upload.id } }, { init: { signal } }))
}

/** For the chip and for the person: an upload that failed, or a picture that could not be made smaller. */
export function describeFailure(error: unknown): { short: string; sentence: string } {
  const isRefused = error instanceof ApiError && error.status > 0
  return {
    short: isRefused ? t('composer.files.refusedShort') : t('composer.files.failedShort'),
    sentence: error instanceof FileError ? error.message : errorText(isOurs(error) ? error : offlineError()),
  }
}
/** What a browser throws for a part that it could not fetch is the network's fault. */
const isOurs = (error: unknown): boolean => error instanceof ApiError || navigator.onLine
