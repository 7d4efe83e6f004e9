import type { MemberRole } from '../../tenancy/permissions.schemas'

/** What a socket remembers through hibernation (16 KB at most). */
export type SocketMember = {
  organizationId: string
  userId: string
  name: string
  sessionId: string
  role: MemberRole
  /** What this person sees of the inbox. Whoever's changes is closed, and comes back as what they are now. */
  visibility: 'all' | 'own'
  /** Its access token's end. */
  expiresAt: number
  /** When it last said something, besides pings. */
  heardAt?: number
  /** Whether it was found silent when somebody looked last. */
  isAbsent?: boolean
}
export type InboxMember = SocketMember & { isAway: boolean }
export type WritingKind = 'reply' | 'note'
export type ThreadMember = SocketMember & {
  conversationId: string
  /** Under which the hub knows the room; the same for all who are in it at a time. */
  registration: string
  writing: { kind: WritingKind; until: number } | null
}

/** How much of a name travels: attachments are small. */
export const MAX_NAME_LENGTH = 200

export const maySee = ({ visibility, userId }: SocketMember, assigneeId: string | null): boolean =>
  visibility === 'all' || assigneeId === null || assigneeId === userId

/** Whose sockets are to be closed. Every condition that is given must hold. */
export type Selection = {
  userId?: string
  onlySessionId?: string
  exceptSessionId?: string
  /** Only those who connected as something else. */
  exceptRole?: string
  /** Only agents who see the inbox in another way. */
  agentsExceptVisibility?: 'all' | 'own'
}

export function isSelected(member: SocketMember, selection: Selection): boolean {
  const { userId, onlySessionId, exceptSessionId, exceptRole, agentsExceptVisibility } = selection
  if (userId !== undefined && member.userId !== userId) return false
  if (onlySessionId !== undefined && member.sessionId !== onlySessionId) return false
  if (exceptSessionId !== undefined && member.sessionId === exceptSessionId) return false
  if (exceptRole !== undefined && member.role === exceptRole) return false
  if (agentsExceptVisibility === undefined) return true
  return member.role === 'agent' && member.visibility !== agentsExceptVisibility
}

/** Several tabs are one person; away is who is away in all of them. */
export function listOnline(members: InboxMember[]): { userId: string; name: string; isAway: boolean }[] {
  return people(members, (tabs) => ({ isAway: tabs.every(({ isAway }) => isAway) }))
}

/** Who has the thread open, and what they are writing. */
export function listViewers(
  members: ThreadMember[],
  now: number,
): { userId: string; name: string; writing: WritingKind | null }[] {
  return people(members, (tabs) => {
    const kinds = tabs.flatMap(({ writing }) => (writing && writing.until > now ? [writing.kind] : []))
    return { writing: kinds.includes('reply') ? ('reply' as const) : (kinds[0] ?? null) }
  })
}

/** In a stable order, so that the same people are the same text. */
function people<M extends SocketMember, T extends object>(members: M[], summarise: (tabs: [M, ...M[]]) => T) {
  const tabsOf = new Map<string, [M, ...M[]]>()
  for (const member of members) {
    const tabs = tabsOf.get(member.userId)
    if (tabs) tabs.push(member)
    else tabsOf.set(member.userId, [member])
  }
  return [...tabsOf.values()]
    .map((tabs) => ({ userId: tabs[0].userId, name: tabs[0].name, ...summarise(tabs) }))
    .sort((a, b) => (a.userId < b.userId ? -1 : 1))
}
