import type { OrganizationContext } from '../../shared/context'
import { isConflict } from '../../shared/db/statements'
import { createId } from '../../shared/ids'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { tagExists, tagNotFound, tooManyTags } from './contacts.errors'
import type { NewTag, Tag, TagChangeInput } from './contacts.schemas'
import { insertEvents } from './person.repository'
import {
  deleteTag,
  findTagged,
  findTagIds,
  insertTag,
  listTagged,
  listTagRows,
  tagStatements,
  updateTag,
} from './tags.repository'

const MAX_TAGS = 500
const TINTS = 8
/** A browser that shows more of them hears of a new name when it asks again. */
const SHOWN_MAX = 500
const REMOVED_AT_ONCE = 100

/** All of them, by name. */
export const listTags = async (ctx: OrganizationContext): Promise<Tag[]> =>
  (await listTagRows(ctx, MAX_TAGS)).map(({ id, name, tint }) => ({ id, name, tint }))

/** @throws `contacts.tag_exists`, `contacts.too_many_tags` */
export async function createTag(ctx: OrganizationContext, { name, tint }: NewTag): Promise<Tag> {
  const present = await listTagRows(ctx, MAX_TAGS)
  if (present.length === MAX_TAGS) throw tooManyTags()
  const isSame = (other: string) => other.toLocaleLowerCase() === name.toLocaleLowerCase()
  if (present.some((one) => isSame(one.name))) throw tagExists()
  const now = ctx.clock.now()
  const tag = { id: createId('tag', now), name, tint: tint ?? present.length % TINTS }
  if (!(await insertTag(ctx, { ...tag, createdAt: now }))) throw tagExists()
  return tag
}

/** @throws `contacts.tag_not_found`, `contacts.tag_exists` */
export async function changeTag(ctx: OrganizationContext, id: string, changes: TagChangeInput): Promise<Tag> {
  const present = await listTagRows(ctx, MAX_TAGS)
  const tag = present.find((one) => one.id === id)
  if (!tag) throw tagNotFound()
  const { name = tag.name, tint = tag.tint } = changes
  const isSame = (other: string) => other.toLocaleLowerCase() === name.toLocaleLowerCase()
  if (present.some((one) => one.id !== id && isSame(one.name))) throw tagExists()
  try {
    const shown = await findTagged(ctx, await listTagged(ctx, id, SHOWN_MAX))
    await commitInboxChange(ctx, {
      statements: updateTag(ctx, id, { name, tint }),
      conversationIds: shown.shown.map((one) => one.id),
    })
  } catch (error) {
    if (isConflict(error)) throw tagExists()
    throw error
  }
  return { id, name, tint }
}

/** Taken from everybody who has it, then deleted. @returns how many had it @throws `contacts.tag_not_found` */
export async function removeTag(ctx: OrganizationContext, id: string): Promise<number> {
  if ((await findTagIds(ctx, [id])).length === 0) throw tagNotFound()
  let count = 0
  for (;;) {
    const contactIds = await listTagged(ctx, id, REMOVED_AT_ONCE)
    if (contactIds.length === 0) break
    await changeTags(ctx, contactIds, { add: [], remove: [id] })
    count += contactIds.length
  }
  await deleteTag(ctx, id)
  return count
}

/** `set` is all tags they are to have; `add` and `remove` leave the others. */
export type TagChange = { set: readonly string[] } | { add: readonly string[]; remove: readonly string[] }

/** Changes the tags of people, for all their conversations. @throws `contacts.tag_not_found` */
export async function changeTags(
  ctx: OrganizationContext,
  contactIds: readonly string[],
  change: TagChange,
): Promise<void> {
  const added = [...new Set('set' in change ? change.set : change.add)]
  const known = await findTagIds(ctx, added)
  if (known.length < added.length) throw tagNotFound()
  const { people, links, shown } = await findTagged(ctx, contactIds)
  const changes = people.flatMap(({ id: contactId }) => {
    const has = links.filter((link) => link.contactId === contactId).map(({ tagId }) => tagId)
    const removed = 'set' in change ? has.filter((id) => !added.includes(id)) : change.remove
    const add = added.filter((id) => !has.includes(id) && !('remove' in change && removed.includes(id)))
    const remove = has.filter((id) => removed.includes(id))
    return add.length + remove.length > 0 ? [{ contactId, add, remove }] : []
  })
  if (changes.length === 0) return
  const all = await listTagRows(ctx, MAX_TAGS)
  const named = (ids: readonly string[]) =>
    all.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ id, name }))
  const changed = new Set(changes.map(({ contactId }) => contactId))
  const at = ctx.clock.now()
  await commitInboxChange(ctx, {
    statements: [
      ...tagStatements(ctx, {
        add: changes.map(({ contactId, add }) => ({ contactId, tagIds: add })),
        remove: changes.flatMap(({ contactId, remove }) => (remove.length > 0 ? [{ contactId, tagIds: remove }] : [])),
      }),
      ...insertEvents(
        ctx,
        changes.flatMap(({ contactId, add, remove }) => [
          ...(add.length > 0 ? [{ contactId, type: 'tagged', data: { tags: named(add) } }] : []),
          ...(remove.length > 0 ? [{ contactId, type: 'untagged', data: { tags: named(remove) } }] : []),
        ]),
      ),
    ],
    conversationIds: shown.filter(({ contactId }) => changed.has(contactId)).map(({ id }) => id),
    events: [...changed].map((contactId) => ({
      ...{ type: 'contact.updated' as const, version: 1 as const, at },
      data: { contactId, changes: ['tags'] },
    })),
  })
}
