import type { MessageContent } from './message-content.schemas'

/** What a message says in plain words, for the list's preview and the search; null when it says nothing. */
export function contentText(content: MessageContent): string | null {
  return 'body' in content && content.body ? content.body : null
}
