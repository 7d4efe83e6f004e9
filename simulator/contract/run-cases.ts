import { describe, expect, it } from 'vitest'
import { at } from '../test/business'
import { differences, optional, type Shape } from './shape'
import { type Answer, type Business, createTarget, type GraphRequest, isReal, type Target } from './target'

type Success = { status?: number; shape: Shape }
/** Several codes where Meta's pages allow more than one. */
type Refusal = { status: number; code: number | number[]; subcode?: number }

export type Case = {
  /** A sentence, going on from the section's title. */
  name: string
  /** Can be tried with Meta too: needs nothing but a number, an account and somebody who wrote to it. */
  real?: true
  /** How the simulator's world has to be. */
  given?: (business: Business) => unknown
  request: (target: Target) => GraphRequest | Promise<GraphRequest>
  expected: Success | Refusal
  /** What the answer alone doesn't show. */
  afterwards?: (target: Target, answer: Answer) => unknown
}

const ENVELOPE: Shape = {
  error: {
    message: 'text',
    type: 'OAuthException',
    code: 100,
    error_data: optional({ messaging_product: 'whatsapp', details: 'text' }),
    error_subcode: optional(33),
    is_transient: optional(false),
    error_user_title: optional('text'),
    error_user_msg: optional('text'),
    fbtrace_id: 'text',
  },
}

/** A test for each case that can be tried here. Nothing is skipped: what can't be tried is no test. */
export function runCases(section: string, cases: Case[]): void {
  const tried = isReal ? cases.filter(({ real }) => real) : cases
  if (tried.length === 0) return
  // Files of 100 MB take their time on a busy machine.
  describe(section, { timeout: 30_000 }, () => {
    for (const one of tried) it(one.name, () => tryCase(one))
  })
}

async function tryCase({ given, request, expected, afterwards }: Case): Promise<void> {
  const target = createTarget()
  try {
    if (!isReal) await given?.(target.business)
    const answer = await target.call(await request(target))
    if ('code' in expected) expectRefusal(answer, expected)
    else {
      const { status = 200, shape } = expected
      expect({ status: answer.status, error: answer.json.error }).toEqual({ status, error: undefined })
      expect(differences(shape, answer.json)).toEqual([])
    }
    await afterwards?.(target, answer)
    if (!isReal) expectNoDefect(target.business)
  } finally {
    target.business.simulator.close()
  }
}

export function expectRefusal({ status, json }: Answer, expected: Refusal): void {
  const codes = [expected.code].flat()
  const code = at(json, 'error', 'code')
  expect({ status, code }, JSON.stringify(json)).toEqual({
    status: expected.status,
    code: codes.find((one) => one === code) ?? codes[0],
  })
  expect(differences(ENVELOPE, { error: json.error })).toEqual([])
  if (expected.subcode !== undefined) expect(at(json, 'error', 'error_subcode')).toBe(expected.subcode)
}

/** Nothing that was asked made the simulator stumble. */
export function expectNoDefect({ world }: Business): void {
  expect(world.state.events.filter(({ kind }) => kind === 'defect').map(({ summary }) => summary)).toEqual([])
}
