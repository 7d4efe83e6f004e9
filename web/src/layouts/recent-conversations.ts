import { useLocation } from '@solidjs/router'
import { createEffect, on } from 'solid-js'

const MOST = 6

const keyOf = (organizationId: string, userId: string) => `wharf.recent.${organizationId}.${userId}`

/** The ids of conversations that were open last, newest first. Kept on this device. */
export function recentConversations(organizationId: string, userId: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(organizationId, userId)) ?? '[]')
    return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string') : []
  } catch {
    return []
  }
}

/** Remembers what is opened, for the palette. */
export function rememberConversations(organizationId: string, userId: string): void {
  const location = useLocation()
  createEffect(
    on(
      () => /^\/inbox\/([^/]+)/.exec(location.pathname)?.[1],
      (id) => {
        if (!id) return
        const others = recentConversations(organizationId, userId).filter((one) => one !== id)
        try {
          localStorage.setItem(keyOf(organizationId, userId), JSON.stringify([id, ...others].slice(0, MOST)))
        } catch {
          // A full or forbidden storage: the palette then has no recent ones.
        }
      },
    ),
  )
}
