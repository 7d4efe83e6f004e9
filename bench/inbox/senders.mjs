import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Stop } from '../../scripts/shared/run.mjs'

/** @typedef {import('./sender.mjs').Order} Order */
/** @typedef {import('./sender.mjs').Report} Report */

/**
 * A sender in a process of its own, with everything made and signed.
 * @param {Order} order @returns {Promise<{ go: () => Promise<Report> }>}
 */
export async function prepareSender(order) {
  const child = fork(fileURLToPath(new URL('./sender.mjs', import.meta.url)), { serialization: 'advanced' })
  const said = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => reject(new Stop(`The sender ended with ${code}.`)))
    })
  child.send(order)
  await said()
  return {
    go: async () => {
      const report = said()
      child.send('go')
      const whole = /** @type {Report} */ (await report)
      if (Object.keys(whole.refused).length > 0)
        throw new Stop(`${order.url} did not answer 200 to all: ${JSON.stringify(whole.refused)} of ${whole.sent}`)
      return whole
    },
  }
}

/** @param {Order} order @returns {Promise<Report>} */
export const send = async (order) => (await prepareSender(order)).go()

/**
 * Agents with an open inbox each, in a process of their own.
 * @param {import('./listeners.mjs').Order} order
 */
export async function listen(order) {
  const child = fork(fileURLToPath(new URL('./listeners.mjs', import.meta.url)), { serialization: 'advanced' })
  const said = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => reject(new Stop(`The listeners ended with ${code}.`)))
    })
  child.send(order)
  await said()
  return {
    /** @returns {Promise<import('./listeners.mjs').Heard>} */
    report: async () => {
      const report = said()
      child.send('report')
      return /** @type {import('./listeners.mjs').Heard} */ (await report)
    },
    end: () => child.disconnect(),
  }
}
