import type { ActionInput } from '../control/action.schemas'
import type { ChatView, CustomerView, Overview } from '../control/overview'
import type { ThreadView } from '../control/thread-view'
import type { Chaos } from '../core/chaos'
import type { Delivery, LogEvent } from '../core/state'

const BASE = '/_simulator'

/** Refused, with the simulator's own sentence; or not reached at all. */
export class ApiError extends Error {
  readonly isOffline: boolean
  constructor(message: string, isOffline = false) {
    super(message)
    this.isOffline = isOffline
  }
}

type Options = { method?: string; json?: unknown; body?: BodyInit; type?: string }

async function call<Answer>(path: string, { method = 'GET', json, body, type }: Options = {}): Promise<Answer> {
  let response: Response
  try {
    response = await fetch(BASE + path, {
      method,
      ...(json !== undefined && { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } }),
      ...(body !== undefined && { body, headers: { 'content-type': type ?? 'application/octet-stream' } }),
    })
  } catch {
    throw new ApiError('The simulator doesn’t answer. Is it still running?', true)
  }
  const answer = (await response.json().catch(() => null)) as (Answer & { error?: { message: string } }) | null
  if (!response.ok || answer === null) {
    throw new ApiError(answer?.error?.message ?? `The simulator answered ${response.status}.`, response.status >= 502)
  }
  return answer
}

const post = <Answer>(path: string, json: unknown = {}) => call<Answer>(path, { method: 'POST', json })
const patch = <Answer>(path: string, json: unknown) => call<Answer>(path, { method: 'PATCH', json })

type Clock = { now: string; offsetMs: number; worker: string | null }
export type NewPerson = {
  name?: string
  phone?: string
  language?: string
  identityMode?: CustomerView['identityMode']
}

export const api = {
  overview: (search: string) => call<Overview>(`/overview?search=${encodeURIComponent(search)}`),
  chats: (customerId: string) => call<{ chats: ChatView[] }>(`/customers/${customerId}/threads`),
  thread: ({ numberId, customerId, limit }: { numberId: string; customerId: string; limit: number }) =>
    call<ThreadView>(`/threads/${numberId}/${customerId}?limit=${limit}`),
  act: (customerId: string, action: ActionInput & { numberId: string }) =>
    post<{ messageId: string | null }>(`/customers/${customerId}/actions`, action),
  upload: ({ numberId, file, filename, voice }: { numberId: string; file: Blob; filename: string; voice?: boolean }) =>
    call<{ mediaId: string }>(
      `/numbers/${numberId}/media?filename=${encodeURIComponent(filename)}&voice=${voice === true}`,
      { method: 'POST', body: file, type: file.type || 'application/octet-stream' },
    ),
  addPerson: (person: NewPerson) => post<CustomerView>('/customers', person),
  changePerson: (id: string, change: Partial<CustomerView>) => patch<CustomerView>(`/customers/${id}`, change),
  crowd: (numberId: string) => post<{ messages: unknown[] }>('/crowd', { numberId, count: 50 }),
  advance: (advanceMs: number) => post<Clock>('/clock', { advanceMs }),
  changeChaos: (numberId: string, change: Partial<Chaos>) => patch<Chaos>(`/numbers/${numberId}/chaos`, change),
  calm: (numberId: string) => call<Chaos>(`/numbers/${numberId}/chaos`, { method: 'DELETE' }),
  settings: (change: Partial<Overview['settings']>) => patch('/settings', change),
  events: () => call<{ events: LogEvent[] }>('/events?limit=300'),
  clearEvents: () => call('/events', { method: 'DELETE' }),
  delivery: (id: string) => call<Delivery>(`/deliveries/${id}`),
  waiting: () => call<{ total: number; deliveries: Delivery[] }>('/deliveries?state=waiting&limit=1'),
  retry: () => post<{ retried: number }>('/deliveries/retry'),
  echo: (numberId: string, customerId: string, text: string) => post(`/numbers/${numberId}/echo`, { customerId, text }),
  reset: () => post<Clock>('/reset'),
}

/** What a message carries, or one of its cards. */
export const mediaUrl = (messageId: string, card?: number) =>
  `${BASE}/messages/${encodeURIComponent(messageId)}/media${card === undefined ? '' : `?card=${card}`}`
export const eventsUrl = (since: string | undefined) => `${BASE}/events/stream${since ? `?since=${since}` : ''}`
