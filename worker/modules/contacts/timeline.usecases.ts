import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { encodeCursor } from '../../shared/pagination'
import { requirePerson } from './person.usecases'
import { mergeSources, type Placed, type Position, type Source } from './timeline.models'
import {
  findNewestMerge,
  type RowsOf,
  readTimeline,
  type TimelineRead,
  type TimelineTable,
} from './timeline.repository'
import type { TimelineEntry, TimelineKind } from './timeline.schemas'

/** Of a person with more, the timeline is that of the first of them. One conversation a number, and one more for each merge. */
const MAX_THREADS = 30
const MAX_CONTACTS = 20
/** So many messages are looked at for a page of broadcasts or notes, and so many events for a page of some of them. */
const SIFTED = 500

/** What happened with a person, newest first. @throws `contacts.not_found` */
export async function listTimeline(
  ctx: OrganizationContext,
  contactId: string,
  { after, limit, types }: { after: Position | undefined; limit: number; types: readonly TimelineKind[] | undefined },
): Promise<{ items: TimelineEntry[]; nextCursor: string | null }> {
  const person = await requirePerson(ctx, contactId)
  const isWanted = (kind: TimelineKind) => types === undefined || types.includes(kind)
  const some = (...kinds: TimelineKind[]) => kinds.some(isWanted)
  const threads = person.visible.slice(0, MAX_THREADS).map(({ id }) => id)
  const contactIds = [person.contact.id, ...person.ids.filter((id) => id !== person.contact.id)].slice(0, MAX_CONTACTS)
  const reads = (table: TimelineTable, ids: readonly string[], isAsked: boolean): TimelineRead[] =>
    isAsked ? ids.map((ofId) => ({ table, ofId })) : []
  const needs = [
    ...reads('messages', threads, some('messages', 'broadcasts', 'notes')),
    ...reads('episodes', threads, some('conversations')),
    ...reads('notes', contactIds, some('notes')),
    ...reads('consent', contactIds, some('consent')),
    ...reads('events', contactIds, some('tags', 'merges', 'changes')),
  ]
  // Nothing is sifted out of all: then a page of each is enough.
  const many = types === undefined ? limit + 1 : SIFTED
  const [rows, newestMergeId] = await Promise.all([
    readTimeline(ctx, needs, { after, limit: many }),
    some('merges') ? findNewestMerge(ctx, person.contact.id) : undefined,
  ])
  const sources = [
    ...rows.messages.map((some) => source(some, many, ({ occurredAt, id }) => [occurredAt, id], fromMessage)),
    ...rows.episodes.map((some) => episodeSource(some, many)),
    ...rows.notes.map((some) => source(some, many, ({ createdAt, id }) => [createdAt, id], fromNote)),
    ...rows.consent.map((some) => source(some, many, ({ occurredAt, id }) => [occurredAt, id], fromConsent)),
    ...rows.events.map((some) =>
      source(
        some,
        many,
        ({ occurredAt, id }) => [occurredAt, id],
        (row) => fromEvent(row, newestMergeId),
      ),
    ),
  ].map((one) => ({ ...one, entries: one.entries.filter(({ entry }) => isWanted(kindOf(entry))) }))
  const { entries, next } = mergeSources(sources, { after, limit })
  return { items: entries, nextCursor: next && encodeCursor(next) }
}

function source<Row>(
  rows: Row[],
  many: number,
  positionOf: (row: Row) => Position,
  show: (row: Row) => TimelineEntry | null,
): Source<TimelineEntry> {
  const last = rows.at(-1)
  return {
    entries: rows.flatMap((row): Placed<TimelineEntry>[] => {
      const entry = show(row)
      return entry ? [{ position: positionOf(row), entry }] : []
    }),
    seenTo: rows.length === many && last ? positionOf(last) : null,
  }
}

/** Two entries each. They do not overlap within a conversation: what was not read ended before the oldest that was began. */
function episodeSource(rows: RowsOf['episodes'], many: number): Source<TimelineEntry> {
  const last = rows.at(-1)
  return {
    entries: rows.flatMap(({ id, conversationId, openedBy, openedAt, closedBy, closedAt }): Placed<TimelineEntry>[] => {
      const [opened, closed] = [`${id}:opened`, `${id}:closed`]
      return [
        {
          position: [openedAt, opened],
          entry: { type: 'conversation_opened', id: opened, at: toIso(openedAt), conversationId, by: openedBy },
        },
        ...(closedAt === null
          ? []
          : [
              {
                position: [closedAt, closed] as const,
                entry: {
                  type: 'conversation_closed' as const,
                  id: closed,
                  at: toIso(closedAt),
                  conversationId,
                  by: closedBy,
                },
              },
            ]),
      ]
    }),
    seenTo: rows.length === many && last ? [last.openedAt, `${last.id}:opened`] : null,
  }
}

const kindOf = ({ type }: TimelineEntry): TimelineKind => kinds[type]
const kinds: Record<TimelineEntry['type'], TimelineKind> = {
  message: 'messages',
  broadcast: 'broadcasts',
  note: 'notes',
  consent: 'consent',
  conversation_opened: 'conversations',
  conversation_closed: 'conversations',
  merged: 'merges',
  unmerged: 'merges',
  tagged: 'tags',
  untagged: 'tags',
  event: 'changes',
}

function fromMessage(row: RowsOf['messages'][number]): TimelineEntry | null {
  // Nobody has heard these.
  if (row.sendState === 'scheduled' || row.sendState === 'cancelled') return null
  const head = { id: row.id, at: toIso(row.occurredAt), actor: toActor(row.author) }
  const isRevoked = row.revokedAt !== null
  const preview = isRevoked ? null : row.preview
  if (row.direction === 'internal') return { type: 'note', ...head, conversationId: row.conversationId, preview }
  const said = { ...head, conversationId: row.conversationId, messageType: row.type, preview, isRevoked }
  return row.sentBy === 'broadcast'
    ? { type: 'broadcast', ...said }
    : { type: 'message', direction: row.direction, ...said }
}

const fromNote = ({ id, preview, author, createdAt }: RowsOf['notes'][number]): TimelineEntry => ({
  ...{ type: 'note', id, at: toIso(createdAt), conversationId: null, preview },
  actor: toActor(author),
})

const fromConsent = ({ id, state, source, wording, actor, occurredAt }: RowsOf['consent'][number]): TimelineEntry => ({
  ...{ type: 'consent', id, at: toIso(occurredAt), state, source, wording },
  actor: toActor(actor),
})

function fromEvent(row: RowsOf['events'][number], newestMergeId: string | undefined): TimelineEntry {
  const { id, type, data, occurredAt } = row
  const head = { id, at: toIso(occurredAt), actor: toActor(row.actor) }
  const other = { contactId: text(data.contactId), name: text(data.name) }
  if (type === 'merged') {
    const mergeId = text(data.mergeId)
    return { type, ...head, ...other, mergeId, canUndo: mergeId !== null && mergeId === newestMergeId }
  }
  if (type === 'unmerged') return { type, ...head, ...other }
  if (type === 'tagged' || type === 'untagged') return { type, ...head, tags: tagNames(data) }
  return { type: 'event', ...head, event: type, data }
}

// Written by several, over years: read with care.
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
function tagNames({ tags, name }: Record<string, unknown>): string[] {
  const all = Array.isArray(tags) ? tags : [name]
  return all.flatMap((one) => text(one) ?? text((one as { name?: unknown } | null)?.name) ?? [])
}
function toActor(value: unknown): { type: string; id: string | null; name: string | null } | null {
  if (typeof value !== 'object' || value === null) return null
  const { type, id, name } = value as Record<string, unknown>
  return typeof type === 'string' ? { type, id: text(id), name: text(name) } : null
}
