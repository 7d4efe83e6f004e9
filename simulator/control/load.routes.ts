import { Hono } from 'hono'
import { createFetchSender, createHttpSender } from '../load/http-sender'
import { planLoad } from '../load/plan'
import { runLoad } from '../load/run'
import { beginLoad } from '../load/running'
import { targetsOf } from '../webhooks/targets'
import { loadSchema } from './control.schemas'
import { type Control, ControlError, findIn, note, readJson } from './request'

/** Load mode: many signed deliveries from a seed, what came of them, and what the business should hold now. */
export function loadRoutes(control: Control): Hono {
  const { world } = control
  return new Hono().post('/load', async (c) => {
    const request = await readJson(c, loadSchema)
    const { numberIds, url: wanted, rate, concurrency, timeoutMs, ...plan } = request
    const numbers = numberIds
      ? numberIds.map((id) => findIn(world.state.numbers, id, 'phone number'))
      : Object.values(world.state.numbers).slice(0, 1)
    const [first] = numbers
    if (!first) throw new ControlError(409, 'There is no business yet: create one with POST /_simulator/businesses.')
    if (numbers.some(({ accountId }) => accountId !== first.accountId)) {
      throw new ControlError(400, 'The numbers of one run belong to one business account: each delivery is of one.')
    }
    const change = { accountId: first.accountId, numberId: first.id, field: 'messages', value: {}, summary: '' }
    const target = targetsOf(world, change)[0]
    const account = world.state.accounts[first.accountId]
    const app = target?.app ?? world.state.apps[Object.keys(account?.subscribedApps ?? {})[0] ?? '']
    const url = wanted ?? target?.url
    if (!app || !url)
      throw new ControlError(409, 'Nobody is subscribed to that number: give a url, or subscribe an app.')

    // A replaced fetch means that the business lives in this process: there is no port to send to.
    const sender =
      world.fetch === globalThis.fetch
        ? createHttpSender({ url, connections: concurrency, timeoutMs })
        : createFetchSender({ url, fetch: world.fetch, timeoutMs })
    const end = beginLoad(world)
    const run = async () => {
      const { prepared, ledger } = await planLoad(world, { ...plan, numbers, secret: app.secret })
      return { ledger, report: await runLoad({ prepared, send: sender.send, rate, concurrency }) }
    }
    const { ledger, report } = await world.track(run()).finally(() => {
      end()
      sender.close()
    })
    note(
      control,
      'load',
      `${report.acknowledged} of ${report.deliveries} deliveries, ${report.deliveriesPerSecond} a second`,
      {
        payload: report,
      },
    )
    const isWhole = c.req.query('messages') === 'true'
    return c.json({
      ...report,
      url,
      ledger: { numbers: ledger.summary(), ...(isWhole && { messages: ledger.messages() }) },
    })
  })
}
