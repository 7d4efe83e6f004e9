import { afterEach, expect, it } from 'vitest'
import { noteSent, timesSentHere } from './sent-here'

afterEach(() => history.replaceState(null, '', '/'))

it('counts who is sent to where they are, whatever is filtered meanwhile', () => {
  const before = timesSentHere()
  history.replaceState(null, '', '/inbox/con_1?q=glaze#msg_1')
  noteSent('/inbox/con_1?q=glaze#msg_1')
  noteSent('/inbox/con_1#msg_1')
  expect(timesSentHere()).toBe(before + 2)
  for (const elsewhere of ['/inbox/con_1', '/inbox/con_1#msg_2', '/inbox/con_2#msg_1']) noteSent(elsewhere)
  expect(timesSentHere()).toBe(before + 2)
})
