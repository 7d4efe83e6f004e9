/** The sidebar beside a conversation. */
export const details = {
  title: 'Details',
} as const
