import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { joinNames, toCsvLine } from '../../shared/csv'
import { auditStatement } from '../audit-log/audit-log.usecases'
import type { Selection } from '../contacts/contact-list.schemas'
import { filterCondition } from '../contacts/contact-list.usecases'
import { toContact } from '../contacts/person.usecases'
import { isVisible } from '../inbox/inbox.usecases'
import { countPeople, type PeopleCondition, seenPeople } from '../segments/segments.usecases'
import {
  allOf,
  amongIds,
  type ContactRow,
  listFieldKeys,
  listMerged,
  listPeople,
  listTagRows,
  notAmong,
  readParts,
} from './contact-export.repository'
import type { ExportFormat } from './contact-export.schemas'

/** Six queries a page, of the thousand that an invocation has: a million people fit. */
const PAGE = 7000
/** A spreadsheet takes the file for UTF-8 then. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * Everyone of a selection whom the actor sees, as a file that is made while it is sent.
 * @throws `segments.not_found`, `segments.invalid`, before the first byte
 */
export async function exportContacts(
  ctx: OrganizationContext,
  { selection, format }: { selection: Selection; format: ExportFormat },
): Promise<ReadableStream<Uint8Array>> {
  const condition = seenPeople(ctx, await conditionOf(ctx, selection))
  const [count, tagRows] = [await countPeople(ctx, condition), await listTagRows(ctx)]
  const keys = format === 'csv' ? await listFieldKeys(ctx) : []
  await auditStatement(ctx, {
    action: 'contacts.exported',
    target: { type: 'contacts', id: 'export', label: `${count} as ${format}, ${wordsOf(selection)}` },
  })
  const write = format === 'csv' ? csvLine(keys) : jsonLine
  const encoder = new TextEncoder()
  let after: string | undefined
  const head = format === 'csv' ? `${BYTE_ORDER_MARK}${toCsvLine([...columns, ...keys])}` : ''
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(head)),
      async pull(controller) {
        const rows = await listPeople(ctx, condition, { after, limit: PAGE })
        if (rows.length > 0) {
          const people = await complete(ctx, rows, tagRows)
          controller.enqueue(encoder.encode(people.map(write).join('')))
        }
        after = rows.at(-1)?.id
        if (rows.length < PAGE) controller.close()
      },
    },
    // A page is read when the one before it is on its way.
    { highWaterMark: 1 },
  )
}

async function conditionOf(ctx: OrganizationContext, selection: Selection): Promise<PeopleCondition | undefined> {
  if ('ids' in selection) return amongIds(selection.ids)
  const found = await filterCondition(ctx, selection.filter)
  return allOf(found, selection.except.length > 0 ? notAmong(selection.except) : undefined)
}

/** For the audit log. What was searched for may be somebody's name: it is not kept. */
function wordsOf(selection: Selection): string {
  if ('ids' in selection) return 'chosen one by one'
  const { search, segmentId, definition } = selection.filter
  const parts = [search && 'a search', segmentId && `segment ${segmentId}`, definition && JSON.stringify(definition)]
  return parts.filter(Boolean).join(', ') || 'everyone'
}

type Person = Parameters<typeof toContact>[0]
type TagRow = Awaited<ReturnType<typeof listTagRows>>[number]

/** With what belongs to whoever was merged into them. */
async function complete(ctx: OrganizationContext, rows: ContactRow[], tagRows: TagRow[]): Promise<Person[]> {
  const merged = await listMerged(
    ctx,
    rows.map(({ id }) => id),
  )
  const survivorOf = new Map(merged.map(({ id, mergedInto }) => [id, mergedInto ?? id]))
  const of = ({ contactId }: { contactId: string }) => survivorOf.get(contactId) ?? contactId
  const parts = await readParts(ctx, [...rows.map(({ id }) => id), ...survivorOf.keys()])
  const identities = Map.groupBy(parts.identities, of)
  const consents = Map.groupBy(parts.consents, of)
  const threads = Map.groupBy(parts.threads, of)
  const links = Map.groupBy(parts.links, ({ contactId }) => contactId)
  return rows.map((contact) => {
    const conversations = threads.get(contact.id) ?? []
    const tagIds = new Set(links.get(contact.id)?.map(({ tagId }) => tagId))
    return {
      contact,
      ids: [contact.id],
      identities: identities.get(contact.id) ?? [],
      lastConsent: consents.get(contact.id)?.at(-1),
      ownTags: tagRows.filter(({ id }) => tagIds.has(id)),
      conversations,
      visible: conversations.filter(({ assigneeId }) => isVisible(ctx, assigneeId)),
    }
  })
}

const jsonLine = (person: Person): string => `${JSON.stringify(toContact(person))}\n`

/** What the import takes for what it was; the rest it leaves out. */
const columns = [
  ...['id', 'name', 'phone', 'email', 'username', 'language', 'country', 'tags', 'consent'],
  ...['consent_source', 'consent_time', 'profile_name', 'owner_id', 'source', 'created'],
]
const csvLine =
  (keys: readonly string[]) =>
  ({ contact, lastConsent, ownTags }: Person): string =>
    toCsvLine([
      ...[contact.id, contact.name, contact.phone, contact.email, contact.username, contact.language, contact.country],
      joinNames(ownTags.map(({ name }) => name)),
      contact.consent,
      lastConsent?.source ?? null,
      lastConsent ? toIso(lastConsent.occurredAt) : null,
      ...[contact.profileName, contact.ownerId, contact.source, toIso(contact.createdAt)],
      ...keys.map((key) => (Object.hasOwn(contact.fields ?? {}, key) ? (contact.fields?.[key] ?? null) : null)),
    ])
