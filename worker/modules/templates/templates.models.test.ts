import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesOf, compare, keyOf, toRow } from './templates.models'
import type { NewTemplate, TemplateRow } from './templates.repository'

const templates = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('hello', 'order', 'autumn', 'sale'),
    language: fc.constantFrom('en_US', 'fr', 'pt_BR'),
    status: fc.constantFrom('APPROVED', 'PAUSED'),
    category: fc.constantFrom('UTILITY', 'MARKETING'),
    qualityScore: fc.constantFrom(null, 'GREEN'),
    components: fc.array(fc.record({ type: fc.constant('BODY'), text: fc.string() }), { maxLength: 2 }),
  }),
  { selector: keyOf },
)
type Made = typeof templates extends fc.Arbitrary<infer T> ? T : never
const rowsOf = (made: Made, now: number): NewTemplate[] =>
  made.map((template) =>
    toRow(
      {
        ...{ id: keyOf(template), parameterFormat: 'POSITIONAL', rejectedReason: 'NONE', previousCategory: null },
        ...{ correctCategory: null, subCategory: null, ttlSeconds: null },
        ...template,
      },
      { wabaId: '1', now },
    ),
  )
const stored = (rows: NewTemplate[]): TemplateRow[] => rows.map((row) => ({ organizationId: 'org_1', ...row }))

describe('comparing the copy with what Meta has', () => {
  it('finds what makes them equal, whatever they were, and nothing more', () => {
    fc.assert(
      fc.property(templates, templates, (before, after) => {
        const copy = new Map(stored(rowsOf(before, 1)).map((row) => [keyOf(row), row]))
        const fetched = rowsOf(after, 2)
        const { changed, gone } = compare([...copy.values()], fetched)
        for (const row of gone) copy.delete(keyOf(row))
        for (const row of stored(changed)) copy.set(keyOf(row), row)
        expect(new Set(copy.keys())).toEqual(new Set(fetched.map(keyOf)))
        expect(compare([...copy.values()], fetched)).toEqual({ changed: [], gone: [] })
      }),
    )
  })

  it('is content with an equal copy of another time', () => {
    fc.assert(
      fc.property(templates, (made) => {
        expect(compare(stored(rowsOf(made, 1)), rowsOf(made, 2))).toEqual({ changed: [], gone: [] })
      }),
    )
  })
})

describe('what a webhook changes', () => {
  const event = (values: object) => ({
    kind: 'template' as const,
    templateId: '1',
    name: 'a',
    language: 'fr',
    ...values,
  })
  it.each([
    [{ status: 'PAUSED', reason: 'quality' }, { status: 'PAUSED', reason: 'quality' }, true],
    [{ status: 'APPROVED' }, { status: 'APPROVED', reason: null }, true],
    [{ category: 'MARKETING' }, { category: 'MARKETING' }, false],
    [{ qualityScore: 'RED' }, { qualityScore: 'RED' }, false],
    // Only that something happened: Meta has to be asked.
    [{ status: 'SOMETHING_NEW' }, {}, true],
    [{ reason: 'FLAGGED' }, {}, true],
    [{ changed: true }, {}, true],
  ])('%j', (values, changes, look) => {
    expect(changesOf(event(values))).toEqual({ changes, look })
  })
})
