import { plural } from '../shared/plural'

/** The signed-in frame: rail, top bar, connection. Joins `shell`, see `register-frame.ts`. */
export const frame = {
  skipToContent: 'Skip to content',
  home: 'Wharf, home',
  nav: { label: 'Main', inbox: 'Inbox', overview: 'Overview', contacts: 'Contacts', settings: 'Settings' },
  workspace: {
    switch: 'Switch workspace',
    current: 'You’re here',
    create: 'Create a workspace',
    switched: 'You’re in {{ name }} now',
    leftWaiting: (switched: string, count: number) =>
      `${switched}. ${plural(count, { one: '# message isn’t sent yet: it goes', other: '# messages aren’t sent yet: they go' })} when you’re back in the other workspace.`,
  },
  search: 'Search or jump to…',
  searchLabel: 'Search or jump to a page',
  live: {
    connecting: 'Connecting',
    live: 'Live',
    liveHint: 'New messages appear by themselves',
    reconnecting: 'Reconnecting',
    offline: 'Offline',
  },
  strayFile: 'Files are sent in a conversation. Open one and drop the file there.',
  update: { text: 'A new version is ready. Drafts are kept.', reload: 'Reload' },
  bell: {
    label: (count: number) => (count === 0 ? 'Notifications' : `Notifications, ${count} unread`),
    tip: 'Notifications',
  },
  unread: (count: number) => (count === 1 ? '1 unread conversation' : `${count} unread conversations`),
  help: { label: 'Help and shortcuts', shortcuts: 'Keyboard shortcuts', api: 'API documentation' },
  account: {
    label: 'Your account',
    away: 'Show me as away',
    notifications: 'Notifications',
    profile: 'Profile',
    security: 'Sign-in and sessions',
    theme: 'Theme',
    signOut: 'Sign out',
    signingOutFailed: 'You’re still signed in: the server couldn’t be reached.',
  },
  theme: { system: 'System', light: 'Light', dark: 'Dark' },
  inbox: {
    title: 'Inbox',
  },
} as const
