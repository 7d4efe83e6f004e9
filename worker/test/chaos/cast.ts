import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import { storeMedia } from '../../../simulator/core/media-store'
import { createRandom } from '../faults'
import { send } from '../harness'
import type { HeldQueues } from '../held-queues'
import { sendBytes } from '../media'
import * as files from '../media-files'
import type { Delivery } from '../meta'
import type { Asked } from './compare'
import type { Stage, Tenant } from './stage'
import type { Told } from './told'
import { digestOf } from './watch-meta'

type Request = Omit<Asked, 'messageId'> & { clientId: string; key: string | null }
type Upload = { kind: 'image' | 'document' | 'voice'; mediaId: string; sha256: string }
type Conversation = { id: string; organizationId: string }

/** Whose conversations agents answer, which reads them; the API answers the others. */
export const isAgents = (conversationId: string): boolean =>
  conversationId.charCodeAt(conversationId.length - 1) % 2 === 0

const kinds = {
  image: ['image/jpeg', files.jpeg()],
  document: ['application/pdf', files.pdf()],
  voice: ['audio/ogg', files.oggOpus()],
} as const
const KINDS = Object.keys(kinds) as Upload['kind'][]
/** A file that nobody else has. */
const fileOf = (kind: Upload['kind'], serial: number) =>
  new Uint8Array(Buffer.concat([kinds[kind][1], files.text(` file ${serial} `.repeat(1 + (serial % 40)))]))

/** What customers, agents and Meta do, each time one of them is asked to. */
export function createCast({ stage, told, queues, seed }: Parts) {
  const { meta, tenants } = stage
  const { world } = meta
  const random = createRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const asked: Asked[] = []
  const unanswered: Request[] = []
  const undelivered: Delivery[] = []
  const forged: string[] = []
  /** Meta's ids of files that customers of a number have sent: some are passed on. */
  const received = new Map<string, { kind: Upload['kind']; mediaId: string }[]>()
  const uploads = new Map<Tenant, Upload[]>()
  let serial = 0
  const keyOf = async ({ token, apiKey }: Tenant, conversationId: string) =>
    isAgents(conversationId) ? token() : apiKey
  const tenantOf = ({ organizationId }: Conversation): Tenant => {
    const tenant = tenants.find(({ organization }) => organization.id === organizationId)
    if (!tenant) throw new Error('a conversation of nobody')
    return tenant
  }

  /** A file of a customer's: a new one, or one that others have passed on; one in twenty is broken at Meta for good. */
  function fileFrom({ number: { id: numberId } }: Tenant) {
    const known = received.get(numberId) ?? []
    if (known.length > 0 && random() < 0.3) return { ...pick(known), isForwarded: true }
    const kind = pick(KINDS)
    const stored = storeMedia(world, {
      ...{ numberId, bytes: fileOf(kind, ++serial), mimeType: kinds[kind][0], voice: kind === 'voice' },
      ...{ isFromCustomer: true, isCorrupt: random() < 0.05 },
    })
    const file = { kind, mediaId: stored.id }
    received.set(numberId, [...known, file])
    return { ...file, isForwarded: false }
  }

  async function customerWrites(): Promise<void> {
    const tenant = pick(tenants)
    const customer = pick(tenant.customers)
    const earlier = [...told.messages.values()].filter(
      ({ metaPhoneNumberId, type }) => metaPhoneNumberId === tenant.number.id && type === 'text',
    )
    const target = random() < 0.05 ? pick(earlier.length > 0 ? earlier : [undefined]) : undefined
    const mine = target && world.state.messages[target.wamid]?.customerId === customer.id
    const text = () => `Where is parcel ${++serial}? “quoted” & größer 🎁`
    if (mine) await meta.act(customer, { type: 'reaction', messageId: target.wamid, emoji: '👍' }, tenant.number)
    else if (random() < 0.03)
      await meta.act(customer, { type: 'location', latitude: 38.7, longitude: -9.1 }, tenant.number)
    else if (random() < 0.2) {
      const { kind, mediaId, isForwarded } = fileFrom(tenant)
      const caption = kind !== 'voice' && random() < 0.5 ? { caption: text() } : {}
      const forwarded = isForwarded ? { forwarded: 'once' as const } : {}
      await meta.act(customer, { type: kind, mediaId, ...caption, ...forwarded }, tenant.number)
    } else {
      await meta.act(customer, { type: 'text', text: text() }, tenant.number)
      // In one breath: two within a second have to stay in their order.
      if (random() < 0.2) await meta.act(customer, { type: 'text', text: text() }, tenant.number)
    }
  }

  /** The same file is often sent to several. An upload that failed is not tried again: then it is words. */
  async function uploadFor(tenant: Tenant): Promise<Upload | null> {
    const known = uploads.get(tenant) ?? []
    if (known.length > 0 && random() < 0.4) return pick(known)
    const kind = pick(KINDS)
    const bytes = fileOf(kind, ++serial)
    const { status, body } = await sendBytes('POST', `/api/media${kind === 'document' ? '?filename=care.pdf' : ''}`, {
      ...{ token: tenant.apiKey, body: bytes, env: queues.bindings },
      headers: { 'content-type': kinds[kind][0], 'content-length': String(bytes.byteLength) },
    })
    if (status !== 201) {
      expect(status, 'an upload').toBeGreaterThanOrEqual(500)
      return null
    }
    const upload = { kind, mediaId: String(body.id), sha256: digestOf(bytes) }
    uploads.set(tenant, [...known, upload])
    return upload
  }

  /** Asked again with the same client id, or the same Idempotency-Key, until the answer comes. */
  async function ask(one: Request): Promise<number> {
    const { tenant, conversationId, content, clientId, key } = one
    const { status, body } = await send('POST', `/api/conversations/${conversationId}/messages`, {
      token: await keyOf(tenant, conversationId),
      body: key === null ? { content, clientId } : { content },
      ...(key !== null && { headers: { 'idempotency-key': key } }),
      env: queues.bindings,
    })
    if (status === 202) asked.push({ ...one, messageId: String(body.id) })
    else unanswered.push(one)
    return status
  }

  /** An agent or the API answers somebody who wrote. */
  async function answer(conversation: Conversation): Promise<void> {
    const tenant = tenantOf(conversation)
    const text = `It is on its way, ${++serial}.`
    const file = random() < 0.15 ? await uploadFor(tenant) : null
    const { mediaId = '', kind, sha256 = null } = file ?? {}
    const content =
      kind === undefined
        ? { type: 'text', body: text }
        : kind === 'voice'
          ? { type: 'audio', mediaId, voice: true }
          : { type: kind, mediaId, caption: text }
    await ask({
      ...{ tenant, conversationId: conversation.id, content, sha256, clientId: `client-${seed}-${serial}-${text}` },
      key: serial % 3 === 0 ? `key-${seed}-${serial}` : null,
      text: kind === 'voice' ? null : text,
    })
  }

  return {
    asked,
    unanswered,
    forged,
    random,
    pick,
    tenantOf,
    customerWrites,
    answer,
    askAgain: async (): Promise<number[]> => {
      const statuses: number[] = []
      for (const one of unanswered.splice(0)) statuses.push(await ask(one))
      return statuses
    },

    /** Somebody gives conversations of the first tenant to somebody else; if it fails, it was not to be. */
    async assign(known: Conversation[], assignees: readonly (string | null)[]): Promise<void> {
      const [{ organization, token }] = tenants as [Tenant]
      const theirs = known.filter(({ organizationId }) => organizationId === organization.id)
      if (theirs.length === 0) return
      await send('PATCH', `/api/conversations/${pick(theirs).id}/assign`, {
        token: await token(),
        body: { assigneeId: pick(assignees) },
        env: queues.bindings,
      })
    },

    /** Meta posts what it has, and again what was not answered with 200. */
    async deliver(): Promise<number> {
      const waiting = [...undelivered.splice(0), ...(await meta.takeDeliveries())]
      for (const delivery of waiting) {
        const { status } = await send('POST', delivery.path, {
          rawBody: delivery.body,
          headers: { 'x-hub-signature-256': delivery.signature },
          env: queues.bindings,
        })
        if (status === 200) told.acknowledged(delivery.body)
        else undelivered.push(delivery)
      }
      return waiting.length
    },

    /** A tenant's own app signs something about a neighbour's number. */
    async forge(): Promise<void> {
      const wamid = `wamid.forged-${++serial}`
      const { appSecret, path, body } = stage.forgery(wamid)
      const signature = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
      const { status } = await send('POST', path, {
        rawBody: body,
        headers: { 'x-hub-signature-256': signature },
        env: queues.bindings,
      })
      expect(status).toBe(200)
      forged.push(wamid)
    },
  }
}
type Parts = { stage: Stage; told: Told; queues: HeldQueues; seed: number }
export type Cast = ReturnType<typeof createCast>
