import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { vi } from 'vitest'
import { loadConfig } from '../shared/config'
import { phoneNumbers } from '../shared/db/directory.tables'
import { seal } from '../shared/sealing'
import type { Meta } from './meta'

/**
 * The number's token dies, and somebody gives a new one while the first call to `path` is under way: it was made with the
 * old one, and is refused.
 */
export async function repairDuring(
  meta: Meta,
  { id, organizationId }: { id: string; organizationId: string },
  path: string,
): Promise<void> {
  const { tokens } = meta.world.state
  const old = tokens[meta.token]
  if (!old) throw new Error('Meta has no token')
  tokens['EAA-repaired'] = { ...old, isValid: true }
  old.isValid = false
  const accessToken = await seal(loadConfig(env), 'EAA-repaired', {
    purpose: 'phone-number-token',
    organizationId,
    rowId: id,
  })
  const answer = meta.simulator.fetch
  let isRepaired = false
  vi.spyOn(meta.simulator, 'fetch').mockImplementation(async (request) => {
    if (!isRepaired && new URL(request.url).pathname.endsWith(path)) {
      isRepaired = true
      await drizzle(env.DIRECTORY)
        .update(phoneNumbers)
        .set({ accessToken, status: 'connected', pausedReason: null })
        .where(eq(phoneNumbers.id, id))
    }
    return answer(request)
  })
}

/** Whether it may send, and what is said of why not. */
export async function standingOf(id: string) {
  const { status, pausedReason } = phoneNumbers
  return (
    await drizzle(env.DIRECTORY).select({ status, pausedReason }).from(phoneNumbers).where(eq(phoneNumbers.id, id))
  )[0]
}
