/** The first page of the day. */
export const overview = {
  title: 'Overview',
} as const
