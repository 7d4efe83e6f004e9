import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { vi } from 'vitest'
import type { World } from '../../../simulator/core/world'
import { loadConfig } from '../../shared/config'
import type { Invocation } from '../faults'
import { currentInvocation } from '../instrument'
import { MEDIA_HOST } from '../meta'

/** A call that asked Meta to send something of ours. */
export type SendCall = {
  messageId: string
  metaPhoneNumberId: string
  /** The answer's status, or what `fetch` threw. */
  outcome: number | string
  /** Meta's, of an answer that refuses. */
  code: number | null
  invocation: Invocation | undefined
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Notes every call that sends a message of ours, with what became of it; and every file that Meta handed out damaged. */
export function watchMeta(world: World) {
  const calls: SendCall[] = []
  /** Meta's id of a file → how often it was handed out damaged. */
  const damaged = new Map<string, number>()
  const graph = new URL(loadConfig(env).graph.url).host
  const spy = vi.mocked(globalThis.fetch)
  const toMeta = spy.getMockImplementation()
  if (!toMeta) throw new Error('createMeta puts itself behind fetch')

  async function noteSend(request: Request, work: () => Promise<Response>): Promise<Response> {
    const { biz_opaque_callback_data: messageId } = (await request.clone().json()) as Record<string, unknown>
    // Read receipts and typing go the same way.
    if (typeof messageId !== 'string') return work()
    const metaPhoneNumberId = new URL(request.url).pathname.split('/').at(-2) ?? ''
    const call: SendCall = {
      ...{ messageId, metaPhoneNumberId, outcome: 'running', code: null },
      invocation: currentInvocation(),
    }
    calls.push(call)
    try {
      const answer = await work()
      call.outcome = answer.status
      if (!answer.ok) call.code = ((await answer.clone().json()) as { error?: { code?: number } }).error?.code ?? null
      return answer
    } catch (error) {
      call.outcome = error instanceof Error ? error.name : String(error)
      throw error
    }
  }

  async function noteDownload(mediaId: string, work: () => Promise<Response>): Promise<Response> {
    const answer = await work()
    const bytes = world.bytes.get(mediaId)
    if (!answer.ok || !bytes) return answer
    const handedOut = await answer.bytes()
    if (digestOf(handedOut) !== digestOf(bytes)) damaged.set(mediaId, (damaged.get(mediaId) ?? 0) + 1)
    return new Response(handedOut, answer)
  }

  spy.mockImplementation(async (input, init) => {
    const { host, pathname, searchParams } = new URL(input instanceof Request ? input.url : input)
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET')
    const work = () => toMeta(input, init)
    // Made for these only: a Request takes the body, and what is uploaded streams.
    if (host === graph && method === 'POST' && pathname.endsWith('/messages'))
      return noteSend(new Request(input, init), work)
    return host === MEDIA_HOST ? noteDownload(searchParams.get('mid') ?? '', work) : work()
  })
  return { calls, damaged }
}
