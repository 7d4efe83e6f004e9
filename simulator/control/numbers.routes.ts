import { Hono } from 'hono'
import { z } from 'zod'
import { calmChaos } from '../core/chaos'
import type { PhoneNumber } from '../core/state'
import { titleOf } from '../graph/errors'
import { declineHistory, sendContactSync, sendEcho, sendHistory } from '../webhooks/coexistence-fields'
import { sendGroupEvent } from '../webhooks/group-fields'
import { decideName, sendNumberQuality, setNumberQuality, upgradeThroughput } from '../webhooks/number-fields'
import { chaosSchema, echoSchema, failureSchema, historySchema, numberChangeSchema } from './control.schemas'
import { historyThreads } from './history'
import { type Control, findIn, note, readJson } from './request'

/** Phone numbers: their health, chaos, and what their owner does in the WhatsApp Business app. */
export function numberRoutes(control: Control): Hono {
  const { world } = control
  const numberOf = (id: string) => findIn(world.state.numbers, id, 'phone number')

  return new Hono()
    .get('/numbers/:id', (c) => c.json(numberOf(c.req.param('id'))))
    .patch('/numbers/:id', async (c) => {
      const number = numberOf(c.req.param('id'))
      const change = await readJson(c, numberChangeSchema)
      await applyChange(control, number, change)
      note(control, 'number', `${number.verifiedName} changed`, { payload: change, numberId: number.id })
      return c.json(number)
    })
    .post('/numbers/:id/name', async (c) => {
      const number = numberOf(c.req.param('id'))
      const { decision, reason } = await readJson(c, nameSchema)
      await decideName(world, { number, decision, ...(reason !== undefined && { reason }) })
      return c.json(number)
    })
    .get('/numbers/:id/chaos', (c) => c.json(numberOf(c.req.param('id')).chaos))
    .patch('/numbers/:id/chaos', async (c) => {
      const number = numberOf(c.req.param('id'))
      const change = await readJson(c, chaosSchema)
      // Another seed begins its stream of decisions anew, so that a run can be repeated.
      const known = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      Object.assign(number.chaos, known, change.seed !== undefined && { step: 0 })
      note(control, 'chaos', `${number.verifiedName}: ${Object.keys(known).join(', ')}`, {
        payload: known,
        numberId: number.id,
      })
      return c.json(number.chaos)
    })
    .delete('/numbers/:id/chaos', (c) => {
      const number = numberOf(c.req.param('id'))
      number.chaos = calmChaos(number.chaos.seed)
      note(control, 'chaos', `${number.verifiedName}: calm again`, { numberId: number.id })
      return c.json(number.chaos)
    })
    .post('/numbers/:id/failures', async (c) => {
      const number = numberOf(c.req.param('id'))
      const { code, asStatus, times } = await readJson(c, failureSchema)
      for (let count = 0; count < times; count++) number.chaos.nextFailures.push({ code, asStatus })
      note(control, 'chaos', `The next ${times} fail: ${titleOf(code)} (${code})`, { numberId: number.id })
      return c.json({ nextFailures: number.chaos.nextFailures })
    })
    .delete('/numbers/:id/failures', (c) => {
      const number = numberOf(c.req.param('id'))
      number.chaos.nextFailures = []
      note(control, 'chaos', 'Nothing fails on purpose', { numberId: number.id })
      return c.json({ nextFailures: [] })
    })
    .post('/numbers/:id/group', async (c) => {
      const number = numberOf(c.req.param('id'))
      const event = await readJson(c, groupSchema)
      await sendGroupEvent(world, { number, ...event })
      note(control, 'group', event.type.replaceAll('_', ' '), { payload: event, numberId: number.id })
      return c.json(event)
    })
    .post('/numbers/:id/echo', async (c) => {
      const number = numberOf(c.req.param('id'))
      const { customerId, text } = await readJson(c, echoSchema)
      const customer = findIn(world.state.customers, customerId, 'customer')
      const message = sendEcho(world, { number, customer, content: { type: 'text', text: { body: text } } })
      // It went from phone to phone: there is nobody to tell of its arrival.
      message.status = 'delivered'
      message.statusAt.delivered = world.now()
      return c.json({ messageId: message.id })
    })
    .post('/numbers/:id/history', async (c) => {
      const number = numberOf(c.req.param('id'))
      const request = await readJson(c, historySchema)
      if (request.declined) {
        await declineHistory(world, number)
        return c.json({ chunks: 0, messages: 0 })
      }
      const customers = Object.values(world.state.customers).slice(0, 500)
      const phases = historyThreads(world, { customers, ...request })
      await sendContactSync(world, { number, customers, action: 'add' })
      for (const [index, { phase, threads }] of phases.entries()) {
        const progress = Math.round(((index + 1) / phases.length) * 100)
        await sendHistory(world, { number, phase, chunkOrder: index + 1, progress, threads })
      }
      const messages = phases.flatMap(({ threads }) => threads).reduce((sum, thread) => sum + thread.messages.length, 0)
      return c.json({ chunks: phases.length, messages })
    })
}

const groupSchema = z.strictObject({
  field: z.enum([
    'group_lifecycle_update',
    'group_participants_update',
    'group_settings_update',
    'group_status_update',
  ]),
  groupId: z.string().min(1).default('HBgLMTY1MDM4Nzk0MzkVAgASGBQz'),
  type: z.string().min(1),
  /** What is told beside, as Meta's page of that event has it. */
  more: z.record(z.string(), z.unknown()).default({}),
})

const nameSchema = z.strictObject({
  decision: z.enum(['APPROVED', 'REJECTED', 'DEFERRED']),
  reason: z.string().optional(),
})

async function applyChange(
  { world }: Control,
  number: PhoneNumber,
  change: z.infer<typeof numberChangeSchema>,
): Promise<void> {
  const { qualityRating, throughput, status, nameStatus, isOnBizApp } = change
  if (nameStatus !== undefined) number.nameStatus = nameStatus
  if (isOnBizApp !== undefined) number.isOnBizApp = isOnBizApp
  if (status !== undefined) number.status = status
  if (qualityRating !== undefined) await setNumberQuality(world, { number, quality: qualityRating })
  if (throughput === 'HIGH' && number.throughput !== 'HIGH') await upgradeThroughput(world, number)
  else if (throughput === 'STANDARD' && number.throughput === 'HIGH') {
    number.throughput = 'STANDARD'
    await sendNumberQuality(world, { number, event: 'DOWNGRADE' })
  }
}
