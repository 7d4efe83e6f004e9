/** Around every page, signed in or out. */
export const shell = {
  title: '{{ page }} · Wharf',
  loadFailed: {
    title: 'This page didn’t load',
    text: 'The network was lost, or there is a newer version of Wharf. Reloading helps with both.',
    bugTitle: 'This page stopped working',
    bugText: 'It’s our mistake, not yours. Reload to carry on; “Copy details” has what the people who run this need.',
    reload: 'Reload',
  },
  part: {
    offline: 'You’re offline. This opens once the network is back.',
    updated: 'Wharf was updated. Reload to use this.',
  },
  unreachable: {
    title: 'The server can’t be reached',
    text: 'Check your connection. You’re still signed in on this device.',
  },
  guide: { contents: 'On this page' },
  notFound: {
    title: 'There’s no page here',
    text: 'The address may have a typo, or the page has moved.',
    home: 'Go to the inbox',
    login: 'Log in',
  },
  auth: {
    claim: 'Calm enough for a hundred conversations at once.',
    claimText: 'Open source. On Meta’s official API.',
    protected: 'Protected by rate limits, not by puzzles.',
    terms: 'Terms',
    privacy: 'Privacy',
  },
} as const
