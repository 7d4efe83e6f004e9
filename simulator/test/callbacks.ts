import type { World } from '../core/world'

/** Makes callbacks of these addresses answer the handshake with their token. @returns what was asked */
export function answerHandshakes(world: World, tokens: Record<string, string>): URL[] {
  const asked: URL[] = []
  const others = world.fetch
  world.fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    if (request.method !== 'GET' || !url.searchParams.has('hub.challenge')) return others(input, init)
    asked.push(url)
    const isKnown = tokens[`${url.origin}${url.pathname}`] === url.searchParams.get('hub.verify_token')
    return isKnown ? new Response(url.searchParams.get('hub.challenge')) : new Response('no', { status: 403 })
  }
  return asked
}
