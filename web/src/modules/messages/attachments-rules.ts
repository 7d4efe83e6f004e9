import { readShape } from '@worker/modules/media/file-heads.models'
import { inWords, judgeFile } from '@worker/modules/media/file-rules.models'
import { t } from '../../shared/i18n'
import type { FileCheck } from './attachments-check'

/** The server's own rules. It looks at the bytes for the type; here the browser's word is enough. */
export function judge(file: Pick<File, 'name' | 'type' | 'size'>, head: Uint8Array): FileCheck {
  if (file.size === 0)
    return { problem: { short: t('composer.files.emptyShort'), sentence: t('composer.files.empty') }, canShrink: false }
  const shape = readShape(head)
  const claim = { kind: null, mimeType: file.type, filename: file.name, size: file.size }
  const verdict = judgeFile(claim, shape, typeOf(file, shape))
  if (verdict.problem === null) return { problem: null, kind: verdict.kind }
  const isPicture = file.type.startsWith('image/') && file.type !== 'image/svg+xml'
  return {
    problem: {
      short:
        verdict.limit === undefined
          ? t('composer.files.notTakenShort')
          : t('composer.files.tooLargeShort', { size: inWords(file.size), limit: inWords(verdict.limit) }),
      sentence: t('composer.files.named', { name: file.name, sentence: verdict.sentence }),
    },
    canShrink: isPicture,
  }
}

const textName = /\.(txt|csv|log|md|text)$/i

/** Undefined for text, as for the server. */
function typeOf(file: Pick<File, 'name' | 'type'>, shape: ReturnType<typeof readShape>): string | undefined {
  if (shape.opus) return 'audio/ogg; codecs=opus'
  if (shape.canBeText && (file.type.startsWith('text/') || textName.test(file.name))) return undefined
  return file.type || 'application/octet-stream'
}
