/** Who of the team is here, in the top bar. */
export const teamPresence = {
  label: 'Your team, {{ online }} online',
  heading: 'Your team',
  online: 'Online',
  away: 'Away',
  offline: 'Offline',
  you: '{{ name }} (you)',
} as const
