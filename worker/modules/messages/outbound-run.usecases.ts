import type { OrganizationContext } from '../../shared/context'
import type { GraphClient } from '../../whatsapp/graph-client'
import { openGraph, type PhoneNumberRow } from '../phone-numbers/phone-numbers.usecases'
import { createSlots } from './connection-slots.models'

/** Of an invocation, all its organizations together: fetch, the bucket and queues share six. */
export const CONNECTIONS = 6
/** D1 answers a thousand queries an invocation. What is done here is counted generously, and there is room left. */
export const QUERIES = { most: 800, claim: 12, settlement: 28 }
const MAX_RUN_MS = 60_000

/** What all conversations of one invocation share. */
export function startRun() {
  const clients = new Map<string, Promise<GraphClient>>()
  let startedAt: number | undefined
  return {
    slots: createSlots(CONNECTIONS),
    queries: 0,
    /** Opens a number's token once; another token is another client. */
    openGraph(ctx: OrganizationContext, number: PhoneNumberRow): Promise<GraphClient> {
      const key = `${number.id} ${number.accessToken}`
      const client = clients.get(key) ?? openGraph(ctx, number)
      clients.set(key, client)
      return client
    },
    /** Whether more messages may be claimed. What is left then goes back to the queue. */
    mayGoOn(now: number): boolean {
      startedAt ??= now
      return this.queries < QUERIES.most && now - startedAt < MAX_RUN_MS
    },
  }
}
export type OutboundRun = ReturnType<typeof startRun>
