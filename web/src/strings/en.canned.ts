/** Canned replies. */
export const canned = {
  title: 'Canned replies',
} as const
