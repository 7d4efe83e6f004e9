import { eq } from 'drizzle-orm'
import type { OrganizationContext } from '../shared/context'
import type { OrganizationDb } from '../shared/db/organization-db'
import { contacts, conversations, settings, tags } from './tenant-tables'

// What the handle's type allows and refuses. Nothing runs: `npm run check` fails when a line that must not compile does.

export const allowed = (db: OrganizationDb) => [
  db.select(contacts, eq(contacts.name, 'n')).orderBy(contacts.name).limit(10),
  db.select(conversations).innerJoin(contacts, eq(contacts.id, conversations.contactId)),
  db.insert(contacts, { id: 'c', name: 'n', phone: '1' }).onConflictDoNothing().returning(),
  db
    .upsert(
      contacts,
      { id: 'c', name: 'n', phone: '1' },
      { target: [contacts.organizationId, contacts.id], set: { name: 'x' } },
    )
    .returning(),
  db.update(contacts, { name: 'x' }, eq(contacts.id, 'c')).returning(),
  db.batch([db.insert(tags, { id: 't', label: 'VIP' }), db.delete(contacts)]),
]

export const refused = (db: OrganizationDb, ctx: OrganizationContext) => [
  // @ts-expect-error a table without an organization
  db.select(settings),
  // @ts-expect-error the organization cannot be chosen
  db.insert(contacts, { id: 'c', name: 'n', phone: '1', organizationId: 'other' }),
  // @ts-expect-error nor chosen for many rows
  db.insertMany(contacts, [{ id: 'c', name: 'n', phone: '1', organizationId: 'other' }]),
  // @ts-expect-error a row cannot be moved to another organization
  db.update(contacts, { organizationId: 'other' }),
  // @ts-expect-error the scope cannot be replaced by a second where
  db.select(contacts).where(eq(contacts.id, 'c')),
  // @ts-expect-error nor on an update
  db.update(contacts, { name: 'x' }).where(eq(contacts.id, 'c')),
  // @ts-expect-error an upsert goes through db.upsert, which cannot leave the organization
  db.insert(tags, { id: 't', label: 'x' }).onConflictDoUpdate({ target: tags.id, set: { label: 'x' } }),
  // @ts-expect-error nor another table's rows on an update
  db.update(contacts, { name: 'x' }).from(tags),
  // @ts-expect-error a union brings other rows
  db.select(tags).unionAll(db.select(tags)),
  // @ts-expect-error a missing column
  db.insert(contacts, { id: 'c', name: 'n' }),
  // @ts-expect-error there is no raw SQL
  db.all('SELECT * FROM contacts'),
  // @ts-expect-error the whole directory is out of reach inside an organization
  ctx.directory.$count(settings),
]
