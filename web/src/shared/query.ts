import { QueryClient } from '@tanstack/solid-query'
import { isTransient } from './api-fetch'

const STALE_MS = 30_000
const RETRIES = 2

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      // What the server refused it will refuse again; only the network and its own faults are worth a second try.
      retry: (failures, error) => failures < RETRIES && isTransient(error),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
})

/** Every key starts with the organization: switching shows nothing of the one before, not for a frame. */
export function organizationKey(organizationId: string, ...parts: readonly unknown[]): readonly unknown[] {
  return [organizationId, ...parts]
}
