/** What Meta has told the product and had acknowledged, however often and in which order: read from the signed bodies. */
export type ToldMessage = {
  wamid: string
  metaPhoneNumberId: string
  from: string
  at: number
  type: string
  /** What it says, of the types that say something. */
  text: string | null
  /** The message that a reaction is about. */
  targetWamid: string | null
  /** Meta's id of its file, and the digest that Meta announced. */
  file: { id: string; sha256: string } | null
  /** The delivery that told it first, and its place among all messages told. */
  delivery: number
  serial: number
}
export type ToldStatus = {
  wamid: string
  metaPhoneNumberId: string
  status: string
  at: number
  callbackData: string | null
  /** Why it failed. */
  code: number | null
}
type Entry<Item> = Item & { times: number }

type Value = {
  metadata?: { phone_number_id?: string }
  messages?: Record<string, unknown>[]
  statuses?: Record<string, unknown>[]
}
type Body = { entry?: { changes?: { field: string; value: Value }[] }[] }

const seconds = (value: unknown) => Number(value) * 1000
const textOf = (message: Record<string, unknown>): string | null => {
  const part = message[String(message.type)] as Record<string, unknown> | undefined
  if (message.type === 'text') return String(part?.body)
  return typeof part?.caption === 'string' ? part.caption : null
}

const fileOf = (message: Record<string, unknown>): ToldMessage['file'] => {
  const part = message[String(message.type)] as { id?: string; sha256?: string } | undefined
  return part?.id !== undefined && part.sha256 !== undefined ? { id: part.id, sha256: part.sha256 } : null
}

/** Fills up with every delivery that was acknowledged. */
export function createTold() {
  const messages = new Map<string, Entry<ToldMessage>>()
  const statuses = new Map<string, Entry<ToldStatus>>()
  let deliveries = 0

  const note = <Item>(map: Map<string, Entry<Item>>, key: string, item: Item) => {
    const known = map.get(key)
    if (known) known.times++
    else map.set(key, { ...item, times: 1 })
  }
  return {
    messages,
    statuses,
    deliveries: () => deliveries,
    acknowledged(body: string): void {
      deliveries++
      const { entry = [] } = JSON.parse(body) as Body
      for (const { value } of entry.flatMap(({ changes = [] }) => changes)) {
        const metaPhoneNumberId = value.metadata?.phone_number_id ?? ''
        for (const message of value.messages ?? []) {
          const reaction = message.reaction as { message_id?: string } | undefined
          note(messages, `${metaPhoneNumberId} ${message.id}`, {
            wamid: String(message.id),
            metaPhoneNumberId,
            from: String(message.from ?? message.from_user_id),
            at: seconds(message.timestamp),
            type: String(message.type),
            text: textOf(message),
            targetWamid: reaction?.message_id ?? null,
            file: fileOf(message),
            delivery: deliveries,
            serial: messages.size,
          })
        }
        for (const status of value.statuses ?? [])
          note(statuses, `${metaPhoneNumberId} ${status.id} ${status.status}`, {
            wamid: String(status.id),
            metaPhoneNumberId,
            status: String(status.status),
            at: seconds(status.timestamp),
            callbackData: typeof status.biz_opaque_callback_data === 'string' ? status.biz_opaque_callback_data : null,
            code: (status.errors as { code: number }[] | undefined)?.[0]?.code ?? null,
          })
      }
    },
  }
}
export type Told = ReturnType<typeof createTold>
