import type { MediaKind } from '@worker/modules/media/media.schemas'

export type FileCheck =
  | { problem: null; kind: MediaKind }
  | { problem: { short: string; sentence: string }; canShrink: boolean }

/** As much as the server looks at. */
const HEAD_BYTES = 64 * 1024

/** What WhatsApp would say about a file, before any of it is uploaded. The rules come with the first file. */
export async function checkFile(file: File): Promise<FileCheck> {
  const [{ judge }, head] = await Promise.all([import('./attachments-rules'), file.slice(0, HEAD_BYTES).arrayBuffer()])
  return judge(file, new Uint8Array(head))
}
