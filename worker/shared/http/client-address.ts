import type { Context } from 'hono'

/** The caller's address as Cloudflare reports it; for IPv6 the /64 that one customer usually holds. */
export function clientAddress(c: Context): string {
  const address = c.req.header('cf-connecting-ip') ?? 'unknown'
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':')
  if (tail !== undefined) while (groups.length < 4) groups.push('0')
  return `${groups.slice(0, 4).join(':')}::/64`
}
