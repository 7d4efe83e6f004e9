import { digitsOf } from '../core/phone-numbers'
import type { Customer, PhoneNumber } from '../core/state'
import { threadOf } from '../core/threads'
import type { World } from '../core/world'
import { deliver } from '../webhooks/deliver'
import { contactOf, identityOf, metadataOf, seconds } from '../webhooks/identity'
import { about } from '../webhooks/message-payloads'

type Call = { customer: Customer; number: PhoneNumber; outcome: 'completed' | 'missed'; seconds: number }

/** Enough of RFC 8866 to be parsed; nobody hears anything. */
const SDP =
  'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 3480 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n'

/** The customer calls: `connect`, and when it is over `terminate`. A call opens the window as a message does. */
export function tellCall(world: World, { customer, number, outcome, seconds: length }: Call): void {
  const between = { customer, number }
  const { waId, userId } = identityOf(world, between)
  const startedAt = world.now()
  const call = {
    id: `wacid.${world.wamid(customer.waId).slice('wamid.'.length)}`,
    to: digitsOf(number.displayPhoneNumber),
    ...(waId !== undefined && { from: waId }),
    ...(userId !== undefined && { from_user_id: userId }),
  }
  threadOf(world, { customerId: customer.id, numberId: number.id }).lastInboundAt = startedAt
  const tell = (event: Record<string, unknown>, summary: string) =>
    deliver(world, {
      ...about(between),
      field: 'calls',
      value: { ...metadataOf(number), contacts: [contactOf(world, between)], calls: [{ ...call, ...event }] },
      summary,
    })
  const session = { sdp_type: 'offer', sdp: SDP }
  void tell(
    { event: 'connect', timestamp: seconds(startedAt), direction: 'USER_INITIATED', session },
    `call from ${customer.name}`,
  )
  const isCompleted = outcome === 'completed'
  const endedAt = startedAt + length * 1000
  world.schedule(isCompleted ? endedAt : startedAt, () => {
    const times = {
      start_time: seconds(startedAt),
      end_time: seconds(endedAt),
      duration: length,
    }
    void tell(
      {
        event: 'terminate',
        direction: 'USER_INITIATED',
        timestamp: seconds(world.now()),
        status: isCompleted ? 'COMPLETED' : 'FAILED',
        ...(isCompleted && times),
      },
      `call of ${customer.name} ${isCompleted ? 'ended' : 'missed'}`,
    )
  })
}
