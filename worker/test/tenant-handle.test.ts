import { env } from 'cloudflare:workers'
import { eq, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { alias } from 'drizzle-orm/sqlite-core'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createOrganizationDb } from '../shared/db/organization-db'
import { isConflict } from '../shared/db/statements'
import { contacts, conversations, createTables, settings, tags } from './tenant-tables'

const plain = drizzle(env.SHARD_0)
const a = createOrganizationDb(plain, 'org_a')
const b = createOrganizationDb(plain, 'org_b')
const everything = async () =>
  JSON.stringify([
    await plain.select().from(contacts),
    await plain.select().from(conversations),
    await plain.select().from(tags),
  ])

beforeAll(async () => {
  for (const statement of createTables) await env.SHARD_0.prepare(statement).run()
})
afterAll(async () => {
  for (const table of ['attack_conversations', 'attack_contacts', 'attack_tags', 'attack_settings'])
    await env.SHARD_0.prepare(`DROP TABLE ${table}`).run()
})
beforeEach(async () => {
  await plain.batch([plain.delete(conversations), plain.delete(contacts), plain.delete(tags)])
  await a.insert(contacts, { id: 'c1', name: 'Amara', phone: '1' })
  await a.insert(conversations, { id: 'v1', contactId: 'c1' })
})

// Each attack twice: what plain Drizzle does with it, and what the handle makes of it.
describe('reading by a bare id', () => {
  it('plain Drizzle gives the neighbour’s row', async () => {
    expect(await plain.select().from(contacts).where(eq(contacts.id, 'c1'))).toHaveLength(1)
  })
  it('the handle gives nothing', async () => {
    expect(await b.select(contacts, eq(contacts.id, 'c1'))).toEqual([])
    expect(await a.select(contacts, eq(contacts.id, 'c1'))).toHaveLength(1)
    expect(await b.selectFields(contacts, { total: sql<number>`count(*)` })).toEqual([{ total: 0 }])
  })
})

describe('a condition that is always true', () => {
  it('plain Drizzle takes it', async () => {
    expect(await plain.select().from(contacts).where(sql`1 = 1 OR 1 = 1`)).toHaveLength(1)
  })
  it('the handle binds it inside the organization', async () => {
    expect(await b.select(contacts, sql`1 = 1 OR 1 = 1`)).toEqual([])
    expect(await b.delete(contacts, sql`1 = 1 OR 1 = 1`).returning()).toEqual([])
    expect(await a.select(contacts)).toHaveLength(1)
  })
})

describe('writing by a bare id', () => {
  it('plain Drizzle changes and deletes the neighbour’s row', async () => {
    expect(await plain.update(contacts).set({ name: 'stolen' }).where(eq(contacts.id, 'c1')).returning()).toHaveLength(
      1,
    )
    expect(await plain.delete(conversations).where(eq(conversations.id, 'v1')).returning()).toHaveLength(1)
  })
  it('the handle changes nothing', async () => {
    const before = await everything()
    expect(await b.update(contacts, { name: 'stolen' }, eq(contacts.id, 'c1')).returning()).toEqual([])
    expect(await b.delete(contacts, eq(contacts.id, 'c1')).returning()).toEqual([])
    expect(await everything()).toBe(before)
  })
})

describe('an upsert on a bare id', () => {
  it('plain Drizzle overwrites the neighbour’s row', async () => {
    await a.insert(tags, { id: 'shared', label: 'mine' })
    await plain
      .insert(tags)
      .values({ id: 'shared', organizationId: 'org_b', label: 'theirs' })
      .onConflictDoUpdate({ target: tags.id, set: { label: 'stolen' } })
    expect(await a.select(tags)).toMatchObject([{ label: 'stolen' }])
  })
  it('the handle leaves it alone, and still updates one’s own', async () => {
    await a.insert(tags, { id: 'shared', label: 'mine' })
    const on = { target: tags.id, set: { label: 'changed' } }
    expect(await b.upsert(tags, { id: 'shared', label: 'theirs' }, on).returning()).toEqual([])
    expect(await a.select(tags)).toMatchObject([{ label: 'mine' }])
    expect(await a.upsert(tags, { id: 'shared', label: 'mine' }, on).returning()).toMatchObject([{ label: 'changed' }])
  })
})

describe('a join on a bare id', () => {
  it('plain Drizzle brings the neighbour’s row along', async () => {
    await b.insert(contacts, { id: 'c1', name: 'Secret', phone: '9' })
    const rows = await plain
      .select()
      .from(conversations)
      .innerJoin(contacts, eq(contacts.id, conversations.contactId))
      .where(eq(conversations.organizationId, 'org_a'))
    expect(rows.map((row) => row.attack_contacts.name).sort()).toEqual(['Amara', 'Secret'])
  })
  it('the handle joins inside the organization', async () => {
    await b.insert(contacts, { id: 'c1', name: 'Secret', phone: '9' })
    const inner = await a.select(conversations).innerJoin(contacts, eq(contacts.id, conversations.contactId))
    const left = await a.select(conversations).leftJoin(contacts, eq(contacts.id, conversations.contactId))
    for (const rows of [inner, left]) expect(rows.map((row) => row.attack_contacts?.name)).toEqual(['Amara'])
  })
  it('the handle keeps a join condition with an OR inside the organization', async () => {
    await b.insert(contacts, { id: 'c2', name: 'Secret', phone: '9' })
    const rows = await a.select(conversations).innerJoin(contacts, sql`1 = 1 OR 1 = 1`)
    expect(rows.map((row) => row.attack_contacts.name)).toEqual(['Amara'])
  })
  it('the handle joins no table without an organization', () => {
    expect(() => a.select(contacts).innerJoin(settings as never, sql`true`)).toThrow('Only tables with an organization')
  })
})

describe('pointing at a neighbour’s row', () => {
  it('the schema refuses it, because children reference the pair', async () => {
    await expect(b.insert(conversations, { id: 'v2', contactId: 'c1' })).rejects.toThrow()
  })
})

describe('casts that get past the compiler', () => {
  it.each(['where', 'from', 'rightJoin', 'fullJoin', 'crossJoin', 'union', 'unionAll', 'intersect', 'except'])(
    '%s() throws',
    (name) => {
      const builder = b.select(contacts) as unknown as Record<string, (...args: unknown[]) => unknown>
      expect(() => builder[name]?.(contacts, sql`true`)).toThrow('would leave the organization')
    },
  )
  it('another table’s rows cannot decide which of one’s own change', () => {
    const update = b.update(tags, { label: 'x' }) as unknown as { from(table: unknown): unknown }
    expect(() => update.from(contacts)).toThrow('would leave the organization')
  })
  it('a plain upsert throws', () => {
    const insert = b.insert(tags, { id: 'shared', label: 'theirs' }) as unknown as {
      onConflictDoUpdate(on: unknown): unknown
    }
    expect(() => insert.onConflictDoUpdate({ target: tags.id, set: { label: 'stolen' } })).toThrow(
      'would leave the organization',
    )
  })
  it.each(['1=1) OR (1=1', '1=1)) OR 1=1 --', '1=1 /* (', "1=1 ; SELECT '", ')(', '1=1 OR ("'])(
    'the text %s does not get out of its parentheses',
    (text) => {
      expect(() => b.select(contacts, sql.raw(text))).toThrow('does not stay within its parentheses')
      expect(() => b.update(contacts, { name: 'x' }, sql.raw(text))).toThrow('does not stay')
      expect(() => a.select(conversations).innerJoin(contacts, sql.raw(text))).toThrow('does not stay')
    },
  )
  it('parentheses in quotes and in parameters are just text', async () => {
    expect(await a.select(contacts, eq(contacts.name, ') OR (1=1'), sql`'it''s )' <> '('`)).toEqual([])
  })
  it('an organization in the values is overwritten by one’s own', async () => {
    await b.insert(tags, { id: 't', label: 'x', organizationId: 'org_a' } as never)
    expect(await plain.select().from(tags)).toMatchObject([{ organizationId: 'org_b' }])
  })
  it('an organization in the changes throws', () => {
    expect(() => b.update(tags, { organizationId: 'org_a' } as never)).toThrow('cannot change its organization')
    expect(() =>
      b.upsert(tags, { id: 't', label: 'x' }, { target: tags.id, set: { organizationId: 'org_a' } as never }),
    ).toThrow('cannot change')
  })
})

describe('inserting many rows', () => {
  const rows = (count: number, phone = (at: number) => `p${at}`) =>
    Array.from({ length: count }, (_, at) => ({ id: `m${at}`, name: 'n', phone: phone(at) }))

  it('plain Drizzle meets D1’s 100 bound parameters', async () => {
    await expect(
      plain.insert(contacts).values(rows(40).map((row) => ({ ...row, organizationId: 'org_a' }))),
    ).rejects.toThrow()
  })
  it('the handle writes thousands with one parameter a statement, all for its own organization', async () => {
    const statements = b.insertMany(contacts, rows(6000))
    expect(statements).toHaveLength(2)
    await b.batch(statements as [(typeof statements)[number], ...typeof statements])
    expect(await b.selectFields(contacts, { total: sql<number>`count(*)` })).toEqual([{ total: 6000 }])
    expect(await a.select(contacts)).toHaveLength(1)
  })
  it('leaves rows that exist already as they are, its own and the neighbour’s', async () => {
    const [statement] = b.insertMany(contacts, [{ id: 'c1', name: 'B’s own', phone: '1' }])
    await statement
    await b.insertMany(contacts, [{ id: 'c1', name: 'again', phone: '2' }])[0]
    expect(await b.select(contacts)).toMatchObject([{ name: 'B’s own' }])
    expect(await a.select(contacts)).toMatchObject([{ name: 'Amara' }])
  })
  it('writes exactly what a plain insert writes, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.option(fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true })),
        async (name, isBlocked, fields) => {
          // SQLite ends a text at NUL when it reads JSON.
          fc.pre(!JSON.stringify([name, fields]).includes('\\u0000'))
          await plain.delete(contacts).where(eq(contacts.organizationId, 'org_b'))
          await b.insertMany(contacts, [{ id: 'many', name, phone: '1', isBlocked, fields }])[0]
          await b.insert(contacts, { id: 'one', name, phone: '2', isBlocked, fields })
          const [many, one] = await b.select(contacts).orderBy(contacts.phone)
          expect({ ...many, id: '', phone: '' }).toEqual({ ...one, id: '', phone: '' })
        },
      ),
      { numRuns: 60 },
    )
  })
  it('fails as a whole where a key exists and that must not be, but not for the neighbour’s key', async () => {
    const strictly = (id: string) =>
      b.insertMany(
        contacts,
        [
          { id: 'new', name: 'n', phone: '7' },
          { id, name: 'n', phone: '8' },
        ],
        { strict: true },
      )[0]
    await strictly('c1')
    await expect(strictly('m9')).rejects.toThrow()
    expect((await b.select(contacts)).map(({ id }) => id).sort()).toEqual(['c1', 'new'])
    expect(await a.select(contacts)).toMatchObject([{ id: 'c1', name: 'Amara' }])
  })
  it('makes no statement for no rows', () => {
    expect(b.insertMany(contacts, [])).toEqual([])
  })
})

describe('a batch that fails if something is not as it was', () => {
  const renameIfAlone = (db: typeof a) =>
    db.batch([db.failIf(contacts, eq(contacts.id, 'c2')), db.update(contacts, { name: 'Zoë' }, eq(contacts.id, 'c1'))])

  it('goes through as long as there is no such row, whatever the neighbour has', async () => {
    await b.insert(contacts, { id: 'c2', name: 'B’s own', phone: '2' })
    await renameIfAlone(a)
    expect(await a.select(contacts)).toMatchObject([{ name: 'Zoë' }])
  })
  it('changes nothing when there is one, and says that it was a conflict', async () => {
    await a.insert(contacts, { id: 'c2', name: 'New', phone: '2' })
    const error = await renameIfAlone(a).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(isConflict(error)).toBe(true)
    expect(isConflict(new Error('D1_ERROR: Network connection lost.'))).toBe(false)
    expect(await a.select(contacts, eq(contacts.id, 'c1'))).toMatchObject([{ name: 'Amara' }])
  })
})

describe('changing many rows, each by its own values', () => {
  const rename = (db: typeof a, rows: { id: string; name: string }[]) =>
    db.updateMany(contacts, rows, {
      match: (field) => sql`${contacts.id} = ${field('id')}`,
      set: (field) => ({ name: field('name') }),
    })[0]

  it('changes one’s own and nobody else’s', async () => {
    await b.insert(contacts, { id: 'c1', name: 'B’s own', phone: '1' })
    await rename(b, [{ id: 'c1', name: 'Zoë' }])
    expect(await b.select(contacts)).toMatchObject([{ name: 'Zoë' }])
    expect(await a.select(contacts)).toMatchObject([{ name: 'Amara' }])
  })
  it('does not get out of the organization by its condition', async () => {
    await b.insert(contacts, { id: 'c2', name: 'B’s own', phone: '1' })
    await b.updateMany(contacts, [{ name: 'stolen' }], {
      match: () => sql`1 = 1 OR 1 = 1`,
      set: (field) => ({ name: field('name') }),
    })[0]
    expect(await a.select(contacts)).toMatchObject([{ name: 'Amara' }])
    expect(() =>
      b.updateMany(contacts, [{ id: 'c1' }], { match: () => sql.raw('1=1) OR (1=1'), set: () => ({ name: 'x' }) }),
    ).toThrow('does not stay')
  })
  it.each([
    ['one row', [{ id: 'm1', name: 'x' }]],
    [
      'rows that differ',
      [
        { id: 'm1', name: 'x' },
        { id: 'm2', name: 'y' },
      ],
    ],
    [
      'rows with something in common',
      [
        { id: 'm1', name: 'x' },
        { id: 'm2', name: 'x' },
      ],
    ],
  ])('looks each row up, however many the organization has: %s', async (_, changes) => {
    const rows = Array.from({ length: 3000 }, (__, at) => ({ id: `m${at}`, name: 'n', phone: `p${at}` }))
    await b.insertMany(contacts, rows)[0]
    const query = rename(b, changes)?.toSQL()
    const { meta } = await env.SHARD_0.prepare(query?.sql ?? '')
      .bind(...(query?.params ?? []))
      .run()
    expect(meta.rows_read).toBeLessThan(20)
    expect(await b.select(contacts, sql`${contacts.name} <> 'n'`)).toHaveLength(changes.length)
  })
  it('writes what the rows say, of every kind', async () => {
    await b.insertMany(contacts, [
      { id: 'm1', name: 'n', phone: '1' },
      { id: 'm2', name: 'n', phone: '2' },
    ])[0]
    const changes = [
      { id: 'm1', name: 'it’s', isBlocked: true, fields: { a: 1 } },
      { id: 'm2', name: null, isBlocked: true, fields: null },
    ]
    await b.updateMany(contacts, changes, {
      match: (field) => sql`${contacts.id} = ${field('id')}`,
      set: (field) => ({
        name: sql`coalesce(${field('name')}, 'nobody')`,
        isBlocked: field('isBlocked'),
        fields: field('fields'),
      }),
    })[0]
    expect(await b.select(contacts).orderBy(contacts.id)).toMatchObject([
      { name: 'it’s', isBlocked: true, fields: { a: 1 } },
      { name: 'nobody', isBlocked: true, fields: null },
    ])
  })
})

describe('a row compared with others of its table', () => {
  const other = alias(contacts, 'other')
  const everybody = async () => (await plain.select().from(contacts).orderBy(contacts.phone)).map(({ name }) => name)

  it('sees the organization’s own rows only, by EXISTS, by a value and by the first of an order', async () => {
    // The neighbour's rows would come first, and would be the only ones before ours.
    await b.insert(contacts, { id: 'b1', name: 'Secret', phone: '0' })
    await a.insert(contacts, { id: 'c2', name: 'Zoë', phone: '2' })
    const before = sql`${other.phone} < ${contacts.phone}`
    expect((await a.select(contacts, sql`NOT ${a.exists(other, before)}`)).map(({ id }) => id)).toEqual(['c1'])
    const fields = {
      count: a.subquery<number>(other, sql`count(*)`, before),
      first: a.first<string>(other, other.name, { order: [other.phone], where: [] }),
      last: a.first<string>(other, other.name, { order: [sql`${other.phone} DESC`], where: [before] }),
    }
    expect(await a.selectFields(contacts, fields).orderBy(contacts.phone)).toEqual([
      { count: 0, first: 'Amara', last: null },
      { count: 1, first: 'Amara', last: 'Amara' },
    ])
    await b.update(
      contacts,
      { name: 'changed' },
      eq(contacts.id, b.first(other, other.id, { order: [other.phone], where: [] })),
    )
    expect(await everybody()).toEqual(['changed', 'Amara', 'Zoë'])
  })

  it('refuses a condition that does not stay within its parentheses', () => {
    expect(() => a.first(other, other.id, { order: [other.id], where: [sql.raw('1=1) OR (1=1')] })).toThrow(
      'parentheses',
    )
  })
})

describe('several ranges as one list', () => {
  const everybody = sql`1 = 1 OR 1 = 1`
  const list = (db: typeof a, ranges: SQL[], limit = 10) =>
    db.selectMerged(contacts, {
      fields: { id: contacts.id, name: contacts.name },
      ranges,
      order: [contacts.name],
      limit,
    })

  it('is sorted over all of them, and holds one organization', async () => {
    await a.insert(contacts, { id: 'c3', name: 'Aziz', phone: '3' })
    await b.insert(contacts, { id: 'c1', name: 'Secret', phone: '9' })
    const merged = [eq(contacts.id, 'c1'), sql`${contacts.phone} = ${'3'} OR 1 = 0`]
    expect((await list(a, merged)).map(({ name }) => name)).toEqual(['Amara', 'Aziz'])
    expect(await list(a, merged, 1)).toHaveLength(1)
    for (const ranges of [[everybody], [everybody, everybody], [everybody, everybody, everybody]])
      expect(new Set((await list(b, ranges)).map(({ name }) => name))).toEqual(new Set(['Secret']))
  })

  it('are five at most, as D1 has it', () => {
    expect(() =>
      list(
        a,
        Array.from({ length: 6 }, () => everybody),
      ),
    ).toThrow('cannot be merged')
    expect(() => list(a, [])).toThrow('cannot be merged')
  })

  it('are counted up to a limit, inside the organization', async () => {
    await a.insert(contacts, { id: 'c3', name: 'Aziz', phone: '3' })
    await b.insert(contacts, { id: 'c1', name: 'Secret', phone: '9' })
    const count = async (db: typeof a, limit: number) =>
      (await db.values({ count: db.countUpTo(contacts, everybody, { order: [contacts.id], limit }).as('count') }))[0]
    expect(await count(a, 10)).toEqual({ count: 2 })
    expect(await count(a, 1)).toEqual({ count: 1 })
    expect(await count(b, 10)).toEqual({ count: 1 })
  })
})

describe('changing rows by those of another table', () => {
  it('pairs the organization’s own rows only', async () => {
    await b.insert(contacts, { id: 'c1', name: 'B’s Amara', phone: '1' })
    await a.insert(tags, { id: 'c1', label: 'ours' })
    // Paired by a bare id, the neighbour's rows would be on both sides.
    const change = {
      match: sql`${tags.id} = ${contacts.id} OR 1 = 1`,
      set: { name: sql`${tags.label} || '!'` },
    }
    expect(await b.updateFrom(contacts, tags, change).returning({ id: contacts.id })).toEqual([])
    expect(await a.updateFrom(contacts, tags, change).returning({ name: contacts.name })).toEqual([{ name: 'ours!' }])
    expect(await b.select(contacts)).toMatchObject([{ name: 'B’s Amara' }])
  })

  it('leaves no way out of the organization', () => {
    const set = { organizationId: sql`'org_a'` } as never
    expect(() => b.updateFrom(contacts, tags, { match: sql`true`, set })).toThrow('cannot change its organization')
    expect(() => b.updateFrom(contacts, tags, { match: sql.raw('1=1) OR (1=1'), set: { name: sql`'x'` } })).toThrow(
      'parentheses',
    )
  })
})
