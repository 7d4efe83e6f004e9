import type { Media } from '@worker/modules/media/media.schemas'
import { createApiFetch } from '../../shared/api-fetch'
import { session } from '../../shared/session'

const send = createApiFetch(session, (input, init) => fetch(input, init))

export const PICTURE_MAX_BYTES = 5 * 1024 * 1024
export const pictureTypes = ['image/jpeg', 'image/png'] as const

/** What is wrong with a file, before it is sent anywhere. */
export function pictureProblem({ type, size }: Pick<File, 'type' | 'size'>): 'type' | 'size' | null {
  if (!pictureTypes.some((one) => one === type)) return 'type'
  return size > PICTURE_MAX_BYTES ? 'size' : null
}

/** @returns the id that a profile names. @throws ApiError */
export async function uploadPicture(file: File): Promise<string> {
  const query = new URLSearchParams({ filename: file.name.slice(-240), kind: 'image' })
  const response = await send(`/api/media?${query}`, {
    method: 'POST',
    headers: { 'content-type': file.type },
    body: file,
  })
  const media = (await response.json()) as Media
  return media.id
}
