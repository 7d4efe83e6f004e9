import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { testClock } from '../clock'
import { createRandom, faults } from '../faults'
import { send } from '../harness'
import { holdQueues } from '../held-queues'
import type { Delivery } from '../meta'
import { takeLog } from '../worker'
import { type Asked, compare, readEverything } from './compare'
import { createOnlookers } from './onlookers'
import { setTheStage, type Tenant } from './stage'
import { createTold } from './told'

// The fault run: everything that Meta, the network, the databases and a dying isolate can do, at once; then the ledger of
// what Meta told and took against the database, row by row. `node bench/run.mjs faults` runs it at full size.

const { FAULT_RUN } = env as unknown as { FAULT_RUN: string }
const [seed = 1, conversations = 30, inbound = 300, outbound = 300] = (FAULT_RUN || '1').split(',').map(Number)
/** Whose conversations agents answer, which reads them; the API answers the others. */
const isAgents = (conversationId: string) => conversationId.charCodeAt(conversationId.length - 1) % 2 === 0
const WAVES = Math.max(10, Math.ceil((inbound + outbound) / 100))

it(`keeps ${inbound} messages in and ${outbound} out over ${conversations} conversations, whatever happens (seed ${seed})`, async () => {
  const stage = await setTheStage({ seed, conversations })
  const { meta, tenants } = stage
  const random = createRandom(seed)
  const queues = holdQueues({ random, duplicate: 0.05, concurrency: 5 })
  const told = createTold()
  const asked: Asked[] = []
  const unanswered: { tenant: Tenant; conversationId: string; text: string; clientId: string }[] = []
  const undelivered: Delivery[] = []
  const readWamids = new Set<string>()
  const onlookers = await createOnlookers(tenants[0] as Tenant, createRandom(seed + 1))
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  let serial = 0
  const forged: string[] = []

  const customerWrites = async () => {
    const tenant = pick(tenants)
    const customer = pick(tenant.customers)
    const earlier = [...told.messages.values()].filter(
      ({ metaPhoneNumberId, type }) => metaPhoneNumberId === tenant.number.id && type === 'text',
    )
    const target = random() < 0.05 ? pick(earlier.length > 0 ? earlier : [undefined]) : undefined
    const mine = target && meta.world.state.messages[target.wamid]?.customerId === customer.id
    await meta.act(
      customer,
      mine
        ? { type: 'reaction', messageId: target.wamid, emoji: '👍' }
        : random() < 0.03
          ? { type: 'location', latitude: 38.7, longitude: -9.1 }
          : { type: 'text', text: `Where is parcel ${++serial}? “quoted” & größer 🎁` },
      tenant.number,
    )
  }

  /** An agent or the API answers somebody who wrote; asked again with the same client id until the answer comes. */
  const ask = async (one: (typeof unanswered)[number]) => {
    const { tenant, conversationId, text, clientId } = one
    const answer = await send('POST', `/api/conversations/${conversationId}/messages`, {
      token: isAgents(conversationId) ? await tenant.token() : tenant.apiKey,
      body: { content: { type: 'text', body: text }, clientId },
      env: queues.bindings,
    })
    if (answer.status === 202) asked.push({ messageId: answer.body.id, conversationId, text, tenant })
    else unanswered.push(one)
    return answer
  }
  const answer = async (conversation: { id: string; organizationId: string }) => {
    const tenant = tenants.find(({ organization }) => organization.id === conversation.organizationId)
    if (!tenant) throw new Error('a conversation of nobody')
    const text = `It is on its way, ${++serial}.`
    await ask({ tenant, conversationId: conversation.id, text, clientId: `client-${seed}-${serial}` })
  }

  /** Somebody gives the onlookers' conversations to somebody else; if it fails, it was not to be. */
  const assign = async (known: { id: string; organizationId: string }[]) => {
    const [{ organization, token }] = tenants as [Tenant]
    const theirs = known.filter(({ organizationId }) => organizationId === organization.id)
    if (theirs.length === 0) return
    const body = { assigneeId: pick(onlookers.assignees) }
    await send('PATCH', `/api/conversations/${pick(theirs).id}/assign`, {
      token: await token(),
      body,
      env: queues.bindings,
    })
  }

  /** Meta posts what it has, and again what was not answered with 200. */
  const deliver = async () => {
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
  }

  const forge = async () => {
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
  }

  /** Nothing strikes any more; time passes until everything is done. */
  const settle = async () => {
    faults.stop()
    stage.calmDown()
    for (let round = 0; round < 60; round++) {
      for (const one of unanswered.splice(0)) expect((await ask(one)).status).toBe(202)
      const delivered = await deliver()
      await queues.run()
      await queues.minute()
      await queues.run()
      const next = queues.nextDueAt()
      if (delivered === 0 && next === undefined && round > 3 && (await meta.takeDeliveries()).length === 0) {
        const left = await readEverything()
        const busy = left.messages.some(({ sendState }) => sendState === 'queued' || sendState === 'sending')
        if (!busy && left.outbox.length === 0) return
      }
      testClock.advanceBy(Math.max(31_000, Math.min(600_000, (next ?? 0) - testClock.now())))
    }
  }

  const wave = async (number: number, mayAnswer: (conversationId: string) => boolean = () => true) => {
    faults.flaky({ seed: seed * 1000 + number, rate: 0.02, kill: 0.02 })
    const known = (await readEverything()).conversations.filter(({ id }) => mayAnswer(id))
    for (let at = 0; at < Math.ceil(inbound / WAVES); at++) await customerWrites()
    if (known.length > 0) for (let at = 0; at < Math.ceil(outbound / WAVES); at++) await answer(pick(known))
    for (const one of unanswered.splice(0)) await ask(one)
    await deliver()
    await queues.run()
    for (let at = 0; at < 3; at++) await assign(known)
    // Looking on is nobody's fault to suffer: what is lost is lost between the object and the client.
    faults.stop()
    await onlookers.stir()
    faults.flaky({ seed: seed * 1000 + number + 500, rate: 0.02, kill: 0.02 })
    if (random() < 0.5) testClock.advanceBy(Math.floor(random() * 40_000))
    if (random() < 0.5) await queues.minute()
    await queues.run()
    await deliver()
    // A failed run says what differs, not what was lost on purpose.
    takeLog()
  }

  /** In the quiet, so that what was unread is known. */
  const readSome = async () => {
    const { conversations: known, messages } = await readEverything()
    for (const conversation of known) {
      const tenant = tenants.find(({ organization }) => organization.id === conversation.organizationId)
      // Who answers has read; the others are marked.
      if (isAgents(conversation.id)) await answer(conversation)
      else {
        if (random() < 0.5) continue
        const marked = await send('PATCH', `/api/conversations/${conversation.id}/read`, {
          token: await tenant?.token(),
          body: { isRead: true },
          env: queues.bindings,
        })
        expect(marked.status).toBe(200)
      }
      for (const { conversationId, wamid } of messages)
        if (conversationId === conversation.id && wamid !== null) readWamids.add(wamid)
    }
  }

  stage.misbehave()
  for (let number = 0; number < WAVES; number++) {
    await wave(number)
    if (number % 5 === 0) {
      faults.stop()
      await forge()
    }
  }
  await settle()
  await readSome()
  stage.misbehave()
  // From here on only the API answers: what agents would read is theirs.
  for (let number = WAVES; number < WAVES + 3; number++) await wave(number, (id) => !isAgents(id))
  await settle()
  expect(await onlookers.compare()).toEqual([])
  onlookers.leave()
  takeLog()

  const found = await readEverything()
  expect(compare(found, { stage, told, asked, queues, readWamids, forged })).toEqual([])
  // And something has happened.
  const struck = queues.invocations.flatMap((one) => one.struck)
  const states = Object.groupBy(found.messages, ({ sendState }) => sendState ?? 'none')
  console.log(
    `fault run: ${told.messages.size} messages and ${told.statuses.size} statuses in ${told.deliveries()} deliveries, ` +
      `${asked.length} sent, ${states.unconfirmed?.length ?? 0} unconfirmed, ${states.failed?.length ?? 0} failed; ` +
      `${struck.filter((what) => what.startsWith('killed')).length} kills and ${struck.length} faults in all`,
  )
  expect(struck.length).toBeGreaterThan(0)
  expect(asked.length).toBeGreaterThan(outbound / 2)
}, 3_600_000)
