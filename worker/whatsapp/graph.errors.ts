import type { MetaError } from './message-content.schemas'

/** What a failed message shows: Meta's error, our sentence, and what helps. */
export type DescribedError = MetaError & {
  message: string
  fix: 'send_template' | 'retry' | 'fix_number' | 'fix_template' | 'replace_media' | 'wait' | 'none'
}

export const describeMetaError = (error: MetaError): DescribedError => ({
  ...error,
  message: error.details ?? error.title,
  fix: 'none',
})
