import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { expect } from 'vitest'
import { phoneNumbers } from '../../shared/db/directory.tables'
import { testClock } from '../clock'
import { createRandom, faults } from '../faults'
import { send } from '../harness'
import { holdQueues } from '../held-queues'
import { takeLog } from '../worker'
import { createCast, isAgents } from './cast'
import type { Evidence } from './compare'
import { type Copies, readCopies } from './compare-files'
import { type Everything, readEverything } from './everything'
import { createOnlookers } from './onlookers'
import { setTheStage, type Tenant } from './stage'
import { createTold } from './told'

type Size = { seed: number; conversations: number; inbound: number; outbound: number }
export type Play = {
  found: Everything
  evidence: Evidence
  /** What the onlookers hold and should not, and the other way round. */
  seenWrongly: string[]
}

const statusOf = async ({ phoneNumberId }: Tenant) => {
  const [row] = await drizzle(env.DIRECTORY).select().from(phoneNumbers).where(eq(phoneNumbers.id, phoneNumberId))
  return row?.status
}

/** Plays it to the end, and reads what is there then. Nothing is compared yet. */
export async function play({ seed, conversations, inbound, outbound }: Size): Promise<Play> {
  const waves = Math.max(10, Math.ceil((inbound + outbound) / 100))
  const stage = await setTheStage({ seed, conversations })
  const { meta, tenants } = stage
  const told = createTold()
  const queues = holdQueues({ random: createRandom(seed + 2), duplicate: 0.05, concurrency: 5 })
  const cast = createCast({ stage, told, queues, seed })
  const { random, pick } = cast
  const onlookers = await createOnlookers(tenants[0] as Tenant, createRandom(seed + 1))
  const readWamids = new Set<string>()

  /** Nothing strikes any more; time passes until everything is done. */
  async function settle(): Promise<void> {
    faults.stop()
    stage.calmDown()
    for (let round = 0; round < 60; round++) {
      // A key whose request died in the middle is not asked about before a minute has passed.
      for (const status of await cast.askAgain()) expect([202, 409]).toContain(status)
      const delivered = await cast.deliver()
      await queues.run()
      await queues.minute()
      await queues.run()
      const left = await readEverything()
      const due = [...left.messages, ...left.media.filter(({ direction }) => direction === 'inbound')]
        .flatMap(({ dueAt }) => dueAt ?? [])
        .concat(queues.nextDueAt() ?? [])
      const isQuiet = due.length === 0 && left.outbox.length === 0 && delivered === 0 && cast.unanswered.length === 0
      if (isQuiet && round > 3 && (await meta.takeDeliveries()).length === 0) return
      testClock.advanceBy(Math.max(31_000, Math.min(600_000, Math.min(...due, Infinity) - testClock.now())))
    }
  }

  async function wave(number: number, mayAnswer: (conversationId: string) => boolean = () => true): Promise<void> {
    faults.flaky({ seed: seed * 1000 + number, rate: 0.02, kill: 0.02 })
    stage.failSome()
    const known = (await readEverything()).conversations.filter(({ id }) => mayAnswer(id))
    for (let at = 0; at < Math.ceil(inbound / waves); at++) await cast.customerWrites()
    if (known.length > 0) for (let at = 0; at < Math.ceil(outbound / waves); at++) await cast.answer(pick(known))
    await cast.askAgain()
    await cast.deliver()
    await queues.run()
    for (let at = 0; at < 3; at++) await cast.assign(known, onlookers.assignees)
    // Looking on is nobody's fault to suffer: what is lost is lost between the object and the client.
    faults.stop()
    await onlookers.stir()
    faults.flaky({ seed: seed * 1000 + number + 500, rate: 0.02, kill: 0.02 })
    if (random() < 0.5) testClock.advanceBy(Math.floor(random() * 40_000))
    if (random() < 0.5) await queues.minute()
    await queues.run()
    await cast.deliver()
    // A failed run says what differs, not what was lost on purpose.
    takeLog()
  }

  /** A wave in which every token of an app is dead: its numbers are paused, and go on with a new one. */
  async function expiredWave(number: number, appId: string): Promise<void> {
    const theirs = stage.expireTokens(appId)
    const isTheirs = ({ metaPhoneNumberId }: { metaPhoneNumberId: string }) =>
      theirs.some((tenant) => tenant.number.id === metaPhoneNumberId)
    const from = stage.calls.length
    await wave(number)
    faults.stop()
    // Each of them is tried once more at least: a fault may have been quicker.
    const known = (await readEverything()).conversations
    for (const one of known.filter((conversation) => theirs.includes(cast.tenantOf(conversation))))
      await cast.answer(one)
    await queues.run()
    const ofTheirs = () => stage.calls.slice(from).filter(isTheirs)
    for (const { outcome } of ofTheirs()) expect(outcome, 'with a dead token').not.toBe(200)
    for (const tenant of theirs) expect(await statusOf(tenant), `${tenant.name}, whose token died`).toBe('paused')
    const tried = ofTheirs().length
    testClock.advanceBy(120_000)
    await queues.minute()
    await queues.run()
    expect(ofTheirs().length, 'while they are paused').toBe(tried)
    const accessToken = stage.newToken(appId)
    for (const { token, phoneNumberId } of theirs) {
      const { status, body } = await send('PATCH', `/api/phone-numbers/${phoneNumberId}`, {
        ...{ token: await token(), body: { accessToken }, env: queues.bindings },
      })
      expect([status, body.status], JSON.stringify(body)).toEqual([200, 'connected'])
    }
    takeLog()
  }

  /** In the quiet, so that what was unread is known. */
  async function readSome(): Promise<void> {
    const { conversations: known, messages } = await readEverything()
    for (const conversation of known) {
      // Who answers has read; the others are marked.
      if (isAgents(conversation.id)) await cast.answer(conversation)
      else {
        if (random() < 0.5) continue
        const marked = await send('PATCH', `/api/conversations/${conversation.id}/read`, {
          token: await cast.tenantOf(conversation).token(),
          body: { isRead: true },
          env: queues.bindings,
        })
        expect(marked.status).toBe(200)
      }
      for (const { conversationId, wamid } of messages)
        if (conversationId === conversation.id && wamid !== null) readWamids.add(wamid)
    }
  }

  const [platformApp, ownApp] = [tenants[0]?.appId ?? '', tenants[2]?.appId ?? '']
  stage.misbehave()
  for (let number = 0; number < waves; number++) {
    if (number === Math.floor(waves / 3)) await expiredWave(number, platformApp)
    else if (number === Math.floor(waves / 2)) await expiredWave(number, ownApp)
    else await wave(number)
    if (number % 5 === 0) {
      faults.stop()
      await cast.forge()
    }
  }
  await settle()
  await readSome()
  stage.misbehave()
  // From here on only the API answers: what agents would read is theirs.
  for (let number = waves; number < waves + 3; number++) await wave(number, (id) => !isAgents(id))
  await settle()
  expect(cast.unanswered, 'asked for and never answered').toEqual([])
  const seenWrongly = await onlookers.compare()
  onlookers.leave()
  takeLog()
  const copies = new Map<string, Copies>()
  for (const tenant of tenants) copies.set(tenant.organization.id, await readCopies(tenant))
  const { asked, forged } = cast
  const evidence = { stage, told, asked, queues, readWamids, forged, copies }
  return { found: await readEverything(), evidence, seenWrongly }
}
