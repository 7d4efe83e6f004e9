/** A conversation: bubbles, day lines, failures, events. */
export const thread = {
  title: 'Conversation',
  loadFailed: 'This conversation could not be loaded.',
} as const
