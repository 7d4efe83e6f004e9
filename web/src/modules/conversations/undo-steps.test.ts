import { afterEach, expect, it } from 'vitest'
import { hearServerTime } from '../../shared/server-clock'
import { conversation } from '../inbox/test-rows'
import { stepsBack } from './undo-steps'

const HOUR_MS = 3_600_000
const hear = (at: number) => hearServerTime(new Date(at).toUTCString(), Date.now())
afterEach(() => hear(Date.now()))

it('goes back to a snooze that is still to come, by the server’s clock', () => {
  const until = new Date(Date.now() + HOUR_MS).toISOString()
  const done = [{ before: conversation('con_1', 0, { snoozedUntil: until }), after: conversation('con_1', 0) }]
  const back = () => stepsBack({ type: 'snooze', until: null }, done).map(({ action }) => action)
  expect(back()).toEqual([{ type: 'snooze', until }])
  // The device is late: there it is over.
  hear(Date.now() + 2 * HOUR_MS)
  expect(back()).toEqual([])
})
