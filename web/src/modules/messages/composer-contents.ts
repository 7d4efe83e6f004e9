import type { Media } from '@worker/modules/media/media.schemas'
import type { Message, NewMessage } from '@worker/modules/messages/messages.schemas'
import { contentLimits } from '@worker/whatsapp/content-limits.schemas'

type Content = NewMessage['content']
export type ReadyFile = Pick<Media, 'id' | 'kind' | 'filename'> & { isVoice?: boolean }

const captioned = ['image', 'video', 'document']

/**
 * The messages that a text and files become, in their order. The text goes below the first file as its caption; one that
 * is too long for that, or files that have none, let it follow as a message of its own.
 */
export function toContents(text: string, files: readonly ReadyFile[]): Content[] {
  const words = text.trim()
  const holder = words.length <= contentLimits.caption ? files.findIndex(({ kind }) => captioned.includes(kind)) : -1
  const contents = files.map((file, at) => toFileContent(file, at === holder ? words : ''))
  if (words !== '' && holder < 0) contents.push(toTextContent(words))
  return contents
}

const toTextContent = (body: string): Content =>
  /https?:\/\/\S/i.test(body) ? { type: 'text', body, previewUrl: true } : { type: 'text', body }

function toFileContent({ id: mediaId, kind, filename, isVoice }: ReadyFile, words: string): Content {
  const caption = words === '' ? {} : { caption: words }
  switch (kind) {
    case 'image':
    case 'video':
      return { type: kind, mediaId, ...caption }
    case 'audio':
      return isVoice ? { type: 'audio', mediaId, voice: true } : { type: 'audio', mediaId }
    case 'sticker':
      return { type: 'sticker', mediaId }
    default:
      return { type: 'document', mediaId, ...caption, ...(filename ? { filename } : {}) }
  }
}

/** What a person typed of a message. */
export function typedText(content: Content | Message['content']): string {
  if ('body' in content) return content.body ?? ''
  return 'caption' in content ? (content.caption ?? '') : ''
}

/** A text that comes back stands before what was typed meanwhile: neither is lost. */
export const joinTexts = (back: string, present: string): string =>
  [back, present].filter((text) => text.trim() !== '').join('\n')
