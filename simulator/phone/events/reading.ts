import type { LogEvent } from '../../core/state'

export type Tone = 'ok' | 'bad' | 'warn' | 'plain'

type Loose = Record<string, unknown>
const recordIn = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
const firstIn = (value: unknown): Loose => recordIn(Array.isArray(value) ? value[0] : undefined)

/** `messages.interactive`, `statuses`, `message_templates`: the field, and what is inside. */
export function kindOf({ way, kind, payload }: LogEvent): string {
  if (way === 'control') return kind
  if (way === 'out') {
    const { body, method } = recordIn(payload)
    const { type } = recordIn(body)
    return kind === 'messages' && typeof type === 'string' ? `messages.${type}` : `${method ?? ''} ${kind}`.trim()
  }
  const value = recordIn(firstIn(firstIn(recordIn(payload).entry).changes).value)
  if (Array.isArray(value.statuses)) return 'statuses'
  const { type } = firstIn(value.messages)
  return kind === 'messages' && typeof type === 'string' ? `messages.${type}` : kind
}

export function outcomeOf({ way, status, milliseconds, answer }: LogEvent): { text: string; tone: Tone } | null {
  if (way === 'control') return null
  const time = milliseconds === null ? '' : ` · ${Math.round(milliseconds)} ms`
  if (way === 'out') {
    if (status === null) return { text: 'no answer', tone: 'bad' }
    const { code } = recordIn(recordIn(answer).error)
    if (code !== undefined) return { text: `${status} · ${code}`, tone: 'bad' }
    return { text: Array.isArray(recordIn(answer).messages) ? 'accepted' : String(status), tone: 'plain' }
  }
  if (status === null) return unanswered(recordIn(answer).error)
  return { text: `${status}${time}`, tone: status === 200 ? 'ok' : 'bad' }
}

function unanswered(error: unknown): { text: string; tone: Tone } {
  if (error === undefined) return { text: 'dropped', tone: 'warn' }
  return error === 'nobody is subscribed'
    ? { text: 'nobody listens', tone: 'plain' }
    : { text: 'not reached', tone: 'bad' }
}
