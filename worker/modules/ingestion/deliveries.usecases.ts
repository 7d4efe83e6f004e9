import type { OrganizationContext, SystemContext } from '../../shared/context'
import { type BatchItem, definePlatformQueue, PermanentError } from '../../shared/queue'
import { enterByDelivery, type NumberEntry } from '../../tenancy/organization-context'
import type { ParsedChange, RawChange } from '../../whatsapp/webhook-events'
import { parseWebhookJson } from '../../whatsapp/webhook-json'
import { parseChange, splitDelivery } from '../../whatsapp/webhook-parser'
import { buryUnrouted } from './dead-changes.usecases'
import { type InboundRun, QUERIES, startRun } from './inbound-run.models'
import { type Inbound, inboundSchema, type SignedBy } from './ingestion.schemas'
import { takeForOrganization } from './organization-deliveries.usecases'
import { noteRefusals } from './refusals.repository'
import { giveReplayUp, stepReplay } from './replay.usecases'
import { costOf, type Entry } from './store.usecases'

/** Meta's deliveries, between the edge and the databases. */
export const inboundQueue = definePlatformQueue({ name: 'inbound', binding: 'INBOUND', schema: inboundSchema })

type Item = BatchItem<Inbound>
/** A delivery that is here with its body. */
type Opened = SignedBy & { item: Item; body: string }
/** One change of a delivery, before anybody knows whose it is. */
type Change = SignedBy & { item: Item; raw: RawChange; parsed: ParsedChange }

/** So much text is read at a time: parsed it is many times as large, and a Worker has 128 MB. */
const MAX_CHARACTERS = 2_000_000
/** As wrangler.toml has them: what fails after so many is with the dead letters. */
const RETRIES = 10
/** Organizations side by side: each has two connections open at most, and a Worker six. */
const SIDE_BY_SIDE = 3

/**
 * A batch of the queue. What came in at the edge goes first, together: one query says whose it is, and each organization's
 * part is one transaction. Large bodies and replays follow one by one. What there are no queries left for goes back to the
 * queue, as a message like the first: it was not its fault.
 */
export async function takeBatch(system: SystemContext, items: Item[]): Promise<void> {
  const byType = Map.groupBy(items, ({ payload }) => payload.type)
  const deliveries = (byType.get('delivery') ?? []).flatMap((item): Opened[] =>
    item.payload.type === 'delivery' ? [{ ...item.payload, item }] : [],
  )
  const run = startRun<Item>()
  for (const part of inParts(deliveries)) await takeDeliveries(system, part, run)
  for (const item of byType.get('stored') ?? []) await settle(item, () => takeStored(system, item, run))
  for (const item of byType.get('refused') ?? []) await settle(item, () => takeRefused(system, item, run))
  for (const item of byType.get('replay') ?? []) await settle(item, () => takeReplay(system, item, run))
  // One by one: together they may be more than the queue takes at a time.
  await sideBySide(run.postponed(), (item) => settle(item, () => inboundQueue.send(system, [item.payload])))
}

async function settle(item: Pick<Item, 'fail'>, work: () => unknown): Promise<void> {
  try {
    await work()
  } catch (error) {
    item.fail(error)
  }
}

function inParts(deliveries: Opened[]): Opened[][] {
  const parts: Opened[][] = []
  let characters = Number.POSITIVE_INFINITY
  for (const delivery of deliveries) {
    if (characters + delivery.body.length > MAX_CHARACTERS) {
      parts.push([])
      characters = 0
    }
    parts.at(-1)?.push(delivery)
    characters += delivery.body.length
  }
  return parts
}

/** A body that did not fit into the queue. It is gone from the bucket once everything in it is where it belongs. */
async function takeStored(system: SystemContext, item: Item, run: InboundRun<Item>): Promise<void> {
  if (item.payload.type !== 'stored') return
  const { key, ...signedBy } = item.payload
  const object = await system.env.BUCKET.get(key)
  if (!object) return system.log.info('a stored delivery is done already', { key })
  let hasFailed = false
  const fail = (error: unknown) => {
    hasFailed = true
    item.fail(error)
  }
  await takeDeliveries(system, [{ ...signedBy, item: { ...item, fail }, body: await object.text() }], run)
  if (!hasFailed && !run.isPostponed(item)) await system.env.BUCKET.delete(key)
}

async function takeRefused(system: SystemContext, item: Item, run: InboundRun<Item>): Promise<void> {
  if (item.payload.type !== 'refused') return
  if (run.mayTake(item.payload.refusals.length)) await noteRefusals(system, item.payload.refusals)
  else run.postpone(item)
}

async function takeReplay(system: SystemContext, item: Item, run: InboundRun<Item>): Promise<void> {
  if (item.payload.type !== 'replay') return
  if (!run.mayTake(QUERIES.organization)) return run.postpone(item)
  try {
    await stepReplay(system, { ...item.payload, inbound: run })
  } catch (error) {
    if (item.attempts > RETRIES) await giveReplayUp(system, { ...item.payload, error })
    throw error
  }
}

async function takeDeliveries(system: SystemContext, deliveries: Opened[], run: InboundRun<Item>): Promise<void> {
  const changes = deliveries.flatMap(openDelivery)
  if (changes.length === 0) return
  const fail = (error: unknown) => {
    for (const { item } of changes) item.fail(error)
  }
  let numbers: NumberEntry[][]
  try {
    const found = await enterByDelivery(system, changes.map(toClaim))
    numbers = changes.map((change, at) => numbersFor(change, found[at] ?? []))
  } catch (error) {
    return fail(error)
  }
  const unrouted = changes.filter((_, at) => numbers[at]?.length === 0)
  if (unrouted.length > 0) await buryUnrouted(system, unrouted)
  await sideBySide([...byOrganization(changes, numbers)], async ([ctx, entries]) => {
    if (run.mayTake(costOf(entries))) await takeForOrganization(system, ctx, { entries, run })
    else for (const { item } of entries) run.postpone(item)
  })
}

const ofOneNumber = ['message', 'echo', 'history', 'status', 'call', 'handover']
/**
 * Of what was an organization's before only its numbers, whoever has them now. What is said in a thread is for one number:
 * where none is named, the account must have no other.
 */
function numbersFor({ parsed, organizationId }: Change, all: NumberEntry[]): NumberEntry[] {
  const found = all.filter(({ ctx }) => organizationId === undefined || ctx.organizationId === organizationId)
  const isOfOne = parsed.events.some(({ kind }) => ofOneNumber.includes(kind))
  return parsed.phoneNumberId === null && found.length > 1 && isOfOne ? [] : found
}

/** The changes of a delivery; one that nobody can read is dead-lettered as it is. */
function openDelivery({ body, item, ...signedBy }: Opened): Change[] {
  const changes = readDelivery(body)
  if (changes) return changes.map((raw) => ({ ...signedBy, item, raw, parsed: parseChange(raw, signedBy) }))
  item.fail(new PermanentError('It is signed, but it is not one of Meta’s deliveries about WhatsApp.'))
  return []
}

/** Null for what is none. */
export function readDelivery(body: string): RawChange[] | null {
  try {
    return splitDelivery(parseWebhookJson(withoutNul(body)))
  } catch {
    return null
  }
}

/** SQLite ends a text at NUL, and nobody writes one. Backslashes before it come in pairs, or it is no NUL. */
const withoutNul = (json: string): string =>
  json.includes('\\u0000') ? json.replace(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1') : json

const toClaim = ({ appKey, parsed }: Change) => ({
  appKey,
  metaPhoneNumberId: parsed.phoneNumberId,
  wabaId: parsed.wabaId,
})

/** What is told about an account concerns every organization that has a number of it, and each of them once. */
function byOrganization(changes: Change[], numbers: NumberEntry[][]) {
  const parts = new Map<OrganizationContext, (Entry & { item: Item })[]>()
  for (const [at, change] of changes.entries())
    for (const [ctx, [number]] of Map.groupBy(numbers[at] ?? [], (one) => one.ctx))
      if (number) parts.set(ctx, [...(parts.get(ctx) ?? []), { ...change, phoneNumberId: number.phoneNumberId }])
  return parts
}

async function sideBySide<T>(tasks: T[], run: (task: T) => Promise<void>): Promise<void> {
  const left = [...tasks]
  const lane = async () => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) await run(task)
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane))
}
