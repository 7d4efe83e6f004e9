import { useQuery } from '@tanstack/solid-query'
import type { Message } from '@worker/modules/messages/messages.schemas'
import { createEffect, createMemo } from 'solid-js'
import { api, call } from '../../shared/api'
import { ApiError } from '../../shared/api-error'
import { organizationKey } from '../../shared/query'
import { createQueryData } from '../../shared/query-data'
import { useCurrentMember } from '../auth/current-member'
import { threadQuery } from '../inbox/inbox.queries'
import type { Drafts, Quoted } from './drafts'

/**
 * The message that is answered: kept with what is written, so that it is there again with it. Shown as it was, until it is
 * known as it is; dropped once it is gone.
 */
export function createAnswered(conversationId: string, drafts: Drafts) {
  const member = useCurrentMember()
  const organizationId = member.organizationId()
  const kept = () => drafts.of(conversationId).answers
  const keptId = createMemo(() => kept()?.id)
  const thread = useQuery(() => ({
    ...threadQuery(organizationId, conversationId),
    enabled: keptId() !== undefined,
    // Never again for this: its newest page would take the place of all that is loaded.
    staleTime: 'static' as const,
  }))
  const loaded = createQueryData(thread)
  const inThread = createMemo<Message | undefined>(() => {
    const id = keptId()
    return id === undefined ? undefined : loaded()?.items.find((one) => one.id === id)
  })
  // Further up than what is loaded: asked for by itself.
  const earlier = useQuery(() => ({
    queryKey: organizationKey(organizationId, 'message', keptId() ?? null),
    queryFn: () => call(api.api.messages[':id'].$get({ param: { id: keptId() ?? '' } })),
    enabled: keptId() !== undefined && loaded() !== undefined && inThread() === undefined,
  }))
  const found = createQueryData(earlier)
  const current = (): Message | undefined => {
    const message = inThread() ?? found()
    return message?.id === keptId() ? message : undefined
  }
  const isGone = () =>
    (current()?.revokedAt ?? null) !== null || (earlier.error instanceof ApiError && earlier.error.status === 404)
  const set = (message: Quoted | undefined): void =>
    drafts.set(conversationId, { answers: message && toQuoted(message) })
  createEffect(() => {
    if (keptId() !== undefined && isGone()) set(undefined)
  })
  return {
    message: (): Quoted | undefined => (keptId() === undefined ? undefined : (current() ?? kept())),
    set,
  }
}

const toQuoted = ({ id, direction, author, type, text }: Quoted): Quoted => ({ id, direction, author, type, text })
