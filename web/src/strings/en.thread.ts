/** A conversation: bubbles, day lines, failures, events. */
export const thread = {
  title: 'Conversation',
} as const
