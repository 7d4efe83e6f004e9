import type { ContactImport } from '@worker/modules/contact-import/contact-import.schemas'
import { api, call } from '../../shared/api'
import { sendBytes } from '../../shared/send-bytes'

type Upload = {
  signal: AbortSignal
  /** 0 to 1. */
  onProgress: (share: number) => void
}

/** The file that an import has been announced with. Its end is not compared: the server says when something is missing. */
export const isSameFile = (
  file: Pick<File, 'name' | 'size'>,
  { filename, upload }: Pick<ContactImport, 'filename' | 'upload'>,
): boolean => file.size === upload.size && file.name.slice(-200) === filename

export const announceCsv = (file: File): Promise<ContactImport> =>
  call(api.api.contacts.import.$post({ json: { filename: file.name.slice(-200), size: file.size } }))

/** Sends what has not arrived yet, and has the server read it. @throws ApiError */
export async function uploadCsv(file: File, { id, upload }: ContactImport, { signal, onProgress }: Upload) {
  const { partSize, partCount } = upload
  const arrived = new Set(upload.arrived)
  for (let part = 1; part <= partCount; part++) {
    const from = (part - 1) * partSize
    if (!arrived.has(part))
      await sendBytes({
        method: 'PUT',
        path: `/api/contacts/import/${id}/parts/${part}`,
        bytes: file.slice(from, from + partSize),
        type: 'application/octet-stream',
        signal,
        onSent: (sent) => onProgress((from + sent) / file.size),
      })
    onProgress(Math.min(1, (from + partSize) / file.size))
  }
  return call(api.api.contacts.import[':id'].uploaded.$post({ param: { id } }, { init: { signal } }))
}
