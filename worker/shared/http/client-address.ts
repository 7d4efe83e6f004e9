import type { Context } from 'hono'

/** The caller's network: what attempts are counted by. */
export const clientAddress = (c: Context): string => clientNetwork(c.req.header('cf-connecting-ip') ?? 'unknown')

/** An IPv4 address as it is; of IPv6 the /64, which one customer usually holds whole. */
export function clientNetwork(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':')
  if (tail !== undefined) while (groups.length < 4) groups.push('0')
  return `${groups.slice(0, 4).join(':')}::/64`
}
