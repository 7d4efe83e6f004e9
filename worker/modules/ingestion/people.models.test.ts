import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Person } from '../../whatsapp/webhook-events'
import type { ContactRow, IdentityRow } from './known.repository'
import { createPeople } from './people.models'

const toolsFrom = (serial = 0) => {
  let next = serial
  return {
    now: 1_780_000_000_000,
    newId: () => `ctc_${String(++next).padStart(4, '0')}`,
    aliasesOf: () => [],
    describeNumber: (digits: string) => ({ phone: `+${digits}`, country: null }),
  }
}
const person = (waId: string | null, userId: string | null): Person => ({
  ...{ waId, userId, parentUserId: null, username: null, profileName: null },
})
const live = { at: 1000, source: 'inbound' as const, isLive: true }

/** What the database would hold afterwards. */
type State = { identities: IdentityRow[]; contacts: ContactRow[] }
function apply(state: State, people: ReturnType<typeof createPeople>): State {
  const { contacts, identities, removed, changes, merges } = people.rows()
  const rows = [...state.contacts, ...contacts.map((row) => ({ ...row }) as ContactRow)]
  for (const change of changes) {
    const row = rows.find(({ id }) => id === change.id)
    const { addedConversations, ...rest } = change
    const decided = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
    if (row) Object.assign(row, decided, { conversationCount: row.conversationCount + addedConversations })
  }
  for (const { contactId, into } of merges)
    for (const row of rows) if (row.mergedInto === contactId) row.mergedInto = into
  const isGone = (row: IdentityRow) => removed.some(({ kind, value }) => kind === row.kind && value === row.value)
  return { contacts: rows, identities: [...state.identities.filter((row) => !isGone(row)), ...identities] }
}

describe('people', () => {
  it('however their messages are ordered and cut into batches, are as many as Meta’s ids prove', () => {
    const ids = fc.record({ waId: fc.constantFrom(null, '1', '2', '3'), userId: fc.constantFrom(null, 'a', 'b', 'c') })
    const named = ids.filter(({ waId, userId }) => waId !== null || userId !== null)
    fc.assert(
      fc.property(fc.array(fc.array(named, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), (batches) => {
        let state: State = { identities: [], contacts: [] }
        for (const [at, batch] of batches.entries()) {
          // Whatever is read before a batch can be more than it needs: here it is everything.
          const people = createPeople(structuredClone(state), toolsFrom(at * 100))
          for (const { waId, userId } of batch) people.meet(person(waId, userId), { ...live, at: at * 1000 })
          state = apply(state, people)
        }
        const roots = state.contacts.filter(({ mergedInto }) => mergedInto === null)
        expect(roots).toHaveLength(componentsOf(batches.flat()))
        const keys = state.identities.map(({ kind, value }) => `${kind}:${value}`)
        expect(new Set(keys).size, 'each id is one person’s').toBe(keys.length)
        for (const { mergedInto } of state.contacts)
          if (mergedInto !== null)
            expect(
              roots.map(({ id }) => id),
              'merges end at somebody',
            ).toContain(mergedInto)
      }),
      { numRuns: 400 },
    )
  })

  it('who are merged keep the older contact, with what only the other one had', () => {
    const contact = (id: string, values: Partial<ContactRow>): ContactRow => ({
      ...{ id, name: null, profileName: null, username: null, phone: null, country: null, source: 'inbound' },
      ...{ consent: 'unknown', blockedAt: null, conversationCount: 1, mergedInto: null, createdAt: 1, ...values },
    })
    const people = createPeople(
      {
        contacts: [
          contact('ctc_new', { createdAt: 9, name: 'Zoë', consent: 'revoked' }),
          contact('ctc_old', { createdAt: 5, phone: '+1' }),
        ],
        identities: [
          { kind: 'bsuid', value: 'a', contactId: 'ctc_new', createdAt: 9 },
          { kind: 'wa_id', value: '1', contactId: 'ctc_old', createdAt: 5 },
        ],
      },
      toolsFrom(),
    )
    expect(people.meet(person('1', 'a'), live).id).toBe('ctc_old')
    expect(people.rows().changes).toMatchObject([
      { id: 'ctc_new', consent: null, mergedInto: 'ctc_old' },
      { id: 'ctc_old', name: 'Zoë', phone: null, consent: 'revoked', addedConversations: 1 },
    ])
    expect(people.familyOf('ctc_old').sort()).toEqual(['ctc_new', 'ctc_old'])
  })

  it('whom nothing changes are not written', () => {
    const people = createPeople({ contacts: [], identities: [] }, toolsFrom())
    people.meet(person('1', 'a'), live)
    const state = apply({ contacts: [], identities: [] }, people)
    const again = createPeople(structuredClone(state), toolsFrom(10))
    again.meet(person('1', 'a'), live)
    again.meet(person('1', null), live)
    expect(again.rows()).toEqual({ contacts: [], identities: [], removed: [], changes: [], merges: [] })
    expect(again.events()).toEqual([])
  })

  it('known by a number that somebody typed are found by another form of it, and keep both', () => {
    const identities: IdentityRow[] = [{ kind: 'phone', value: '5541999887766', contactId: 'ctc_1', createdAt: 1 }]
    const contacts = [{ id: 'ctc_1', mergedInto: null, createdAt: 1, phone: '+5541999887766' } as ContactRow]
    const tools = {
      ...toolsFrom(),
      aliasesOf: (digits: string) => (digits === '554199887766' ? ['5541999887766'] : []),
    }
    const people = createPeople({ identities, contacts }, tools)
    expect(people.meet(person('554199887766', null), live).id).toBe('ctc_1')
    expect(people.rows().identities).toMatchObject([{ kind: 'wa_id', value: '554199887766', contactId: 'ctc_1' }])
  })

  it('who leave a number do not get it back by what they said before, in the same batch', () => {
    const people = createPeople({ contacts: [], identities: [] }, toolsFrom())
    people.meet(person('1', 'a'), live)
    const moved = {
      kind: 'identity' as const,
      at: 5000,
      previous: { waId: '1', userId: 'a' },
      current: { waId: '2', userId: 'b' },
    }
    people.rename(moved)
    people.meet(person('1', 'a'), { ...live, at: 4000 })
    expect(
      people
        .rows()
        .identities.map(({ kind, value }) => `${kind}:${value}`)
        .sort(),
    ).toEqual(['bsuid:a', 'bsuid:b', 'wa_id:2'])
    expect(people.find({ waId: '2', userId: null })).toBe(people.find({ waId: null, userId: 'b' }))
  })
})

/** How many people these ids name: those that share one are the same. */
function componentsOf(named: { waId: string | null; userId: string | null }[]): number {
  const groups: Set<string>[] = []
  for (const { waId, userId } of named) {
    const keys = [...(waId === null ? [] : [`w${waId}`]), ...(userId === null ? [] : [`u${userId}`])]
    const touching = groups.filter((group) => keys.some((key) => group.has(key)))
    for (const group of touching) groups.splice(groups.indexOf(group), 1)
    groups.push(new Set([...touching.flatMap((group) => [...group]), ...keys]))
  }
  return groups.length
}
