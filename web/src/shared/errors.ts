import { en } from '../strings/en'
import { ApiError } from './api-error'
import { t } from './i18n'

const sentences: Readonly<Record<string, string>> = en.errors.codes

/** The sentence for a person: ours by code, else the server's own. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return sentences.internal ?? ''
  return sentences[error.code] ?? error.message
}

/** For "Copy details": what whoever runs the server needs to find it in the logs. */
export function errorDetails(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const lines = [`${error.code} (${error.status})`, error.message]
  if (error.requestId) lines.push(t('errors.reference', { requestId: error.requestId }))
  return lines.join('\n')
}

export { ApiError }
