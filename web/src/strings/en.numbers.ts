/** Phone numbers: connecting, health, the doctor. */
export const numbers = {
  title: 'Numbers',
} as const
