import type { OnlinePerson } from './inbox-context'

export type Presence = 'online' | 'away' | 'offline'

export function presenceOf(online: readonly OnlinePerson[], userId: string): Presence {
  const found = online.find((person) => person.userId === userId)
  if (!found) return 'offline'
  return found.isAway ? 'away' : 'online'
}

const rank: Record<Presence, number> = { online: 0, away: 1, offline: 2 }

/** Who is there comes first; in the order they were in otherwise. */
export function byPresence<Person extends { userId: string }>(
  people: readonly Person[],
  online: readonly OnlinePerson[],
): (Person & { presence: Presence })[] {
  return people
    .map((person) => ({ ...person, presence: presenceOf(online, person.userId) }))
    .sort((a, b) => rank[a.presence] - rank[b.presence])
}
