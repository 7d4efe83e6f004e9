import type { World } from '../core/world'
import { graphError } from './errors'

const MAX_URL = 200
const TIMEOUT_MS = 10_000

/**
 * Asks a callback for the challenge, as Meta does whenever an address or its token is saved.
 * @throws 100 for what is no address, 2200 when it doesn't answer 200 with the challenge
 */
export async function verifyCallback(
  world: World,
  { url, verifyToken }: { url: string; verifyToken: string },
): Promise<void> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw graphError(100, { message: `${url} should represent a valid URL` })
  }
  if (url.length > MAX_URL) throw graphError(100, { message: `The callback URL is longer than ${MAX_URL} characters.` })
  const challenge = world.digits(10)
  const address = new URL(url)
  address.searchParams.set('hub.mode', 'subscribe')
  address.searchParams.set('hub.challenge', challenge)
  address.searchParams.set('hub.verify_token', verifyToken)
  const { status, text } = await ask(world, address)
  const isAnswered = status === 200 && text === challenge
  world.log({
    way: 'in',
    kind: 'handshake',
    summary: `${isAnswered ? 'accepted' : 'refused'}: ${url}`,
    status,
    milliseconds: null,
    payload: { method: 'GET', url: address.toString() },
    answer: text.slice(0, 500),
  })
  if (isAnswered) return
  const reason =
    status === 200
      ? `Response does not match challenge, expected value="${challenge}", received="${text.slice(0, 50)}"`
      : `HTTP Status Code = ${status ?? 'none'}; HTTP Message = ${text.slice(0, 80)}`
  throw graphError(2200, { message: `Callback verification failed with the following errors: ${reason}` })
}

async function ask(world: World, url: URL): Promise<{ status: number | null; text: string }> {
  try {
    const response = await world.fetch(url.toString(), {
      headers: { 'user-agent': 'facebookplatform/1.0 (+http://developers.facebook.com)' },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    return { status: null, text: error instanceof Error ? error.message : String(error) }
  }
}
