/** Where a reply or a note is written. */
export const composer = {
  title: 'Write a reply',
} as const
