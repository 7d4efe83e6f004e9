import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { toPage } from '../../shared/pagination'
import { noteNotFound, notYourNote } from './contacts.errors'
import type { ContactNote } from './contacts.schemas'
import {
  deleteNote,
  findNote,
  insertNote,
  listNoteRows,
  type NoteRow,
  type Position,
  updateNote,
} from './person.repository'
import { commitPersonChange, type Person, requirePerson } from './person.usecases'

const toNote = ({ id, body, author, editedAt, createdAt }: Omit<NoteRow, 'organizationId'>): ContactNote => ({
  id,
  body,
  author: { type: author.type, id: author.id, name: author.name },
  editedAt: editedAt === null ? null : toIso(editedAt),
  createdAt: toIso(createdAt),
})

/** Newest first, those of merged contacts among them. @throws `contacts.not_found` */
export async function listNotes(
  ctx: OrganizationContext,
  contactId: string,
  { after, limit }: { after: Position | undefined; limit: number },
): Promise<{ items: ContactNote[]; nextCursor: string | null }> {
  const { ids } = await requirePerson(ctx, contactId)
  const rows = await listNoteRows(ctx, { contactIds: ids, after, limit: limit + 1 })
  const { items, nextCursor } = toPage(rows, limit, ({ createdAt, id }) => [createdAt, id])
  return { items: items.map(toNote), nextCursor }
}

/** @throws `contacts.not_found` */
export async function addContactNote(ctx: OrganizationContext, contactId: string, body: string): Promise<ContactNote> {
  const person = await requirePerson(ctx, contactId)
  const now = ctx.clock.now()
  const { type, id, name } = ctx.actor
  const note = {
    id: createId('cnt', now),
    contactId: person.contact.id,
    body,
    author: { type, id, name },
    editedAt: null,
    createdAt: now,
  }
  await commitPersonChange(ctx, person, { statements: [insertNote(ctx, note)], changes: ['notes'] })
  return toNote(note)
}

type Named = { contactId: string; noteId: string }
/** @throws `contacts.not_found`, `contacts.note_not_found`, `contacts.not_your_note` */
export async function changeContactNote(ctx: OrganizationContext, named: Named, body: string): Promise<ContactNote> {
  const { person, note } = await requireOwnNote(ctx, named)
  if (note.body === body) return toNote(note)
  const changes = { body, editedAt: ctx.clock.now() }
  await commitPersonChange(ctx, person, { statements: [updateNote(ctx, note.id, changes)], changes: ['notes'] })
  return toNote({ ...note, ...changes })
}

/** @throws `contacts.not_found`, `contacts.note_not_found`, `contacts.not_your_note` */
export async function removeContactNote(ctx: OrganizationContext, named: Named): Promise<void> {
  const { person, note } = await requireOwnNote(ctx, named)
  await commitPersonChange(ctx, person, { statements: [deleteNote(ctx, note.id)], changes: ['notes'] })
}

async function requireOwnNote(
  ctx: OrganizationContext,
  { contactId, noteId }: Named,
): Promise<{ person: Person; note: NoteRow }> {
  const person = await requirePerson(ctx, contactId)
  const note = await findNote(ctx, { id: noteId, contactIds: person.ids })
  if (!note) throw noteNotFound()
  // What a person wrote is theirs; what a program wrote is everybody's.
  const isTheirs = ctx.actor.type === 'user' && ctx.actor.id === note.author.id
  if (note.author.type === 'user' && !isTheirs) throw notYourNote()
  return { person, note }
}
