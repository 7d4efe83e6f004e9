/** The inbox: page, list, filters, actions on a conversation. */
export const inbox = {
  title: 'Inbox',
} as const
