import { useQuery } from '@tanstack/solid-query'
import { createEffect, createMemo, onCleanup } from 'solid-js'
import { setTitleCount } from '../../shared/page-title'
import { useCurrentMember } from '../auth/current-member'
import { countsQuery } from '../inbox/inbox.queries'

/** How many conversations wait to be read, up to 100; on the way it is put into the tab's title and icon. */
export function createUnreadCount(): () => number {
  const member = useCurrentMember()
  const counts = useQuery(() => countsQuery(member.organizationId()))
  const unread = createMemo(() => (counts.isPending ? 0 : (counts.data?.unread ?? 0)))
  createEffect(() => setTitleCount(unread()))
  onCleanup(() => setTitleCount(0))
  return unread
}
