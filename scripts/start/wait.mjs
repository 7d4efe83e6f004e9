import { setTimeout as delay } from 'node:timers/promises'
import { Stop } from '../shared/run.mjs'

/** Waits for an answer, whatever it says (a minute). */
export async function answers(/** @type {string} */ address) {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(100)) {
    try {
      return await fetch(address, { signal: AbortSignal.timeout(10_000) })
    } catch {
      // Not listening yet.
    }
  }
  throw new Stop(`${address} did not answer within a minute.`)
}

/**
 * Waits for a good answer: at most 15 seconds longer than for the first one, and not at all when a setting is wrong.
 * @param {string} address
 * @param {number} [patienceMs]
 */
export async function answersWell(address, patienceMs = 15_000) {
  for (const end = Date.now() + patienceMs; ; await delay(200)) {
    const response = await answers(address)
    if (response.ok) return
    const text = await response.text()
    const error = errorIn(text)
    if (error?.code === 'config.invalid') throw new Stop(error.message)
    if (Date.now() >= end)
      throw new Stop(`${address} does not become healthy. It answers ${response.status}: ${error?.message ?? text}`)
  }
}

/** @param {string} text @returns {{ code: string, message: string } | undefined} of the error envelope */
function errorIn(text) {
  try {
    return JSON.parse(text).error
  } catch {
    return undefined
  }
}
