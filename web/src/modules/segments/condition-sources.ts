import { useQuery } from '@tanstack/solid-query'
import type { Tag } from '@worker/modules/contacts/contacts.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createMemo } from 'solid-js'
import { createQueryData } from '../../shared/query-data'
import { useCurrentMember } from '../auth/current-member'
import { fieldsQuery } from '../contacts/contact-list.queries'
import { membersQuery, tagsQuery } from '../inbox/inbox.queries'
import type { FieldType } from './condition-kinds'
import type { ConditionNames } from './condition-text'

export type ConditionField = { key: string; label: string; type: FieldType; options: readonly string[] | null }
/** What conditions can be about here. */
export type ConditionSources = {
  tags: () => readonly Tag[]
  members: () => readonly Member[]
  fields: () => readonly ConditionField[]
}

/** Asked for once, by the page that shows conditions; empty until it is there. */
export function createConditionSources(): ConditionSources & { names: ConditionNames } {
  const member = useCurrentMember()
  const tags = createQueryData(useQuery(() => tagsQuery(member.organizationId())))
  const members = createQueryData(useQuery(() => membersQuery(member.organizationId())))
  const fields = createQueryData(useQuery(() => fieldsQuery(member.organizationId())))
  const fieldNames = createMemo(() => new Map(fields()?.items.map(({ key, label }) => [key, label])))
  const tagNames = createMemo(() => new Map(tags()?.items.map(({ id, name }) => [id, name])))
  const memberNames = createMemo(() => new Map(members()?.items.map(({ userId, name }) => [userId, name])))
  return {
    tags: () => tags()?.items ?? [],
    members: () => members()?.items.filter(({ isActive }) => isActive) ?? [],
    fields: () => fields()?.items ?? [],
    names: {
      tag: (id) => tagNames().get(id),
      member: (id) => memberNames().get(id),
      field: (key) => fieldNames().get(key),
    },
  }
}
