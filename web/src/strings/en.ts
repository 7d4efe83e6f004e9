import { errors } from './en.errors'
import { shell } from './en.shell'

/** The English text of the first pages; settings come later. British spelling, sentence case, no exclamation marks. */
export const en = {
  ui: {
    busy: 'Working',
    cancel: 'Cancel',
    close: 'Close',
    copyDetails: 'Copy details',
    detailsCopied: 'Details copied',
    dismiss: 'Dismiss',
    loading: 'Loading',
    noMatch: 'No match',
    now: 'now',
    thenKey: 'then',
    today: 'Today',
    yesterday: 'Yesterday',
    tryAgain: 'Try again',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    optional: 'Optional',
    notifications: 'Messages about what you did',
    password: {
      empty: 'Use at least 10 characters. A short sentence works best.',
      short: 'Too short. Use at least 10 characters.',
      weak: 'Easy to guess. A short sentence works best.',
      fair: 'Fair. One more word makes it strong.',
      good: 'Good.',
      strong: 'Strong.',
    },
  },
  errors,
  shell,
} as const
