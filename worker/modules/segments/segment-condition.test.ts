import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { organizationContext } from '../../test/system'
import { consentStates, contactSources } from '../contacts/contacts.schemas'
import { contacts, contactTags } from '../contacts/contacts.tables'
import { compileSegment } from './segment-condition.repository'
import { DAY, isInSegment, type SegmentPerson } from './segments.models'
import { fieldOperators, type SegmentCondition, type SegmentDefinition } from './segments.schemas'
import { countPeople } from './segments.usecases'

const HOSTILE = ["'); DROP TABLE contacts; --", '100%', '_a%', 'Äpfel', 'äpfel', 'ÉCOLE', '', 'a"b', '😀', '5']
const DATES = ['2025-12-31', '2026-01-31', '2026-02-01']

const anyTime = (now: number) =>
  fc.option(
    fc
      .tuple(fc.constantFrom(0, 1, 2, 30), fc.integer({ min: -1, max: 1 }))
      .map(([days, edge]) => now - days * DAY + edge),
  )
const anyValue = fc.oneof(
  fc.constantFrom<string | number | boolean>(...HOSTILE, ...DATES, 5, 0, 1, -1.5, true, false),
  fc.string({ unit: 'grapheme-ascii', maxLength: 4 }),
)

const anyPerson = (now: number): fc.Arbitrary<SegmentPerson> =>
  fc.record({
    consent: fc.constantFrom(...consentStates),
    tagIds: fc.subarray(['tag_1', 'tag_2', 'tag_3']),
    country: fc.constantFrom(null, 'DE', 'PT'),
    language: fc.constantFrom(null, 'en', 'pt_BR'),
    ownerId: fc.constantFrom(null, 'usr_a', 'usr_b'),
    source: fc.constantFrom(...contactSources),
    blockedAt: fc.constantFrom(null, now),
    phone: fc.constantFrom(null, '+491701234567'),
    email: fc.constantFrom(null, 'a@example.com'),
    name: fc.constantFrom(null, 'Ana'),
    profileName: fc.constantFrom(null, 'ana'),
    fields: fc.dictionary(fc.constantFrom('size', 'born', "o'key"), fc.option(anyValue)),
    createdAt: fc.constantFrom(now - 3 * DAY, now - 2 * DAY, now),
    lastMessageAt: anyTime(now),
    lastInboundAt: anyTime(now),
    lastReplyAt: anyTime(now),
    lastBroadcastAt: anyTime(now),
  })

const values = <T>(...from: T[]) => fc.subarray(from, { minLength: 1 })
const since = fc.oneof(
  fc.record({ op: fc.constantFrom('within' as const, 'before' as const), days: fc.constantFrom(1, 2, 30) }),
  fc.constant({ op: 'never' as const }),
)
const isOrNot = fc.constantFrom('is' as const, 'is_not' as const)
const anyCondition: fc.Arbitrary<SegmentCondition> = fc.oneof(
  fc.record({ on: fc.constant('consent' as const), values: values(...consentStates) }),
  fc.record({ on: fc.constant('source' as const), values: values(...contactSources) }),
  fc.record({
    on: fc.constant('tags' as const),
    op: fc.constantFrom('any' as const, 'all' as const, 'none' as const),
    tagIds: values('tag_1', 'tag_2', 'tag_3', "tag_'x"),
  }),
  fc.record({ on: fc.constant('country' as const), op: isOrNot, values: values('DE', 'PT', "'-") }),
  fc.record({ on: fc.constant('language' as const), op: isOrNot, values: values('en', 'pt_BR', '%') }),
  fc.record({ on: fc.constant('owner' as const), op: isOrNot, values: values(null, 'usr_a', 'usr_b') }),
  fc.record({ on: fc.constant('blocked' as const), value: fc.boolean() }),
  fc.record({ on: fc.constant('window' as const), value: fc.constantFrom('open' as const, 'closed' as const) }),
  fc.record({ on: fc.constant('contacted' as const), value: fc.boolean() }),
  fc.record({
    on: fc.constantFrom(
      'last_message' as const,
      'last_inbound' as const,
      'last_reply' as const,
      'last_broadcast' as const,
      'created' as const,
    ),
    since,
  }) as fc.Arbitrary<SegmentCondition>,
  fc.record({
    on: fc.constant('has' as const),
    what: fc.constantFrom('phone' as const, 'email' as const, 'name' as const),
    value: fc.boolean(),
  }),
  fc.record({
    on: fc.constant('field' as const),
    key: fc.constantFrom('size', 'born', "o'key", '%'),
    op: fc.constantFrom(...fieldOperators),
    value: anyValue,
  }),
)
const match = fc.constantFrom('all' as const, 'any' as const)
const anyDefinition: fc.Arbitrary<SegmentDefinition> = fc.record({
  match,
  conditions: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: anyCondition },
      fc.record({ match, conditions: fc.array(anyCondition, { minLength: 1, maxLength: 3 }) }),
    ),
    { maxLength: 5 },
  ),
})

/** Two organizations with different people under the same ids. */
async function createOrganizations() {
  const now = testClock.now()
  // At the edge of a window the moment counts: it stands still.
  const made = async () => ({
    ...(await organizationContext((await createMember()).organization)),
    clock: { ...testClock, now: () => now },
  })
  return { ctx: await made(), neighbour: await made() }
}
type Ctx = Awaited<ReturnType<typeof createOrganizations>>['ctx']

async function store(ctx: Ctx, people: readonly SegmentPerson[]): Promise<void> {
  await ctx.db.delete(contacts)
  await ctx.db.delete(contactTags)
  const rows = people.map(({ tagIds: _, ...person }, at) => ({ ...person, id: `ctc_${at}`, updatedAt: 0 }))
  const links = people.flatMap(({ tagIds }, at) =>
    tagIds.map((tagId) => ({ contactId: `ctc_${at}`, tagId, createdAt: 0 })),
  )
  const statements = [...ctx.db.insertMany(contacts, rows), ...ctx.db.insertMany(contactTags, links)]
  if (statements.length > 0) await ctx.db.batch(statements as never)
}
const found = async (ctx: Ctx, definition: SegmentDefinition) =>
  (await ctx.db.selectFields(contacts, { id: contacts.id }, compileSegment(ctx, definition)).orderBy(contacts.id)).map(
    ({ id }) => id,
  )

describe('a definition in SQL', () => {
  it('finds whom the definition means, whoever they are, and no neighbour', async () => {
    const { ctx, neighbour } = await createOrganizations()
    const now = ctx.clock.now()
    const people = fc.array(anyPerson(now), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(
        people,
        people,
        fc.array(anyDefinition, { minLength: 6, maxLength: 6 }),
        async (mine, theirs, definitions) => {
          await store(ctx, mine)
          await store(neighbour, theirs)
          for (const definition of definitions) {
            const expected = mine.flatMap((person, at) => (isInSegment(person, definition, now) ? [`ctc_${at}`] : []))
            expect(await found(ctx, definition), JSON.stringify({ definition, mine })).toEqual(expected)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('takes thirty conditions of a hundred values each, in groups, within D1’s limits', async () => {
    const { ctx } = await createOrganizations()
    const many = Array.from({ length: 100 }, (_, at) => `tag_${at}`)
    const group = (op: 'any' | 'all' | 'none') => ({
      match: 'any' as const,
      conditions: [
        ...Array.from({ length: 4 }, () => ({ on: 'tags' as const, op, tagIds: many })),
        { on: 'field' as const, key: 'size', op: 'contains' as const, value: 'x'.repeat(1000) },
      ],
    })
    const definition: SegmentDefinition = {
      match: 'all',
      conditions: [group('any'), group('all'), group('none'), group('any'), group('none'), group('none')],
    }
    expect(await countPeople(ctx, compileSegment(ctx, definition))).toBe(0)
  })
})
