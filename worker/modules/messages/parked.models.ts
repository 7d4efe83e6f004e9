const statuses = {
  sentAt: 'sent',
  deliveredAt: 'delivered',
  readAt: 'read',
  playedAt: 'played',
  failedAt: 'failed',
} as const
export type StatusTimes = Record<keyof typeof statuses, number | null>
const columns = Object.keys(statuses) as (keyof typeof statuses)[] // its own keys

/** What a message learns from statuses that came before it was known, in the order in which these things happen. */
export const learnedStatuses = (parked: StatusTimes, had: StatusTimes) =>
  columns.filter((name) => parked[name] !== null && had[name] === null).map((name) => statuses[name])
