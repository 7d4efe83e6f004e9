import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { isConflict } from '../../shared/db/statements'
import { createId } from '../../shared/ids'
import { formatPhone } from '../../shared/phone'
import { auditStatement } from '../audit-log/audit-log.usecases'
import { displayName } from '../inbox/inbox.models'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { contactNotFound } from './contacts.errors'
import type { Contact } from './contacts.schemas'
import { mergeChangedMeanwhile, mergeNotFound, mergeNotOnTop, mergeSame, mergeUndone } from './merges.errors'
import {
  type Choices,
  choicesOf,
  conflictsOf,
  isOlder,
  type MergeColumns,
  mergedColumns,
  restored,
} from './merges.models'
import {
  changeColumns,
  consentSince,
  countParts,
  failIfChanged,
  findMerge,
  forgetApart,
  hasMergesOnTop,
  insertContactEvents,
  insertMerge,
  type MergeRow,
  mergeInto,
  readSides,
  removeBroughtTags,
  type SideRow,
  separate,
  undoMergeRow,
} from './merges.repository'
import type { MergePreview, NewMerge, PersonSide } from './merges.schemas'
import { findContactDetails, type Person, requirePerson } from './person.usecases'

const MAX_ATTEMPTS = 3

const columnsOf = (row: SideRow): MergeColumns => {
  const { name, profileName, username, phone, country, language, email, ownerId, fields, consent, blockedAt } = row
  return { name, profileName, username, phone, country, language, email, ownerId, fields, consent, blockedAt }
}

export const toPersonSide = (row: SideRow): PersonSide => ({
  ...{ id: row.id, name: row.name, profileName: row.profileName, username: row.username, phone: row.phone },
  ...{ email: row.email, language: row.language, country: row.country, ownerId: row.ownerId, tags: row.tags },
  displayName: displayName(row),
  displayPhone: row.phone === null ? null : formatPhone(row.phone),
  fields: Object.fromEntries(
    Object.entries(row.fields ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  ),
  consent: row.consent as PersonSide['consent'],
  isBlocked: row.blockedAt !== null,
  lastMessageAt: row.lastMessageAt === null ? null : toIso(row.lastMessageAt),
  createdAt: toIso(row.createdAt),
})

type Asked = { thisId: string; otherId: string; keep: 'this' | 'other' | undefined }
/** Both people, as they are after earlier merges. @throws `contacts.not_found`, `contacts.merge_same` */
async function readPair(ctx: OrganizationContext, { thisId, otherId, keep }: Asked) {
  const [one, other] = await Promise.all([requirePerson(ctx, thisId), requirePerson(ctx, otherId)])
  if (one.contact.id === other.contact.id) throw mergeSame()
  const rows = await readSides(ctx, [...one.ids, ...other.ids])
  const rowOf = ({ contact }: Person): SideRow => {
    const row = rows.find(({ id }) => id === contact.id)
    if (!row || row.deletedAt !== null) throw contactNotFound()
    return row
  }
  const kept = keep ?? (isOlder(rowOf(one), rowOf(other)) ? 'this' : 'other')
  return { one, other, rows, rowOf, kept } as const
}

/** What would become of two people as one. Changes nothing. @throws `contacts.not_found`, `contacts.merge_same` */
export async function previewMerge(ctx: OrganizationContext, asked: Asked): Promise<MergePreview> {
  const { one, other, rowOf, kept } = await readPair(ctx, asked)
  const [mine, theirs] = [rowOf(one), rowOf(other)]
  const [stays, goes] = kept === 'this' ? [mine, theirs] : [theirs, mine]
  const counts = await countParts(ctx, {
    conversationIds: [...one.visible, ...other.visible].map(({ id }) => id),
    contactIds: [...one.ids, ...other.ids],
  })
  const has = ({ identities }: Person, isKind: (kind: string) => boolean) => identities.some(({ kind }) => isKind(kind))
  const both = (isKind: (kind: string) => boolean) => has(one, isKind) && has(other, isKind)
  const tags = new Map([...stays.tags, ...goes.tags].map((tag) => [tag.id, tag]))
  return {
    kept,
    this: toPersonSide(mine),
    other: toPersonSide(theirs),
    result: toPersonSide({
      ...stays,
      ...mergedColumns(columnsOf(stays), columnsOf(goes)),
      tags: [...tags.values()].sort((a, b) => a.name.localeCompare(b.name)),
      lastMessageAt: Math.max(stays.lastMessageAt ?? 0, goes.lastMessageAt ?? 0) || null,
    }),
    conflicts: conflictsOf(columnsOf(mine), columnsOf(theirs)),
    counts: { conversations: one.visible.length + other.visible.length, ...counts },
    warnings: [
      ...(both((kind) => kind !== 'bsuid') ? (['both_have_numbers'] as const) : []),
      ...(both((kind) => kind === 'bsuid') ? (['both_have_user_ids'] as const) : []),
      ...((mine.consent === 'revoked') !== (theirs.consent === 'revoked') ? (['consent_revoked'] as const) : []),
      ...((mine.blockedAt === null) !== (theirs.blockedAt === null) ? (['blocked'] as const) : []),
    ],
  }
}

type Snapshot = {
  before: MergeColumns
  after: MergeColumns
  /** Tags of the one who went that the other had not. */
  brought: { tagId: string; createdAt: number }[]
  /** Who had been merged into the one who went, before. */
  movedIds: string[]
  conversationCount: number
}

/**
 * Two people become one. Decided by what was read and refused by the database where that does not hold any more; then it
 * is read and decided again, unless they are not the two people any more whom somebody meant.
 * @throws `contacts.not_found`, `contacts.merge_same`, `contacts.merge_changed`
 */
export async function mergeContacts(
  ctx: OrganizationContext,
  thisId: string,
  { contactId: otherId, keep, choices }: NewMerge,
): Promise<{ mergeId: string; contact: Contact }> {
  let meant: string | undefined
  for (let attempt = 1; ; attempt++) {
    const pair = await readPair(ctx, { thisId, otherId, keep })
    const ids = `${pair.one.contact.id} ${pair.other.contact.id}`
    meant ??= ids
    if (meant !== ids) throw mergeChangedMeanwhile()
    try {
      return await commitMerge(ctx, pair, choicesOf(choices, pair.kept))
    } catch (error) {
      if (!isConflict(error)) throw error
      if (attempt === MAX_ATTEMPTS) throw mergeChangedMeanwhile({ cause: error })
    }
  }
}

async function commitMerge(
  ctx: OrganizationContext,
  { one, other, rows, rowOf, kept }: Awaited<ReturnType<typeof readPair>>,
  choices: Choices,
) {
  const now = ctx.clock.now()
  const [stays, goes] = kept === 'this' ? [one, other] : [other, one]
  const [keptRow, mergedRow] = [rowOf(stays), rowOf(goes)]
  const [before, after] = [columnsOf(keptRow), mergedColumns(columnsOf(keptRow), columnsOf(mergedRow), choices)]
  const mergeId = createId('mrg', now)
  const snapshot: Snapshot = {
    before,
    after,
    brought: mergedRow.links.filter(({ tagId }) => !keptRow.links.some((link) => link.tagId === tagId)),
    movedIds: goes.ids.filter((id) => id !== mergedRow.id),
    conversationCount: mergedRow.conversationCount,
  }
  const conversationIds = [...one.conversations, ...other.conversations].map(({ id }) => id)
  await commitInboxChange(ctx, {
    statements: [
      ...failIfChanged(ctx, rows),
      changeColumns(ctx, keptRow.id, { ...after, addedConversations: mergedRow.conversationCount }),
      mergeInto(ctx, { ids: goes.ids, into: keptRow.id }),
      insertMerge(ctx, {
        ...{ id: mergeId, survivorId: keptRow.id, mergedId: mergedRow.id, before: snapshot },
        ...{ actor: ctx.actor, createdAt: now },
      }),
      forgetApart(ctx, keptRow.id, mergedRow.id),
      ...insertContactEvents(ctx, [
        eventOf(ctx, 'merged', keptRow.id, { mergeId, contactId: mergedRow.id, name: displayName(mergedRow) }),
      ]),
      auditStatement(ctx, {
        action: 'contact.merged',
        target: { type: 'contact', id: keptRow.id, label: displayName(keptRow) },
      }),
    ],
    conversationIds,
    // Each of their threads is longer now, or shorter: whoever has it open asks for it again.
    torn: conversationIds,
    events: [
      {
        ...{ type: 'contact.merged', version: 1, at: now },
        data: { contactId: keptRow.id, mergedContactId: mergedRow.id },
      },
    ],
  })
  return { mergeId, contact: await findContactDetails(ctx, keptRow.id) }
}

const eventOf = (
  ctx: OrganizationContext,
  type: 'merged' | 'unmerged',
  contactId: string,
  data: Record<string, unknown>,
) => {
  const now = ctx.clock.now()
  return { id: createId('evt', now), contactId, type, data, actor: ctx.actor, occurredAt: now }
}

/**
 * Two people again. What has been changed since stays as it is; what the merge brought and is still so goes back. What was
 * written meanwhile stays where it is: each thread with its own contact, notes and consent with whom they were noted of.
 * @throws `contacts.merge_not_found`, `contacts.merge_undone`, `contacts.merge_not_on_top`, `contacts.not_found`, `contacts.merge_changed`
 */
export async function undoMerge(
  ctx: OrganizationContext,
  mergeId: string,
): Promise<{ kept: Contact; restored: Contact }> {
  for (let attempt = 1; ; attempt++) {
    const merge = await findMerge(ctx, mergeId)
    if (!merge) throw mergeNotFound()
    try {
      await commitUndo(ctx, merge)
      break
    } catch (error) {
      if (!isConflict(error)) throw error
      if (attempt === MAX_ATTEMPTS) throw mergeChangedMeanwhile({ cause: error })
    }
  }
  const { survivorId, mergedId } = (await findMerge(ctx, mergeId)) as MergeRow
  return { kept: await findContactDetails(ctx, survivorId), restored: await findContactDetails(ctx, mergedId) }
}

async function commitUndo(ctx: OrganizationContext, merge: MergeRow): Promise<void> {
  const person = await requirePerson(ctx, merge.survivorId)
  if (merge.undoneAt !== null) throw mergeUndone()
  if (person.contact.id !== merge.survivorId || (await hasMergesOnTop(ctx, merge))) throw mergeNotOnTop()
  const rows = await readSides(ctx, person.ids)
  const [keptRow, mergedRow] = [merge.survivorId, merge.mergedId].map((id) => rows.find((row) => row.id === id))
  // Erased since: there is nobody to give back.
  if (!keptRow || !mergedRow || keptRow.deletedAt !== null || mergedRow.deletedAt !== null) throw mergeNotFound()
  // Written by `commitMerge` only.
  const snapshot = merge.before as Snapshot
  const { consent, ...back } = restored(columnsOf(keptRow), snapshot)
  // What they have said since, they said as one: neither of them gets more than that.
  const [since] = await consentSince(ctx, person.ids, merge.createdAt)
  const conversationIds = person.conversations.map(({ id }) => id)
  const now = ctx.clock.now()
  await commitInboxChange(ctx, {
    statements: [
      ...failIfChanged(ctx, rows),
      ...undoMergeRow(ctx, merge),
      changeColumns(ctx, keptRow.id, {
        ...back,
        ...(consent !== undefined && !since && { consent }),
        addedConversations: -snapshot.conversationCount,
      }),
      ...separate(ctx, {
        ...{ mergedId: mergedRow.id, movedIds: snapshot.movedIds, keptId: keptRow.id },
        consent: since?.state === 'revoked' ? 'revoked' : null,
      }),
      removeBroughtTags(ctx, keptRow.id, snapshot.brought),
      ...insertContactEvents(ctx, [
        eventOf(ctx, 'unmerged', keptRow.id, {
          mergeId: merge.id,
          contactId: mergedRow.id,
          name: displayName(mergedRow),
        }),
        eventOf(ctx, 'unmerged', mergedRow.id, {
          mergeId: merge.id,
          contactId: keptRow.id,
          name: displayName(keptRow),
        }),
      ]),
      auditStatement(ctx, {
        action: 'contact.unmerged',
        target: { type: 'contact', id: keptRow.id, label: displayName(keptRow) },
      }),
    ],
    conversationIds,
    torn: conversationIds,
    events: [keptRow.id, mergedRow.id].map((contactId) => ({
      ...{ type: 'contact.updated' as const, version: 1 as const, at: now },
      data: { contactId, changes: ['unmerged'] },
    })),
  })
}
