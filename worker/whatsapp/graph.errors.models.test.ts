import { describe, expect, it } from 'vitest'
import { ERRORS } from '../../simulator/graph/error-codes'
import { describeMetaError, dispositionOf } from './graph.errors'
import { metaErrors, NO_ANSWER } from './graph-error-table'

/** Of Meta's table: what may be tried again, what may have happened, what needs a person. */
const dispositions: Record<string, number[]> = {
  unknown: [1, 2, 131000, 131016],
  retry: [4, 80007, 130429, 131056, 131057, 132069, 133000, 133004, 133015, 134101, 139102, 2494100],
  pause_number: [0, 3, 10, 33, 190, 200, 299, 368, 131005, 131031, 131037, 131042, 131045, 133006, 133010],
  fail: [
    ...[100, 1026, 130403, 130472, 130497, 131008, 131009, 131020, 131021, 131026, 131030, 131047, 131048, 131049],
    ...[131050, 131051, 131052, 131053, 131055, 131062, 132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016],
    ...[132018, 132068, 134102, 135000, 137000, 139000, 139001, 139002, 139003, 139004, 139101, 2388299, 2593107],
  ],
}

describe('an error of Meta', () => {
  it.each(Object.entries(dispositions))('is followed by: %s', (disposition, codes) => {
    for (const code of codes) {
      expect(dispositionOf(code, ERRORS[code]?.[0] ?? 400), String(code)).toBe(disposition)
      // Told by a webhook, without an answer of its own.
      expect(dispositionOf(code, 0), String(code)).toBe(disposition)
    }
  })

  it('that nobody knows is judged by its answer', () => {
    expect([400, 403, 429, 500, 503, 0].map((status) => dispositionOf(987654, status))).toEqual([
      ...['fail', 'fail', 'retry', 'unknown', 'unknown', 'fail'],
    ])
    // Names that objects inherit are no codes.
    expect(dispositionOf('constructor' as unknown as number, 500)).toBe('unknown')
  })

  it('is told in a sentence, with what helps', () => {
    expect(describeMetaError({ code: 131047, title: 'Re-engagement message', details: 'More than 24 hours' })).toEqual({
      code: 131047,
      title: 'Re-engagement message',
      details: 'More than 24 hours',
      message: 'This person last wrote more than 24 hours ago. Send a template to reach them.',
      fix: 'send_template',
    })
    const fixOf = (code: number) => describeMetaError({ code, title: 't', details: null }).fix
    expect([190, 250, 131053, 132000, 130429, 131000, 131026, NO_ANSWER].map(fixOf)).toEqual([
      ...['fix_number', 'fix_number', 'replace_media', 'fix_template', 'wait', 'retry', 'none', 'retry'],
    ])
  })

  it('that nobody knows is told in Meta’s words', () => {
    expect(describeMetaError({ code: 987654, title: 'New', details: 'Something new' }).message).toBe(
      'WhatsApp refused it: Something new',
    )
    expect(describeMetaError({ code: 2388047, title: 'Header', details: null })).toMatchObject({
      fix: 'fix_template',
      message: 'Meta refused the template: Header',
    })
  })

  it('always has a sentence of its own', () => {
    for (const [code, [, , sentence]] of Object.entries(metaErrors)) expect(sentence, code).toMatch(/^[A-Z][^\n]+\.$/)
    /** Of calls, usernames, insights and groups, which the product does not have. */
    const elsewhere = /^(?:2500|1470\d\d|20000[567]|2388\d\d\d|200)$/
    const without = Object.keys(ERRORS).filter((code) => !(code in metaErrors) && !elsewhere.test(code))
    expect(without).toEqual([])
  })
})
