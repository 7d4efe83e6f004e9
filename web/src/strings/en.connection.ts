/** What the banner says while the network is away. */
export const connection = {
  reconnecting: 'Reconnecting…',
  reconnectingText: 'Work goes on. What you send waits on this device until it can go.',
  offline: 'You’re offline.',
  offlineText: 'What is on the page stays. It carries on when the network is back.',
  retry: 'Retry now',
  back: 'Back online.',
  backText: 'Everything is current again.',
  changes: (count = 0) => (count === 0 ? 'Nothing has changed.' : count === 1 ? '1 change' : `${count} changes`),
} as const
